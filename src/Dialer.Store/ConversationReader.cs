using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Core.Routing;

namespace Dialer.Store;

/// <summary>A conversation that is over, with what is needed to judge anew what becomes of its lead.</summary>
internal static class ConversationReader
{
    public static PastConversation? Read(StoreSession session, InteractionId id, LeadReader leads)
    {
        // Until schema 3 each run could number from below again: the latest is meant.
        var row = session.QueryFirstOrDefault<TalkRow>(
            """
            SELECT run_id AS Run, queue_id AS Queue, call_id AS Call, attempt_id AS Attempt, party AS Party, closed_at_us AS ClosedAtUs, do_not_call AS DoNotCall
            FROM interactions WHERE interaction_id = @id AND closed_at_us IS NOT NULL ORDER BY run_id DESC LIMIT 1
            """, new { id = id.Value });
        if (row is null)
            return null;
        var agents = session.Query<long>("SELECT agent_id FROM interaction_agents WHERE run_id = @run AND interaction_id = @id ORDER BY connected_at_us", new { run = row.Run, id = id.Value });
        var attempt = row.Attempt is { } number ? ReadAttempt(session, number, leads) : null;
        return new PastConversation(id, (int)row.Run, new QueueId((int)row.Queue), new CallId(row.Call), row.Party, [.. agents.Select(agent => new AgentId((int)agent))],
            StoredTime.ToInstant(row.ClosedAtUs), row.DoNotCall != 0, attempt)
        {
            Caller = row.Attempt is null && row.Party.Length > 0 ? PersonReader.FindCaller(session, row.Party) : null,
        };
    }

    private static PastAttempt? ReadAttempt(StoreSession session, long attempt, LeadReader leads)
    {
        var row = session.QueryFirstOrDefault<AttemptRow>(
            """
            SELECT campaign_id AS Campaign, lead_id AS Lead, number AS Number, result AS Result, verdict AS Verdict, counted AS Counted, was_machine AS WasMachine,
                CASE WHEN closed_at_us IS NULL THEN 0 ELSE 1 END AS IsClosed,
                CASE WHEN EXISTS (SELECT 1 FROM attempts later WHERE later.lead_id = attempts.lead_id AND later.attempt_id > attempts.attempt_id) THEN 0 ELSE 1 END AS IsLatest
            FROM attempts WHERE attempt_id = @attempt
            """, new { attempt });
        if (row is null || leads.ReadAsStored(session, new LeadId(row.Lead)) is not { } lead)
            return null;

        // Its close added this one: the rule counts from before.
        bool isAdded = row is { IsClosed: 1, IsLatest: 1 };
        int dialed = 0;
        while (dialed < lead.Phones.Count - 1 && lead.Phones[dialed].Number != row.Number)
            dialed++;
        lead = lead with
        {
            NextPhone = dialed,
            AttemptsMade = isAdded && row.Counted != 0 ? Math.Max(0, lead.AttemptsMade - 1) : lead.AttemptsMade,
            UncountedTries = isAdded && row.Counted == 0 ? Math.Max(0, lead.UncountedTries - 1) : lead.UncountedTries,
        };
        var result = row.Result is null ? CallResult.None : Enum.Parse<CallResult>(row.Result);
        return new PastAttempt(new AttemptId(attempt), new CampaignId((int)row.Campaign), lead, row.Number, result, Enum.Parse<CpaVerdict>(row.Verdict), row.Counted != 0, row.WasMachine != 0, row.IsLatest != 0);
    }

    private sealed class TalkRow
    {
        public long Run { get; init; }
        public long Queue { get; init; }
        public long Call { get; init; }
        public long? Attempt { get; init; }
        public string Party { get; init; } = "";
        public long ClosedAtUs { get; init; }
        public long DoNotCall { get; init; }
    }

    private sealed class AttemptRow
    {
        public long Campaign { get; init; }
        public long Lead { get; init; }
        public string Number { get; init; } = "";
        public string? Result { get; init; }
        public string Verdict { get; init; } = "";
        public long Counted { get; init; }
        public long WasMachine { get; init; }
        public long IsClosed { get; init; }
        public long IsLatest { get; init; }
    }
}
