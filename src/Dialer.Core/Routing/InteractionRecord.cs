using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>All that is known of one conversation when it closes; outbound ones name their attempt.</summary>
public readonly record struct InteractionRecord
{
    public required InteractionId Interaction { get; init; }
    public required QueueId Queue { get; init; }
    public required CallId Call { get; init; }

    /// <summary>0 for inbound.</summary>
    public AttemptId Attempt { get; init; }

    /// <summary>The other party's number as shown, may be empty.</summary>
    public string Party { get; init; }
    public InteractionEnd End { get; init; }
    public AgentId? Agent { get; init; }
    public Disposition? Disposition { get; init; }
    public Instant ArrivedAt { get; init; }
    public Instant ConnectedAt { get; init; }
    public Instant EndedAt { get; init; }
    public Instant ClosedAt { get; init; }

    /// <summary>Of a caller: the number that was dialed, each step of the way, and what was keyed in.</summary>
    public string Called { get; init; }

    public Channel Channel { get; init; }

    /// <summary>What the customer is worth, 0 to 100; null: not known.</summary>
    public int? Value { get; init; }
    public string Way { get; init; }
    public IReadOnlyList<MenuEntry> Keyed { get; init; }
}
