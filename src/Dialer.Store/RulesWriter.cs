using System.Text.Json;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Store.Zones;

namespace Dialer.Store;

/// <summary>
/// A rule's verdict is no fact: what follows from hours, holidays, limits, rests, consent and retry rules is taken back
/// when they change, and the gate and the rules in force say anew. Facts stay: attempts, promises, objections.
/// </summary>
internal static class RulesWriter
{
    private const int LeadsAtOnce = 20_000;

    public static RulesApplied Apply(StoreSession session, CampaignSettings campaign, Instant now)
    {
        var which = new { campaign = campaign.Id.Value, calling = JsonSerializer.Serialize(campaign.Calling), retry = JsonSerializer.Serialize(campaign.Retry) };
        var (calling, retry) = session.QueryFirst<(string? Calling, string? Retry)>("SELECT calling_rules, retry_rules FROM campaigns WHERE campaign_id = @campaign", which);
        int anew = TakeBack(session, campaign.Id, all: calling != which.calling);
        if (retry is not null && retry != which.retry)
            anew += DecideAnew(session, campaign);
        session.Execute("UPDATE campaigns SET calling_rules = @calling, retry_rules = @retry WHERE campaign_id = @campaign", which);
        return new RulesApplied(anew, ReportReader.ReadHeldBack(session, campaign.Id, now));
    }

    /// <summary>Whose clock nobody knew is asked for again at each start: the machine may have learned it.</summary>
    private static int TakeBack(StoreSession session, CampaignId campaign, bool all) => session.Execute(
        """
        UPDATE leads SET next_callable_us = due_us, due_us = NULL, refusal = NULL,
            state = CASE WHEN state = 'Refused' THEN CASE WHEN EXISTS (SELECT 1 FROM attempts WHERE attempts.lead_id = leads.lead_id) THEN 'Waiting' ELSE 'New' END ELSE state END
        WHERE campaign_id = @campaign AND due_us IS NOT NULL AND (@all = 1 OR refusal = @unknown)
        """, new { campaign = campaign.Value, all = all ? 1 : 0, unknown = nameof(DialRefusal.UnknownTimeZone) });

    /// <summary>What becomes of each lead after its last attempt, by the retry rules in force. Promises and what agents said stay.</summary>
    private static int DecideAnew(StoreSession session, CampaignSettings campaign)
    {
        int changed = 0;
        long after = 0;
        while (true)
        {
            var rows = session.Query<TriedLead>(TriedLeadsSql, new { campaign = campaign.Id.Value, after, most = LeadsAtOnce });
            foreach (var row in rows)
                changed += DecideAnew(session, campaign, row);
            if (rows.Count < LeadsAtOnce)
                return changed;
            after = rows[^1].LeadId;
        }
    }

    private const string TriedLeadsSql =
        """
        SELECT leads.lead_id AS LeadId, leads.state AS State, leads.next_callable_us AS NextCallableUs, leads.next_phone AS NextPhone, leads.attempts_made AS AttemptsMade,
            leads.uncounted_tries AS UncountedTries, attempts.attempt_id AS AttemptId, attempts.number AS Number, attempts.result AS Result, attempts.verdict AS Verdict,
            attempts.abandoned AS Abandoned, attempts.counted AS Counted, attempts.agent_id AS AgentId, attempts.connected_at_us AS ConnectedAtUs,
            attempts.closed_at_us AS ClosedAtUs, attempts.disposition AS Disposition, attempts.was_machine AS WasMachine,
            leads.time_zone AS TimeZone, leads.region AS Region
        FROM leads JOIN attempts ON attempts.attempt_id = (SELECT MAX(attempt_id) FROM attempts AS latest WHERE latest.lead_id = leads.lead_id)
        WHERE leads.campaign_id = @campaign AND leads.lead_id > @after AND attempts.closed_at_us IS NOT NULL AND attempts.call_back_at_us IS NULL
            AND (leads.state IN ('Waiting', 'Exhausted') AND attempts.fate IN ('Retry', 'Exhausted')
                OR leads.state = 'Done' AND attempts.disposition IS NULL AND attempts.agent_id IS NULL)
        ORDER BY leads.lead_id LIMIT @most
        """;

    private static int DecideAnew(StoreSession session, CampaignSettings campaign, TriedLead row)
    {
        var phones = session.Query<(string Number, long Dead)>("SELECT number, dead FROM lead_phones WHERE lead_id = @LeadId ORDER BY position", row)
            .Select(phone => new LeadPhone(phone.Number, PhoneKind.Unknown) { Dead = phone.Dead != 0 }).ToArray();
        int dialed = Math.Max(0, Array.FindIndex(phones, phone => phone.Number == row.Number));
        var lead = new HopperLead(new LeadId(row.LeadId), 0, phones, dialed, (int)(row.AttemptsMade - row.Counted), BundledZones.TryFind(row.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc) { Region = row.Region, UncountedTries = (int)Math.Max(0, row.UncountedTries - 1) };
        var closedAt = StoredTime.ToInstant(row.ClosedAtUs);
        var next = campaign.Retry.Decide(row.ToOutcome(campaign.Id, closedAt), lead, closedAt);
        bool again = next.Fate == LeadFate.Retry;
        return session.Execute(
            """
            UPDATE leads SET state = @state, next_callable_us = @due, next_phone = @phone, due_us = NULL, refusal = NULL
            WHERE lead_id = @lead AND (state <> @state OR COALESCE(due_us, next_callable_us, -1) <> COALESCE(@due, -1))
            """,
            new { lead = row.LeadId, state = FactWriter.StateOf(next.Fate), due = again ? StoredTime.UsOrNull(next.NextCallable) ?? row.ClosedAtUs : (long?)null, phone = next.NextPhone });
    }

    private sealed class TriedLead
    {
        public long LeadId { get; init; }
        public string State { get; init; } = "";
        public long? NextCallableUs { get; init; }
        public long NextPhone { get; init; }
        public long AttemptsMade { get; init; }
        public long UncountedTries { get; init; }
        public long AttemptId { get; init; }
        public string Number { get; init; } = "";
        public string Result { get; init; } = "";
        public string Verdict { get; init; } = "";
        public long Abandoned { get; init; }
        public long Counted { get; init; }
        public long? AgentId { get; init; }
        public long? ConnectedAtUs { get; init; }
        public long ClosedAtUs { get; init; }
        public string? Disposition { get; init; }
        public long WasMachine { get; init; }
        public string TimeZone { get; init; } = "";
        public string? Region { get; init; }

        /// <summary>What the rules look at. A disposition here is one that did not finish the lead.</summary>
        public AttemptOutcome ToOutcome(CampaignId campaign, Instant closedAt) => new()
        {
            Attempt = new AttemptId(AttemptId),
            Campaign = campaign,
            Lead = new LeadId(LeadId),
            Call = default,
            Number = Number,
            Result = Enum.Parse<CallResult>(Result),
            Verdict = Enum.Parse<CpaVerdict>(Verdict),
            Abandoned = Abandoned != 0,
            Counted = Counted != 0,
            Agent = AgentId is { } agent ? new AgentId((int)agent) : null,
            ConnectedAt = StoredTime.ToInstant(ConnectedAtUs),
            Disposition = Disposition is { } code ? new Disposition(code, Done: false, WasMachine: WasMachine != 0) : null,
            ClosedAt = closedAt,
        };
    }
}
