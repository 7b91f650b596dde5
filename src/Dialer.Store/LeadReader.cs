using System.Collections.Concurrent;
using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Store.Zones;

namespace Dialer.Store;

/// <summary>
/// Reads the leads to dial next on a session of its own. Remembers which were handed out and are not settled yet:
/// the store still shows those as callable until their claim is durable.
/// </summary>
internal sealed class LeadReader(IStoreEngine engine) : IDisposable
{
    /// <summary>While leads are out, one may come back sooner than anything stored says: ask again after this.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    /// <summary>Where more can be dialed, the end of the list is too far to matter.</summary>
    private const int MostCounted = 50_000;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _handedOut = [];
    private readonly ConcurrentDictionary<string, TimeZoneInfo?> _timeZones = new(StringComparer.Ordinal);
    private StoreSession? _session;

    /// <summary>The lead's claim, return or refusal is in the store: what the store says of it holds again.</summary>
    public void Settled(LeadId lead)
    {
        lock (_handedOut)
            _handedOut.Remove(lead.Value);
    }

    /// <param name="leastRank">Leads below it are left where they are.</param>
    /// <remarks>While the database is away there are no leads, and the question is to be asked again: whoever writes says why.</remarks>
    public LeadBatch Load(CampaignId campaign, int count, Instant now, int leastRank, bool toChooseFrom, bool factsWait)
    {
        try
        {
            return LoadNow(campaign, count, now, leastRank, toChooseFrom, factsWait);
        }
        catch (Exception e) when (engine.IsPassing(e))
        {
            lock (_gate)
            {
                _session?.Dispose();
                _session = null;
            }
            return new LeadBatch([], now + AskAgain);
        }
    }

    private LeadBatch LoadNow(CampaignId campaign, int count, Instant now, int leastRank, bool toChooseFrom, bool factsWait)
    {
        lock (_gate)
        {
            // The order matters: whoever leaves the set after this copy was committed before the snapshot below began,
            // or is in the copy still.
            HashSet<long> taken;
            lock (_handedOut)
                taken = [.. _handedOut];
            var session = _session ??= engine.OpenReader();
            using var snapshot = session.BeginSnapshot();
            var rows = FindCallable(session, campaign, count, now, leastRank, toChooseFrom, taken, out long? nextCallable);
            var leads = ReadPhones(session, rows);
            if (toChooseFrom)
                LeadPasts.Read(session, leads);
            lock (_handedOut)
                foreach (var row in rows)
                    _handedOut.Add(row.LeadId);
            bool comeBack = factsWait || taken.Count > 0 || rows.Count > 0 || HasUnfinished(session) || HasOpenAttempts(session, campaign);
            var next = StoredTime.ToInstant(nextCallable);
            return new LeadBatch(leads, comeBack ? Instant.Min(next, now + AskAgain) : next) { Left = CountLeft(session, campaign, now, taken.Count + rows.Count) };
        }
    }

    private const string LeadColumns =
        """
        lead_id AS LeadId, list_id AS ListId, lead_rank AS Rank, next_phone AS NextPhone, attempts_made AS AttemptsMade,
        uncounted_tries AS UncountedTries, for_agent AS ForAgent, time_zone AS TimeZone, region AS Region,
        consent AS Consent, consent_since AS ConsentSince, person_id AS PersonId
        """;

    /// <summary>The lead as it stands, whether it may be dialed or not; hands nothing out.</summary>
    public HopperLead? ReadAsStored(StoreSession session, LeadId lead) =>
        session.QueryFirstOrDefault<LeadRow>($"SELECT {LeadColumns} FROM leads WHERE lead_id = @lead", new { lead = lead.Value }) is { } row
            ? ReadPhones(session, [row])[0]
            : null;

    /// <param name="toChooseFrom">Of one priority, half of the places for leads that were tried and half for new ones, as far as there are.</param>
    private static List<LeadRow> FindCallable(StoreSession session, CampaignId campaign, int count, Instant now, int leastRank, bool toChooseFrom, HashSet<long> taken, out long? nextCallable)
    {
        long nowUs = now.Ticks / TimeSpan.TicksPerMicrosecond;
        string visible = HasUnfinished(session) ? $"AND NOT (state = 'New' AND import_id IN ({ImportWriter.UnfinishedSql}))" : "";
        var found = new List<LeadRow>();
        List<LeadRow> tried = [];
        nextCallable = null;
        int? rank = NextRank(session, campaign, int.MaxValue);
        while (rank is { } of && of >= leastRank)
        {
            var rows = session.Query<LeadRow>(
                $"""
                SELECT {LeadColumns} FROM leads
                WHERE campaign_id = @campaign AND lead_rank = @rank AND next_callable_us <= @now {visible}
                ORDER BY next_callable_us, lead_id LIMIT @limit
                """, new { campaign = campaign.Value, rank = of, now = nowUs, limit = count - found.Count + taken.Count });
            rows.RemoveAll(row => taken.Contains(row.LeadId));
            bool isTried = of < FactWriter.CallbackRank && of % 2 == FactWriter.RetryRank;
            if (toChooseFrom && isTried)
                tried = rows;
            else if (tried.Count > 0 && tried[0].Rank == of + FactWriter.RetryRank)
                (tried, rows) = ([], Halves(tried, rows, count - found.Count));
            else
                (tried, rows) = ([], [.. tried, .. rows]);
            long? later = session.ExecuteScalar<long?>("SELECT MIN(next_callable_us) FROM leads WHERE campaign_id = @campaign AND lead_rank = @rank AND next_callable_us > @now",
                new { campaign = campaign.Value, rank = of, now = nowUs });
            rank = NextRank(session, campaign, of);
            if (tried.Count == 0)
                found.AddRange(rows.Take(count - found.Count));
            if (found.Count == count)
                return found;
            nextCallable = later is { } at && (nextCallable is null || at < nextCallable) ? at : nextCallable;
        }
        found.AddRange(tried.Take(count - found.Count));
        return found;
    }

    /// <summary>Of two lists half each, more of one where the other is short.</summary>
    private static List<LeadRow> Halves(List<LeadRow> tried, List<LeadRow> others, int count)
    {
        int ofTried = Math.Min(tried.Count, Math.Max(count - others.Count, (count + 1) / 2));
        return [.. tried.Take(ofTried), .. others.Take(count - ofTried)];
    }

    /// <summary>In the order in which they are dialed, so that a long list costs no more than <see cref="MostCounted"/> rows.</summary>
    private static long CountLeft(StoreSession session, CampaignId campaign, Instant now, int handedOut)
    {
        long due = session.ExecuteScalar<long>(
            """
            SELECT COUNT(*) FROM (
                SELECT next_callable_us AS due FROM leads WHERE campaign_id = @campaign AND next_callable_us IS NOT NULL
                ORDER BY lead_rank DESC, next_callable_us LIMIT @most
            ) AS first WHERE due <= @now
            """, new { campaign = campaign.Value, now = now.Ticks / TimeSpan.TicksPerMicrosecond, most = MostCounted });
        return due == MostCounted ? long.MaxValue : Math.Max(0, due - handedOut);
    }

    private static int? NextRank(StoreSession session, CampaignId campaign, int below) =>
        session.QueryFirstOrDefault<int?>("SELECT lead_rank FROM leads WHERE campaign_id = @campaign AND lead_rank < @below AND next_callable_us IS NOT NULL ORDER BY lead_rank DESC LIMIT 1",
            new { campaign = campaign.Value, below });

    private static bool HasUnfinished(StoreSession session) => session.ExecuteScalar<int>($"SELECT COUNT(*) FROM ({ImportWriter.UnfinishedSql}) AS unfinished") > 0;

    private static bool HasOpenAttempts(StoreSession session, CampaignId campaign) =>
        session.ExecuteScalar<int>("SELECT COUNT(*) FROM (SELECT 1 FROM leads WHERE campaign_id = @campaign AND state = 'InAttempt' LIMIT 1) AS open_attempt", new { campaign = campaign.Value }) > 0;

    private HopperLead[] ReadPhones(StoreSession session, List<LeadRow> rows)
    {
        var phones = new Dictionary<long, List<LeadPhone>>(rows.Count);
        foreach (var row in session.Query<PhoneRow>($"SELECT lead_id AS LeadId, number AS Number, kind AS Kind, extension AS Extension, dead AS Dead, time_zone AS TimeZone FROM lead_phones WHERE lead_id {session.In("ids")} ORDER BY lead_id, position",
            new { ids = session.Each(rows.Select(row => row.LeadId)) }))
        {
            if (!phones.TryGetValue(row.LeadId, out var list))
                phones.Add(row.LeadId, list = []);
            list.Add(row.ToPhone() with { TimeZone = (row.TimeZone ?? NumberPlace.TimeZoneOf(row.Number)) is { } zone ? FindTimeZone(zone) : null });
        }
        var leads = new HopperLead[rows.Count];
        for (int i = 0; i < leads.Length; i++)
        {
            var numbers = phones[rows[i].LeadId];
            leads[i] = rows[i].ToLead(numbers, WrittenZone.Read(rows[i].TimeZone, numbers[Math.Min((int)rows[i].NextPhone, numbers.Count - 1)].TimeZone, FindTimeZone).Zone);
        }
        return leads;
    }

    /// <summary>Null where the zone is not known: the number's place decides, and where that is not known either the gate refuses by name.</summary>
    private TimeZoneInfo? FindTimeZone(string name) =>
        _timeZones.GetOrAdd(name, static id => BundledZones.TryFind(id, out var zone) ? zone : null);

    public static LeadCard? ReadCard(StoreSession session, LeadId lead)
    {
        var parameters = new { lead = lead.Value };
        var row = session.QueryFirstOrDefault<CardRow>(
            """
            SELECT lists.name AS List, lead_fields.fields AS Fields, leads.attempts_made AS AttemptsMade
            FROM leads JOIN lists ON lists.list_id = leads.list_id JOIN lead_fields ON lead_fields.lead_id = leads.lead_id
            WHERE leads.lead_id = @lead
            """, parameters);
        if (row is null)
            return null;
        var phones = session.Query<PhoneRow>("SELECT lead_id AS LeadId, number AS Number, kind AS Kind, extension AS Extension, dead AS Dead, time_zone AS TimeZone FROM lead_phones WHERE lead_id = @lead ORDER BY position", parameters);
        var last = session.QueryFirstOrDefault<DispositionRow>("SELECT disposition AS Code, note AS Note FROM attempts WHERE lead_id = @lead AND disposition IS NOT NULL ORDER BY attempt_id DESC LIMIT 1", parameters);
        return new LeadCard(lead, row.List, LeadFields.Read(row.Fields), [.. phones.Select(phone => phone.ToPhone())], (int)row.AttemptsMade, last?.Code, last?.Note);
    }

    public void Dispose()
    {
        lock (_gate)
            _session?.Dispose();
    }

    private sealed class LeadRow
    {
        public long LeadId { get; init; }
        public long ListId { get; init; }
        public long Rank { get; init; }
        public long NextPhone { get; init; }
        public long AttemptsMade { get; init; }
        public long UncountedTries { get; init; }
        public long? ForAgent { get; init; }
        public string TimeZone { get; init; } = "";
        public string? Region { get; init; }
        public string Consent { get; init; } = "";
        public string? ConsentSince { get; init; }
        public long? PersonId { get; init; }

        public HopperLead ToLead(IReadOnlyList<LeadPhone> phones, TimeZoneInfo? timeZone) =>
            new(new LeadId(LeadId), (int)ListId, phones, (int)NextPhone, (int)AttemptsMade, timeZone!, (int)Rank, ForAgent is { } agent ? new AgentId((int)agent) : null)
            {
                Consent = new Consent(Enum.Parse<ConsentState>(Consent), ConsentSince is null ? null : DateOnly.ParseExact(ConsentSince, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                Region = Region,
                Person = new PersonId(PersonId ?? 0),
                UncountedTries = (int)UncountedTries,
            };
    }

    private sealed class PhoneRow
    {
        public long LeadId { get; init; }
        public string Number { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Extension { get; init; }
        public long Dead { get; init; }
        public string? TimeZone { get; init; }

        public LeadPhone ToPhone() => new(Number, Enum.Parse<PhoneKind>(Kind)) { Extension = Extension, Dead = Dead != 0 };
    }

    private sealed class CardRow
    {
        public string List { get; init; } = "";
        public string Fields { get; init; } = "[]";
        public long AttemptsMade { get; init; }
    }

    private sealed class DispositionRow
    {
        public string Code { get; init; } = "";
        public string? Note { get; init; }
    }
}
