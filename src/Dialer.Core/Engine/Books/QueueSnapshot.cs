using Dialer.Core.Ids;

namespace Dialer.Core.Engine.Books;

/// <summary>One queue at one instant.</summary>
public readonly record struct QueueSnapshot
{
    public QueueId Queue { get; init; }
    public QueueCounters Counters { get; init; }

    /// <summary>Callers who wait; people of campaigns are in theirs.</summary>
    public int CallersWaiting { get; init; }

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan LongestWait { get; init; }
}
