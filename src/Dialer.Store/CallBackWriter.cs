using System.Globalization;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Leads;

namespace Dialer.Store;

/// <summary>Callers who were promised a call back, as leads of the campaign that their queue names.</summary>
internal static class CallBackWriter
{
    /// <summary>The list of each campaign in which they stand.</summary>
    public const string List = "call backs";

    /// <summary>The lead that has the number is promised to the agent; where none has it, one is made. Told twice, nothing changes.</summary>
    public static void Write(StoreSession session, in EngineOutput promised)
    {
        string number = promised.Party;
        var which = new { campaign = promised.Campaign.Value, number, at = StoredTime.Us(promised.Until), agent = promised.Agent.Value == 0 ? (int?)null : promised.Agent.Value, gaveUp = promised.Agent.Value == 0 && promised.Queue.Value != 0 ? 1 : 0, callback = FactWriter.CallbackRank };
        if (session.ExecuteScalar<int>("SELECT COUNT(*) FROM lead_phones WHERE campaign_id = @campaign AND number = @number", which) == 0)
            MakeLead(session, promised, number);
        session.Execute(
            """
            UPDATE leads SET
                promised_us = CASE WHEN state = 'InAttempt' THEN @at ELSE NULL END,
                next_callable_us = CASE WHEN state = 'InAttempt' THEN NULL ELSE @at END,
                next_phone = COALESCE((SELECT position FROM lead_phones WHERE lead_phones.lead_id = leads.lead_id AND number = @number), next_phone),
                due_us = NULL, refusal = NULL, for_agent = @agent, lead_rank = (priority * 2) + @callback, gave_up = @gaveUp, consent = 'Given',
                consent_since = COALESCE(CASE WHEN consent = 'Given' THEN consent_since END, @asked),
                state = CASE WHEN state = 'InAttempt' THEN state ELSE 'Waiting' END
            WHERE lead_id = (SELECT lead_id FROM lead_phones WHERE campaign_id = @campaign AND number = @number)
            """, new { which.campaign, which.number, which.at, which.agent, which.callback, which.gaveUp, asked = promised.At.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) });
    }

    /// <summary>Who gave up and has spoken with somebody since is not called for it. A lead that its list wants called besides stays.</summary>
    public static void GotThrough(StoreSession session, string number) => session.Execute(
        """
        UPDATE leads SET gave_up = 0, state = CASE WHEN line = 0 THEN 'Done' ELSE state END, next_callable_us = CASE WHEN line = 0 THEN NULL ELSE next_callable_us END
        WHERE gave_up = 1 AND state IN ('New', 'Waiting') AND lead_id IN (SELECT waiting.lead_id FROM leads AS waiting JOIN lead_phones ON lead_phones.lead_id = waiting.lead_id WHERE waiting.gave_up = 1 AND lead_phones.number = @number)
        """, new { number });

    /// <summary>After an attempt has closed: what was promised meanwhile goes above what it decides.</summary>
    public static void KeepPromise(StoreSession session, long lead) => session.Execute(
        """
        UPDATE leads SET state = 'Waiting', next_callable_us = promised_us, promised_us = NULL, lead_rank = (priority * 2) + @callback
        WHERE lead_id = @lead AND promised_us IS NOT NULL AND state <> 'InAttempt'
        """, new { lead, callback = FactWriter.CallbackRank });

    private static void MakeLead(StoreSession session, in EngineOutput promised, string number)
    {
        int list = ImportWriter.EnsureList(session, promised.Campaign, List);
        long import = EnsureImport(session, list, StoredTime.Us(promised.At));
        long lead = session.ExecuteScalar<long>("SELECT COALESCE(MAX(lead_id), 0) + 1 FROM leads");
        string zone = NumberPlace.TimeZoneOf(number) ?? "Etc/UTC";
        session.Execute(
            """
            INSERT INTO leads (lead_id, campaign_id, list_id, import_id, line, state, priority, lead_rank, next_callable_us, next_phone, attempts_made, uncounted_tries, country, time_zone, region, consent)
            SELECT @lead, @campaign, @list, @import, 0, 'New', 0, 0, 0, 0, 0, 0, COALESCE(known.country, ''), COALESCE(known.time_zone, @zone), known.region, 'Given'
            FROM (SELECT 1) AS one LEFT JOIN leads AS known ON known.lead_id = (SELECT MAX(lead_phones.lead_id) FROM lead_phones WHERE lead_phones.number = @number)
            """, new { lead, campaign = promised.Campaign.Value, list, import, zone, number });
        session.Execute("INSERT INTO lead_fields (lead_id, fields) VALUES (@lead, @fields)", new { lead, fields = System.Text.Encoding.UTF8.GetString(LeadFields.Of(["number"], [number]).Json) });
        session.Execute("INSERT INTO lead_phones (lead_id, position, campaign_id, number, kind, extension, dead) VALUES (@lead, 0, @campaign, @number, @kind, NULL, 0)",
            new { lead, campaign = promised.Campaign.Value, number, kind = nameof(PhoneKind.Unknown) });
        session.Execute("UPDATE imports SET row_count = row_count + 1, lead_count = lead_count + 1 WHERE import_id = @import", new { import });
        PersonWriter.Assign(session, [], promised.At);
    }

    private static long EnsureImport(StoreSession session, int list, long at)
    {
        if (session.ExecuteScalar<long?>("SELECT MIN(import_id) FROM imports WHERE list_id = @list AND content_hash = @List", new { list, List }) is { } known)
            return known;
        long import = session.ExecuteScalar<long>("SELECT COALESCE(MAX(import_id), 0) + 1 FROM imports");
        session.Execute("INSERT INTO imports (import_id, list_id, file, content_hash, row_count, lead_count, rejected_rows, numbers_refused, imported_at_us) VALUES (@import, @list, 'callers', @List, 0, 0, 0, 0, @at)",
            new { import, list, List, at });
        return import;
    }
}
