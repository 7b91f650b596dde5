using Dialer.Core.Ids;
using Dialer.Core.Leads;

namespace Dialer.Store;

/// <summary>What became of leads so far, as the chance of their next call is learned from it.</summary>
internal static class LeadPasts
{
    /// <summary>Gives each lead its past.</summary>
    public static void Read(StoreSession session, HopperLead[] leads)
    {
        long[] ids = leads.Select(lead => lead.Id.Value).ToArray();
        var pasts = session.Query<(long Lead, long TakenInUs)>(
                $"SELECT leads.lead_id, imports.imported_at_us FROM leads JOIN imports ON imports.import_id = leads.import_id WHERE leads.lead_id {session.In("ids")}", new { ids = session.Each(ids) })
            .ToDictionary(row => row.Lead, row => LeadPast.None with { TakenIn = StoredTime.ToInstant(row.TakenInUs) });
        var zones = leads.ToDictionary(lead => lead.Id.Value, lead => lead.TimeZone ?? TimeZoneInfo.Utc);
        foreach (var row in session.Query<TryRow>(
            $"""
            SELECT lead_id AS Lead, started_at_us AS StartedAtUs, result AS Result, verdict AS Verdict, CASE WHEN connected_at_us IS NOT NULL OR abandoned = 1 THEN 1 ELSE 0 END AS Person, was_machine AS WasMachine
            FROM attempts WHERE lead_id {session.In("ids")} AND closed_at_us IS NOT NULL ORDER BY lead_id, attempt_id
            """, new { ids = session.Each(ids) }))
        {
            var at = StoredTime.ToInstant(row.StartedAtUs);
            var result = TryResults.Of(Enum.Parse<CallResult>(row.Result), Enum.Parse<CpaVerdict>(row.Verdict), row.Person != 0);
            if (row.WasMachine != 0)
                result = TryResult.Machine;
            pasts[row.Lead] = pasts.GetValueOrDefault(row.Lead, LeadPast.None).Plus(at, result, LeadPast.PartOf(at, zones[row.Lead]));
        }
        for (int i = 0; i < leads.Length; i++)
            leads[i] = leads[i] with { Past = pasts.GetValueOrDefault(leads[i].Id.Value, LeadPast.None) };
    }

    private sealed class TryRow
    {
        public long Lead { get; init; }
        public long StartedAtUs { get; init; }
        public string Result { get; init; } = "";
        public string Verdict { get; init; } = "";
        public long Person { get; init; }
        public long WasMachine { get; init; }
    }
}
