using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>What earlier runs did, as the engine needs it again at a start.</summary>
internal static class HistoryReader
{
    /// <summary>Every time zone's midnight falls on a quarter of an hour of UTC, so no bucket straddles two days.</summary>
    private const long BucketUs = 15 * 60 * 1_000_000L;

    public static AbandonHistory ReadAbandons(StoreSession session, CampaignId campaign, AbandonRule rule, TimeZoneInfo timeZone, Instant now)
    {
        var rows = session.Query<(long Bucket, long Answered, long Abandoned)>(
            """
            SELECT COALESCE(answered_at_us, closed_at_us) / @bucketUs, COUNT(*), SUM(abandoned)
            FROM attempts
            WHERE campaign_id = @campaign AND closed_at_us IS NOT NULL AND (connected_at_us IS NOT NULL OR abandoned = 1)
              AND COALESCE(answered_at_us, closed_at_us) >= @since
            GROUP BY 1 ORDER BY 1
            """, new { bucketUs = BucketUs, campaign = campaign.Value, since = StoredTime.Us(WindowStart(rule.Window, timeZone, now)) });
        return new AbandonHistory([.. rows.Select(row => new AbandonBucket(StoredTime.ToInstant(row.Bucket * BucketUs), (int)row.Answered, (int)row.Abandoned))]);
    }

    private static Instant WindowStart(AbandonWindow window, TimeZoneInfo timeZone, Instant now) => window switch
    {
        AbandonWindow.Day => LocalMidnight(timeZone, now),
        AbandonWindow.Campaign => Instant.Epoch,
        AbandonWindow.ThirtyDays => now - TimeSpan.FromDays(30),
    };

    private static Instant LocalMidnight(TimeZoneInfo timeZone, Instant now)
    {
        var midnight = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), timeZone).Date;
        while (timeZone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        return Instant.From(new DateTimeOffset(midnight, timeZone.GetUtcOffset(midnight)));
    }

    public static CallHistory ReadCalls(StoreSession session, Instant since, IReadOnlySet<string> refusalCodes)
    {
        var entries = new List<CallHistoryEntry>();
        var parameters = new { since = StoredTime.Us(since) };
        foreach (var row in session.Stream<CallRow>(AttemptsSql, parameters))
        {
            entries.Add(row.Entry(CallHistoryKind.Attempt, row.StartedAtUs));
            AddEnd(entries, row, refusalCodes);
            if (row.Machine != 0)
                entries.Add(row.Entry(CallHistoryKind.Machine, row.ClosedAtUs));
        }
        foreach (var row in session.Stream<CallRow>(OtherNumbersSql, parameters))
            AddEnd(entries, row, refusalCodes);
        return new CallHistory(entries);
    }

    private static void AddEnd(List<CallHistoryEntry> entries, CallRow row, IReadOnlySet<string> refusalCodes)
    {
        if (row.Abandoned != 0)
            entries.Add(row.Entry(CallHistoryKind.Abandon, row.ClosedAtUs));
        if (row.Disposition is { } code && refusalCodes.Contains(code))
            entries.Add(row.Entry(CallHistoryKind.Refusal, row.ClosedAtUs));
    }

    private const string AttemptsSql =
        """
        SELECT attempts.campaign_id AS Campaign, attempts.number AS Number, started_at_us AS StartedAtUs, closed_at_us AS ClosedAtUs, abandoned AS Abandoned, disposition AS Disposition,
            leads.person_id AS Person, CASE WHEN closed_at_us IS NOT NULL AND (verdict = 'AnsweringMachine' OR was_machine = 1) THEN 1 ELSE 0 END AS Machine
        FROM attempts LEFT JOIN leads ON leads.lead_id = attempts.lead_id WHERE started_at_us >= @since OR closed_at_us >= @since
        """;

    /// <summary>Who refused, or was left without an agent, rests by every number.</summary>
    private const string OtherNumbersSql =
        """
        SELECT attempts.campaign_id AS Campaign, person_numbers.number AS Number, started_at_us AS StartedAtUs, closed_at_us AS ClosedAtUs, abandoned AS Abandoned, disposition AS Disposition
        FROM attempts JOIN leads ON leads.lead_id = attempts.lead_id JOIN person_numbers ON person_numbers.person_id = leads.person_id AND person_numbers.number <> attempts.number
        WHERE closed_at_us >= @since AND (abandoned = 1 OR disposition IS NOT NULL)
        """;

    public static ImportRecord? FindImport(StoreSession session, CampaignId campaign, string list, string contentHash) =>
        session.QueryFirstOrDefault<ImportRow>(
            """
            SELECT import_id AS Import, lists.name AS List, file AS File, row_count AS Rows, lead_count AS Leads, rejected_rows AS RejectedRows, numbers_refused AS NumbersRefused
            FROM imports JOIN lists ON lists.list_id = imports.list_id
            WHERE lists.campaign_id = @campaign AND lists.name = @list AND content_hash = @contentHash AND read_to_line IS NULL
            ORDER BY import_id LIMIT 1
            """, new { campaign = campaign.Value, list, contentHash }) is { } row
            ? new ImportRecord(row.Import, row.List, row.File, (int)row.Rows, (int)row.Leads, (int)row.RejectedRows, (int)row.NumbersRefused, AlreadyThere: true)
            : null;

    private sealed class CallRow
    {
        public long Campaign { get; init; }
        public string Number { get; init; } = "";
        public long StartedAtUs { get; init; }
        public long? ClosedAtUs { get; init; }
        public long Abandoned { get; init; }
        public string? Disposition { get; init; }
        public long? Person { get; init; }
        public long Machine { get; init; }

        public CallHistoryEntry Entry(CallHistoryKind kind, long? at) =>
            new(new CampaignId((int)Campaign), Number, kind, StoredTime.ToInstant(at)) { Person = new PersonId(Person ?? 0) };
    }

    private sealed class ImportRow
    {
        public long Import { get; init; }
        public string List { get; init; } = "";
        public string File { get; init; } = "";
        public long Rows { get; init; }
        public long Leads { get; init; }
        public long RejectedRows { get; init; }
        public long NumbersRefused { get; init; }
    }
}
