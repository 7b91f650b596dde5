using Dapper;

namespace Dialer.Store.Tables;

/// <summary>The events of the last while, by number.</summary>
/// <param name="keepFor">Older ones are forgotten.</param>
public sealed class EventTable(ITableSource source, TimeSpan keepFor)
{
    public const int ForgottenAtOnce = 5_000;

    public TimeSpan KeepFor => keepFor;

    /// <summary>0: none was ever said.</summary>
    public long Newest() => source.Read(connection => connection.ExecuteScalar<long>("SELECT COALESCE(MAX(event_number), 0) FROM events"));

    /// <summary>The smallest number that is still kept; null: none is.</summary>
    public long? Oldest() => source.Read(connection => connection.ExecuteScalar<long?>("SELECT MIN(event_number) FROM events"));

    /// <summary>Durable when the task completes, after all facts enqueued before it.</summary>
    /// <param name="deliveries">What is to be sent of them.</param>
    public Task AppendAsync(IReadOnlyList<EventRecord> events, IReadOnlyList<DeliveryRecord> deliveries) => source.WriteAsync((connection, transaction) =>
    {
        if (deliveries.Count > 0)
            WebhookTable.Add(connection, transaction, deliveries);
        return connection.Execute(
            "INSERT INTO events (event_number, at_us, kind, agent_id, queue_id, campaign_id, body) VALUES (@Number, @at, @Kind, @Agent, @Queue, @Campaign, @Body)",
            events.Select(one => new { one.Number, at = Micros.Of(one.At), one.Kind, one.Agent, one.Queue, one.Campaign, one.Body }), transaction);
    });

    public IReadOnlyList<EventRecord> Read(long after, int count) => source.Read(connection => connection.Query<Row>(
        "SELECT event_number AS Number, at_us AS AtUs, kind AS Kind, agent_id AS Agent, queue_id AS Queue, campaign_id AS Campaign, body AS Body FROM events WHERE event_number > @after ORDER BY event_number LIMIT @count",
        new { after, count }).Select(row => new EventRecord(row.Number, Micros.ToTime(row.AtUs), row.Kind, (int?)row.Agent, (int?)row.Queue, (int?)row.Campaign, row.Body)).ToList());

    /// <summary>The newest stays, whatever its age: numbers go on from it. Some at a time, so that no other write waits long.</summary>
    /// <returns>How many were forgotten; as many as at once: more may be left.</returns>
    public Task<int> ForgetAsync(DateTimeOffset now) => source.WriteAsync((connection, transaction) => connection.Execute(
        "DELETE FROM events WHERE event_number IN (SELECT event_number FROM events WHERE at_us < @before AND event_number < (SELECT MAX(event_number) FROM events) ORDER BY event_number LIMIT @most)",
        new { before = Micros.Of(now - keepFor), most = ForgottenAtOnce }, transaction));

    private sealed class Row
    {
        public long Number { get; init; }
        public long AtUs { get; init; }
        public string Kind { get; init; } = "";
        public long? Agent { get; init; }
        public long? Queue { get; init; }
        public long? Campaign { get; init; }
        public string Body { get; init; } = "";
    }
}
