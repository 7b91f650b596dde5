using Dapper;

namespace Dialer.Store.Tables;

/// <summary>Callers, for people who look at them: who gave up, and where each went.</summary>
public sealed class CallerTable(ITableSource source)
{
    private const string GaveUpEnds = "'CallerHungUpInQueue', 'NobodyThere'";

    /// <summary>Who gave up while waiting, by number, those after <paramref name="after"/>; by when they left.</summary>
    /// <param name="from">Inclusive, <paramref name="until"/> exclusive.</param>
    /// <param name="queue">Null: all.</param>
    public IReadOnlyList<GaveUpEntry> GaveUp(DateTimeOffset from, DateTimeOffset until, int? queue, long after, int count) => source.Read(connection => connection.Query<GaveUpRow>(
        $"""
        SELECT interactions.interaction_id AS Id, queues.name AS Queue, interactions.party AS Number, interactions.arrived_at_us AS ArrivedUs, interactions.closed_at_us AS LeftUs, interactions.ended_as AS EndedAs, interactions.value AS Value,
            (SELECT MIN(later.connected_at_us) FROM interactions AS later WHERE later.party = interactions.party AND later.party <> '' AND later.connected_at_us > interactions.closed_at_us) AS ThroughUs,
            (SELECT MIN(leads.next_callable_us) FROM leads JOIN lead_phones ON lead_phones.lead_id = leads.lead_id WHERE leads.gave_up = 1 AND lead_phones.number = interactions.party) AS CallBackUs
        FROM interactions LEFT JOIN queues ON queues.queue_id = interactions.queue_id
        WHERE interactions.ended_as IN ({GaveUpEnds}) AND interactions.attempt_id IS NULL AND interactions.closed_at_us >= @from AND interactions.closed_at_us < @until
            AND interactions.interaction_id > @after AND (@queue IS NULL OR interactions.queue_id = @queue)
        ORDER BY interactions.interaction_id LIMIT @count
        """, new { from = Micros.Of(from), until = Micros.Of(until), queue, after, count })
        .Select(row => new GaveUpEntry(
            row.Id, row.Queue ?? "", row.Number, Micros.ToTime(row.ArrivedUs), (row.LeftUs - row.ArrivedUs) / 1e6, row.EndedAs, (int?)row.Value, TimeOrNull(row.ThroughUs), TimeOrNull(row.CallBackUs))).ToList());

    /// <summary>Open work that is no call, by number, those after <paramref name="after"/>.</summary>
    public IReadOnlyList<OpenWorkEntry> OpenWork(long after, int count) => source.Read(connection => connection.Query<WorkRow>(
        """
        SELECT interactions.interaction_id AS Id, queues.name AS Queue, interactions.channel AS Channel, interactions.party AS Reference, interactions.arrived_at_us AS PostedUs,
            interactions.connected_at_us AS AcceptedUs, interactions.answered_at_us AS AnsweredUs, agents.name AS Agent
        FROM interactions LEFT JOIN queues ON queues.queue_id = interactions.queue_id LEFT JOIN agents ON agents.agent_id = interactions.agent_id
        WHERE interactions.closed_at_us IS NULL AND interactions.channel <> 'Voice' AND interactions.interaction_id > @after ORDER BY interactions.interaction_id LIMIT @count
        """, new { after, count })
        .Select(row => new OpenWorkEntry(row.Id, row.Queue ?? "", row.Channel, row.Reference, Micros.ToTime(row.PostedUs), TimeOrNull(row.AcceptedUs), TimeOrNull(row.AnsweredUs), row.Agent)).ToList());

    /// <summary>One caller's way; null: there is no such conversation, or it was no caller's.</summary>
    public CallerWay? Way(long interaction) => source.Read(connection => connection.Query<WayRow>(
        """
        SELECT interactions.interaction_id AS Id, queues.name AS Queue, interactions.called AS Called, interactions.party AS Number, interactions.way AS Way, interactions.keyed AS Keyed, interactions.value AS Value,
            interactions.arrived_at_us AS ArrivedUs, interactions.connected_at_us AS ConnectedUs, interactions.closed_at_us AS ClosedUs, interactions.ended_as AS EndedAs, agents.name AS Agent
        FROM interactions LEFT JOIN queues ON queues.queue_id = interactions.queue_id LEFT JOIN agents ON agents.agent_id = interactions.agent_id
        WHERE interactions.interaction_id = @interaction AND interactions.attempt_id IS NULL ORDER BY interactions.run_id DESC LIMIT 1
        """, new { interaction })
        .Select(row => new CallerWay(row.Id, row.Queue, row.Called, row.Number, row.Way, row.Keyed, (int?)row.Value, Micros.ToTime(row.ArrivedUs), TimeOrNull(row.ConnectedUs), TimeOrNull(row.ClosedUs), row.EndedAs, row.Agent)).FirstOrDefault());

    private static DateTimeOffset? TimeOrNull(long? micros) => micros is { } at ? Micros.ToTime(at) : null;

    private sealed class GaveUpRow
    {
        public long Id { get; init; }
        public string? Queue { get; init; }
        public string Number { get; init; } = "";
        public long ArrivedUs { get; init; }
        public long LeftUs { get; init; }
        public string EndedAs { get; init; } = "";
        public long? Value { get; init; }
        public long? ThroughUs { get; init; }
        public long? CallBackUs { get; init; }
    }

    private sealed class WorkRow
    {
        public long Id { get; init; }
        public string? Queue { get; init; }
        public string Channel { get; init; } = "";
        public string Reference { get; init; } = "";
        public long PostedUs { get; init; }
        public long? AcceptedUs { get; init; }
        public long? AnsweredUs { get; init; }
        public string? Agent { get; init; }
    }

    private sealed class WayRow
    {
        public long Id { get; init; }
        public string? Queue { get; init; }
        public string Called { get; init; } = "";
        public string Number { get; init; } = "";
        public string Way { get; init; } = "";
        public string Keyed { get; init; } = "";
        public long? Value { get; init; }
        public long ArrivedUs { get; init; }
        public long? ConnectedUs { get; init; }
        public long? ClosedUs { get; init; }
        public string? EndedAs { get; init; }
        public string? Agent { get; init; }
    }
}
