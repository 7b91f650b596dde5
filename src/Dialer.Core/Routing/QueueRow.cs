namespace Dialer.Core.Routing;

/// <summary>A queue at work, and everybody who waits in it.</summary>
internal sealed class QueueRow(int index, RoutedQueue settings, Places places)
{
    public int Index { get; } = index;
    public RoutedQueue Settings { get; set; } = settings;
    public bool IsRemoved { get; set; }
    public OrderedHeap Everybody { get; } = new(places, 2, 1);
}
