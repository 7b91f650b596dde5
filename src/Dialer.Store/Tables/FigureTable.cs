using Dapper;

namespace Dialer.Store.Tables;

/// <summary>Figures of a period, by quarters of an hour: every zone's hours, days and weeks are made of these.</summary>
public sealed class FigureTable(ITableSource source)
{
    private const long SlotUs = 900_000_000;

    /// <param name="from">Inclusive, <paramref name="until"/> exclusive; by the begin of the attempt.</param>
    /// <param name="campaign">Null: all.</param>
    public IReadOnlyList<AttemptSlot> Attempts(DateTimeOffset from, DateTimeOffset until, AttemptKey key, int? campaign) => source.Read(connection => connection.Query<AttemptRow>(
        $"""
        SELECT attempts.started_at_us / {SlotUs} * {SlotUs} AS Slot, COALESCE({Column(key)}, 0) AS KeyId, COUNT(*) AS Attempts,
            SUM(CASE WHEN closed_at_us IS NOT NULL THEN 1 ELSE 0 END) AS Closed,
            SUM(CASE WHEN answered_at_us IS NOT NULL THEN 1 ELSE 0 END) AS Answered,
            SUM(CASE WHEN (verdict = 'LiveVoice' AND revoked_cause IS NULL) OR (verdict = 'None' AND (connected_at_us IS NOT NULL OR abandoned = 1)) THEN 1 ELSE 0 END) AS Live,
            SUM(CASE WHEN verdict = 'AnsweringMachine' OR revoked_cause IS NOT NULL THEN 1 ELSE 0 END) AS Machines,
            SUM(CASE WHEN connected_at_us IS NOT NULL AND abandoned = 0 THEN 1 ELSE 0 END) AS Connected,
            SUM(abandoned) AS Abandoned,
            SUM(CASE WHEN connected_at_us IS NOT NULL AND ended_at_us > connected_at_us THEN ended_at_us - connected_at_us ELSE 0 END) AS TalkUs,
            SUM(CASE WHEN connected_at_us IS NOT NULL AND closed_at_us > ended_at_us THEN closed_at_us - ended_at_us ELSE 0 END) AS WrapUpUs
        FROM attempts {(key == AttemptKey.List ? "JOIN leads ON leads.lead_id = attempts.lead_id" : "")}
        WHERE started_at_us >= @from AND started_at_us < @until AND (@campaign IS NULL OR attempts.campaign_id = @campaign)
        GROUP BY 1, 2 ORDER BY 1, 2
        """, new { from = Micros.Of(from), until = Micros.Of(until), campaign })
        .Select(row => new AttemptSlot(row.Slot, (int)row.KeyId, row.Attempts, row.Closed, row.Answered, row.Live, row.Machines, row.Connected, row.Abandoned, row.TalkUs, row.WrapUpUs)).ToList());

    /// <summary>Callers, by their coming; those whom a campaign called are not among them.</summary>
    public IReadOnlyList<QueueSlot> Queues(DateTimeOffset from, DateTimeOffset until, TimeSpan target) => source.Read(connection => connection.Query<QueueRow>(
        $"""
        SELECT arrived_at_us / {SlotUs} * {SlotUs} AS Slot, queue_id AS QueueId, COUNT(*) AS Offered,
            SUM(CASE WHEN connected_at_us IS NOT NULL THEN 1 ELSE 0 END) AS Connected,
            SUM(CASE WHEN connected_at_us - arrived_at_us <= @target THEN 1 ELSE 0 END) AS WithinTarget,
            SUM(CASE WHEN ended_as = 'CallerHungUpInQueue' THEN 1 ELSE 0 END) AS HungUp,
            SUM(CASE WHEN connected_at_us IS NOT NULL THEN connected_at_us - arrived_at_us ELSE 0 END) AS WaitUs,
            MAX(COALESCE(connected_at_us, ended_at_us, arrived_at_us) - arrived_at_us) AS LongestWaitUs,
            SUM(CASE WHEN ended_at_us > connected_at_us THEN ended_at_us - connected_at_us ELSE 0 END) AS TalkUs,
            SUM(CASE WHEN connected_at_us IS NOT NULL AND closed_at_us > ended_at_us THEN closed_at_us - ended_at_us ELSE 0 END) AS WrapUpUs
        FROM interactions WHERE attempt_id IS NULL AND arrived_at_us >= @from AND arrived_at_us < @until
        GROUP BY 1, 2 ORDER BY 1, 2
        """, new { from = Micros.Of(from), until = Micros.Of(until), target = target.Ticks / TimeSpan.TicksPerMicrosecond })
        .Select(row => new QueueSlot(row.Slot, (int)row.QueueId, row.Offered, row.Connected, row.WithinTarget, row.HungUp, row.WaitUs, row.LongestWaitUs, row.TalkUs, row.WrapUpUs)).ToList());

    /// <summary>Who was in which state, cut to the period. What a crash left open ends where it was last known.</summary>
    public IReadOnlyList<AgentSpan> Agents(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) => source.Read(connection => connection.Query<SpanRow>(
        """
        SELECT agent_id AS Agent, to_state AS State, at_us AS FromUs, until_us AS UntilUs FROM (
            SELECT agent_state_log.agent_id, agent_state_log.to_state, agent_state_log.at_us,
                COALESCE(LEAD(agent_state_log.at_us) OVER (PARTITION BY agent_state_log.run_id, agent_state_log.agent_id ORDER BY agent_state_log.sequence), runs.ended_at_us,
                    CASE WHEN runs.run_id = (SELECT MAX(run_id) FROM runs) THEN @now ELSE agent_state_log.at_us END) AS until_us
            FROM agent_state_log JOIN runs ON runs.run_id = agent_state_log.run_id WHERE agent_state_log.at_us < @until) AS spans
        WHERE until_us > @from AND until_us > at_us AND to_state <> 'LoggedOut' ORDER BY agent_id, at_us
        """, new { from = Micros.Of(from), until = Micros.Of(until), now = Micros.Of(now) })
        .Select(row => new AgentSpan((int)row.Agent, row.State, Micros.ToTime(Math.Max(row.FromUs, Micros.Of(from))), Micros.ToTime(Math.Min(row.UntilUs, Micros.Of(until))))).ToList());

    /// <summary>Names of lists by id, with their campaign.</summary>
    public IReadOnlyDictionary<int, (string Name, int Campaign)> ListNames() =>
        source.Read(connection => connection.Query<(long Id, string Name, long Campaign)>("SELECT list_id, name, campaign_id FROM lists").ToDictionary(row => (int)row.Id, row => (row.Name, (int)row.Campaign)));

    public IReadOnlyDictionary<int, string> AgentNames() => Names("SELECT agent_id, name FROM agents");

    public IReadOnlyDictionary<int, string> CampaignNames() => Names("SELECT campaign_id, name FROM campaigns");

    public IReadOnlyDictionary<int, string> QueueNames() => Names("SELECT queue_id, name FROM queues");

    private Dictionary<int, string> Names(string sql) =>
        source.Read(connection => connection.Query<(long Id, string Name)>(sql).ToDictionary(row => (int)row.Id, row => row.Name));

    private static string Column(AttemptKey key) => key switch
    {
        AttemptKey.Campaign => "attempts.campaign_id",
        AttemptKey.List => "leads.list_id",
        AttemptKey.Agent => "attempts.agent_id",
    };

    private sealed class AttemptRow
    {
        public long Slot { get; init; }
        public long KeyId { get; init; }
        public long Attempts { get; init; }
        public long Closed { get; init; }
        public long Answered { get; init; }
        public long Live { get; init; }
        public long Machines { get; init; }
        public long Connected { get; init; }
        public long Abandoned { get; init; }
        public long TalkUs { get; init; }
        public long WrapUpUs { get; init; }
    }

    private sealed class QueueRow
    {
        public long Slot { get; init; }
        public long QueueId { get; init; }
        public long Offered { get; init; }
        public long Connected { get; init; }
        public long WithinTarget { get; init; }
        public long HungUp { get; init; }
        public long WaitUs { get; init; }
        public long LongestWaitUs { get; init; }
        public long TalkUs { get; init; }
        public long WrapUpUs { get; init; }
    }

    private sealed class SpanRow
    {
        public long Agent { get; init; }
        public string State { get; init; } = "";
        public long FromUs { get; init; }
        public long UntilUs { get; init; }
    }
}
