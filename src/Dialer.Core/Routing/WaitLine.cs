using Dialer.Core.Channels;

namespace Dialer.Core.Routing;

/// <summary>Those of one queue who ask for the same, with the same priority and channel: first come, first served.</summary>
internal sealed class WaitLine(int index, Claim claim, int step, int priority, Channel channel, Places places)
{
    /// <summary>The priority of who has waited so long that he goes before everybody.</summary>
    public const int Aged = int.MaxValue;

    public int Index { get; } = index;
    public Claim Claim { get; } = claim;
    public QueueRow Queue => Claim.Queue;
    public int Step { get; } = step;
    public int Priority { get; } = priority;
    public Channel Channel { get; } = channel;
    public OrderedHeap Waiting { get; } = new(places, 2, 0);

    /// <summary>It is to be looked at: somebody came, or may be served by more.</summary>
    public bool IsStirred { get; set; }
}
