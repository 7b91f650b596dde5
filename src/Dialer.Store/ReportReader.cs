using Dialer.Core.Agents;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Store.Reports;

namespace Dialer.Store;

/// <summary>Makes a <see cref="CampaignReport"/> from one snapshot of the store.</summary>
internal static class ReportReader
{
    private const string InCampaign = "campaign_id = @campaign AND (@run IS NULL OR run_id = @run)";

    public static CampaignReport Read(StoreSession session, CampaignId campaign, int? run, Instant now)
    {
        using var snapshot = session.BeginSnapshot();
        var which = new { campaign = campaign.Value, run };
        string name = session.ExecuteScalar<string>("SELECT name FROM campaigns WHERE campaign_id = @campaign", which)
            ?? throw new StoreException($"no campaign {campaign.Value} in this store");
        var sums = session.QuerySingle<Sums>(SumsSql, which);
        var results = CountBy(session, "result", which);
        var agents = ReadAgents(session, campaign, run);
        return new CampaignReport
        {
            Campaign = name,
            Run = run,
            FirstAttemptAt = ToMoment(sums.FirstUs),
            LastAttemptAt = ToMoment(sums.LastUs),
            Attempts = (int)sums.Attempts,
            OutcomesStored = (int)sums.Closed,
            InFlight = (int)(sums.Attempts - sums.Closed),
            Results = Enum.GetNames<CallResult>().Where(result => result != nameof(CallResult.None)).ToDictionary(result => result, result => results.GetValueOrDefault(result)),
            Verdicts = CountBy(session, "CASE WHEN verdict <> 'None' THEN verdict END", which),
            Dispositions = CountBy(session, "disposition", which),
            AnsweredLive = (int)sums.Live,
            Machines = (int)sums.Machines,
            Revoked = (int)sums.Revoked,
            CalledMachine = AnswerReader.Estimate(session, campaign, run),
            Connected = (int)sums.Connected,
            Abandoned = (int)sums.Abandoned,
            AbandonedRate = Share(sums.Abandoned, sums.Connected + sums.Abandoned),
            TalkSeconds = sums.TalkUs / 1e6,
            TalkShare = Share(agents.Sum(TalkingSeconds), agents.Sum(LoggedInSeconds)),
            CustomerHeardMs = ReadLatencies(session, "customer_heard_us", which),
            AnswerToAgentMs = ReadLatencies(session, "answer_to_agent_us", which),
            Audio = ReadAudio(session, which),
            Leads = ReadProgress(session, campaign),
            HeldBack = ReadHeldBack(session, campaign, now),
            Chances = LeadModelTable.Report(session, campaign),
            Agents = agents,
            Lists = ReadLists(session, campaign),
            Rejects = ReadRejects(session, campaign),
        };
    }

    /// <summary>An answer that no analysis judged is a person's if it went to an agent, or should have.</summary>
    private const string SumsSql =
        $"""
        SELECT COUNT(*) AS Attempts, MIN(started_at_us) AS FirstUs, MAX(started_at_us) AS LastUs,
            COALESCE(SUM(CASE WHEN closed_at_us IS NOT NULL THEN 1 ELSE 0 END), 0) AS Closed,
            COALESCE(SUM(CASE WHEN (verdict = 'LiveVoice' AND revoked_cause IS NULL) OR (verdict = 'None' AND (connected_at_us IS NOT NULL OR abandoned = 1)) THEN 1 ELSE 0 END), 0) AS Live,
            COALESCE(SUM(CASE WHEN verdict = 'AnsweringMachine' OR revoked_cause IS NOT NULL THEN 1 ELSE 0 END), 0) AS Machines,
            COALESCE(SUM(CASE WHEN revoked_cause IS NOT NULL THEN 1 ELSE 0 END), 0) AS Revoked,
            COALESCE(SUM(CASE WHEN connected_at_us IS NOT NULL AND abandoned = 0 THEN 1 ELSE 0 END), 0) AS Connected,
            COALESCE(SUM(abandoned), 0) AS Abandoned,
            COALESCE(SUM(CASE WHEN connected_at_us IS NOT NULL AND ended_at_us > connected_at_us THEN ended_at_us - connected_at_us ELSE 0 END), 0) AS TalkUs
        FROM attempts WHERE {InCampaign}
        """;

    private static Dictionary<string, int> CountBy(StoreSession session, string column, object which) =>
        session.Query<(string? Name, long Count)>($"SELECT {column} AS name, COUNT(*) FROM attempts WHERE {InCampaign} GROUP BY 1 ORDER BY 1", which)
            .Where(row => row.Name is not null).ToDictionary(row => row.Name!, row => (int)row.Count);

    private static LatencyPercentiles ReadLatencies(StoreSession session, string column, object which)
    {
        var us = session.Query<long>($"SELECT {column} FROM attempts WHERE {InCampaign} AND {column} IS NOT NULL ORDER BY 1", which);
        return new LatencyPercentiles(Percentile(us, 0.50), Percentile(us, 0.95), Percentile(us, 0.99), us.Count);
    }

    private static AudioQuality ReadAudio(StoreSession session, object which)
    {
        var calls = session.Query<(long Received, long Lost, long JitterUs, long MosThousandths)>(
            $"SELECT packets_received, packets_lost, jitter_us, mos_thousandths FROM attempts WHERE {InCampaign} AND packets_received IS NOT NULL", which);
        List<long> jitter = [.. calls.Select(call => call.JitterUs).Order()], mos = [.. calls.Select(call => call.MosThousandths).Order()];
        long lost = calls.Sum(call => call.Lost);
        return new AudioQuality(calls.Count, Share(lost, lost + calls.Sum(call => call.Received)), Percentile(jitter, 0.50), Percentile(jitter, 0.95), Percentile(mos, 0.50), Percentile(mos, 0.05));
    }

    /// <summary>Nearest rank.</summary>
    private static double? Percentile(List<long> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)] / 1000.0;

    /// <summary>Of one moment: leads of imports that are not finished are counted and taken off in one statement, since nobody dials them yet.</summary>
    public static ListProgress ReadProgress(StoreSession session, CampaignId campaign)
    {
        var rows = session.Query<(string State, long Count, long Staged)>(
            $"""
            SELECT state, COUNT(*), (
                SELECT COUNT(*) FROM leads
                WHERE campaign_id = @campaign AND state = 'New' AND lead_id >= (SELECT MIN(first_lead_id) FROM imports WHERE read_to_line IS NOT NULL) AND import_id IN ({ImportWriter.UnfinishedSql}))
            FROM leads WHERE campaign_id = @campaign GROUP BY state
            """, new { campaign = campaign.Value });
        var counts = rows.ToDictionary(row => row.State, row => (int)(row.State == "New" ? row.Count - row.Staged : row.Count));
        int Of(string state) => counts.GetValueOrDefault(state);
        return new ListProgress(counts.Values.Sum(), Of("New"), Of("Waiting"), Of("InAttempt"), Of("Done"), Of("Exhausted"), Of("Interrupted"), Of("Refused"));
    }

    /// <summary>Leads that a rule holds back at this moment, the reason of most of them first.</summary>
    public static IReadOnlyList<HeldBack> ReadHeldBack(StoreSession session, CampaignId campaign, Instant now) =>
        [.. session.Query<(string Refusal, long Leads, long? Until)>(
            """
            SELECT refusal, COUNT(*), MIN(next_callable_us) FROM leads
            WHERE campaign_id = @campaign AND due_us IS NOT NULL AND refusal IS NOT NULL AND (next_callable_us IS NULL OR next_callable_us > @now)
            GROUP BY refusal ORDER BY COUNT(*) DESC, refusal
            """, new { campaign = campaign.Value, now = StoredTime.Us(now) })
            .Select(row => new HeldBack(Enum.TryParse<DialRefusal>(row.Refusal, out var refusal) ? HeldBackText.Word(refusal) : row.Refusal, (int)row.Leads, ToMoment(row.Until)))];

    /// <summary>
    /// Agents that took calls of the campaign, with their time in its runs. A state lasts to the next change; the last
    /// one of a run to the run's end, or where it has none (a crash, a run that goes on) to its last stored change.
    /// </summary>
    private static List<AgentTime> ReadAgents(StoreSession session, CampaignId campaign, int? run)
    {
        var which = new { campaign = campaign.Value, run };
        var talk = session.Query<(long Agent, long Count, long Us)>(
            $"""
            SELECT agent_id, COUNT(*), SUM(CASE WHEN ended_at_us > connected_at_us THEN ended_at_us - connected_at_us ELSE 0 END)
            FROM attempts WHERE {InCampaign} AND agent_id IS NOT NULL AND connected_at_us IS NOT NULL GROUP BY agent_id
            """, which).ToDictionary(row => row.Agent);
        var agents = new SortedDictionary<long, Dictionary<string, double>>();
        foreach (var (agent, state, us) in session.Query<(long Agent, string State, long Us)>(AgentTimeSql, which))
        {
            if (!agents.TryGetValue(agent, out var states))
                agents.Add(agent, states = []);
            states[state] = us / 1e6;
        }
        foreach (long agent in talk.Keys)
            agents.TryAdd(agent, []);
        var names = session.Query<(long Id, string Name)>("SELECT agent_id, name FROM agents").ToDictionary(row => row.Id, row => row.Name);
        return [.. agents.Select(pair => new AgentTime((int)pair.Key, names.GetValueOrDefault(pair.Key, $"agent {pair.Key}"),
            (int)talk.GetValueOrDefault(pair.Key).Count, talk.GetValueOrDefault(pair.Key).Us / 1e6, pair.Value))];
    }

    private const string AgentTimeSql =
        """
        SELECT agent_id, to_state, SUM(until_us - at_us)
        FROM (
            SELECT log.agent_id, log.to_state, log.at_us,
                COALESCE(LEAD(log.at_us) OVER (PARTITION BY log.run_id, log.agent_id ORDER BY log.sequence), runs.ended_at_us,
                    MAX(log.at_us) OVER (PARTITION BY log.run_id)) AS until_us
            FROM agent_state_log log JOIN runs ON runs.run_id = log.run_id
            WHERE (@run IS NULL AND log.run_id IN (SELECT DISTINCT run_id FROM attempts WHERE campaign_id = @campaign)) OR log.run_id = @run
        ) AS spells
        WHERE until_us > at_us
        GROUP BY agent_id, to_state
        """;

    private static double TalkingSeconds(AgentTime agent) =>
        agent.SecondsByState.GetValueOrDefault(nameof(AgentState.Talking)) + agent.SecondsByState.GetValueOrDefault(nameof(AgentState.OnHold));

    private static double LoggedInSeconds(AgentTime agent) =>
        agent.SecondsByState.Where(state => state.Key != nameof(AgentState.LoggedOut)).Sum(state => state.Value);

    private static List<ListSummary> ReadLists(StoreSession session, CampaignId campaign) =>
        [.. session.Query<(string Name, string File, long Rows, long Leads, long Rejected, long Numbers)>(
            """
            SELECT lists.name, imports.file, row_count, lead_count, rejected_rows, numbers_refused
            FROM imports JOIN lists ON lists.list_id = imports.list_id WHERE lists.campaign_id = @campaign AND read_to_line IS NULL ORDER BY import_id
            """, new { campaign = campaign.Value }).Select(row => new ListSummary(row.Name, row.File, (int)row.Rows, (int)row.Leads, (int)row.Rejected, (int)row.Numbers))];

    private static List<RejectCount> ReadRejects(StoreSession session, CampaignId campaign) =>
        [.. session.Query<(string List, string Reason, long Rows)>(
            """
            SELECT lists.name, rejects.reason, COUNT(*)
            FROM rejects JOIN imports ON imports.import_id = rejects.import_id JOIN lists ON lists.list_id = imports.list_id
            WHERE lists.campaign_id = @campaign AND rejects.whole_row = 1 AND read_to_line IS NULL
            GROUP BY lists.name, rejects.reason ORDER BY lists.name, COUNT(*) DESC, rejects.reason
            """, new { campaign = campaign.Value }).Select(row => new RejectCount(row.List, row.Reason, (int)row.Rows))];

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;

    private static DateTimeOffset? ToMoment(long? us) => us is null ? null : StoredTime.ToInstant(us.Value).ToDateTimeOffset();

    private sealed class Sums
    {
        public long Attempts { get; init; }
        public long? FirstUs { get; init; }
        public long? LastUs { get; init; }
        public long Closed { get; init; }
        public long Live { get; init; }
        public long Machines { get; init; }
        public long Revoked { get; init; }
        public long Connected { get; init; }
        public long Abandoned { get; init; }
        public long TalkUs { get; init; }
    }
}
