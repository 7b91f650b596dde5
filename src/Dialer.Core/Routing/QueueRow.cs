namespace Dialer.Core.Routing;

/// <summary>A queue at work, and everybody who waits in it.</summary>
internal sealed class QueueRow(int index, RoutedQueue settings, IRoutingPolicy policy, Places places)
{
    public int Index { get; } = index;
    public RoutedQueue Settings { get; set; } = settings;
    public IRoutingPolicy Policy { get; set; } = policy;
    public bool IsRemoved { get; set; }
    public OrderedHeap Everybody { get; } = new(places, 2, 1);

    /// <summary>Its policy says which pairs are worth joining, and who is kept free.</summary>
    public bool IsWeighed => Policy.Holding is { IsReady: true };

    /// <summary>How long only the preferred agent is asked: as the queue says, or its policy.</summary>
    public TimeSpan PreferredFor => Settings.PreferredFor > Policy.PreferredFor ? Settings.PreferredFor : Policy.PreferredFor;
}
