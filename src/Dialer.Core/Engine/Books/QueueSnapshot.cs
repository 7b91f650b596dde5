using Dialer.Core.Ids;

namespace Dialer.Core.Engine.Books;

/// <summary>One queue at one instant.</summary>
public readonly record struct QueueSnapshot
{
    public QueueId Queue { get; init; }
    public string Name { get; init; }
    public QueueCounters Counters { get; init; }

    /// <summary>The target of the service level.</summary>
    public TimeSpan Target { get; init; }

    /// <summary>Who wait now, people of the campaigns that use this queue included.</summary>
    public int Waiting { get; init; }

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan LongestWait { get; init; }

    /// <summary>Of all who were answered, hung up in the queue or were abandoned: until then.</summary>
    public WaitTimes Waits { get; init; }
    public SpanHistogram WaitSpans { get; init; }
}
