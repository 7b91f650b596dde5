using Dialer.Core.Engine.Books;
using Dialer.Core.Routing;

namespace Dialer.Server.Monitoring;

/// <summary>The engine's books of its queues, for people and programs outside.</summary>
internal static class QueueRows
{
    public static IReadOnlyList<QueueRow> Of(EngineSnapshot books, IReadOnlyList<QueueSettings> named)
    {
        var rows = new List<QueueRow>(books.Queues.Count);
        foreach (var queue in books.Queues)
            rows.Add(Of(queue, named.FirstOrDefault(settings => settings.Id == queue.Queue)?.Name ?? ""));
        rows.Sort((one, other) => one.Id.CompareTo(other.Id));
        return rows;
    }

    private static QueueRow Of(in QueueSnapshot queue, string name) => new()
    {
        Id = queue.Queue.Value,
        Name = name,
        Waiting = queue.Waiting,
        LongestWaitSeconds = Seconds(queue.LongestWait),
        Offered = queue.Counters.Offered,
        Answered = queue.Counters.Answered,
        Abandoned = queue.Counters.Abandoned,
        HungUp = queue.Counters.HungUpInQueue,
        Refused = queue.Counters.Refused,
        ServiceLevel = Math.Round(queue.Counters.ServiceLevel, 4),
        TargetSeconds = Seconds(queue.Target),
        WaitSeconds = new WaitView(Seconds(queue.Waits.Mean), Seconds(queue.Waits.P50), Seconds(queue.Waits.P95), Seconds(queue.Waits.P99), Seconds(queue.Waits.Longest)),
    };

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
