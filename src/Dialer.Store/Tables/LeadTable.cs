using System.Data.Common;
using System.Text.Json;
using Dapper;
using Dialer.Core.Leads;

namespace Dialer.Store.Tables;

/// <summary>Reads leads, lists and numbers for people who look at them. Changes nothing.</summary>
public sealed class LeadTable(ITableSource source)
{
    private const string Columns =
        """
        leads.lead_id AS Id, leads.campaign_id AS Campaign, lists.name AS List, leads.state AS State, leads.priority AS Priority, leads.next_callable_us AS NextUs, leads.refusal AS Refusal,
        leads.attempts_made AS AttemptsMade, leads.time_zone AS TimeZone, lead_fields.fields AS Fields
        FROM leads JOIN lists ON lists.list_id = leads.list_id JOIN lead_fields ON lead_fields.lead_id = leads.lead_id
        """;

    public LeadSummary? Find(long lead) => source.Read(connection => Complete(connection, [.. connection.Query<Row>($"SELECT {Columns} WHERE leads.lead_id = @lead", new { lead })]).FirstOrDefault());

    /// <summary>By id, those after <paramref name="after"/>.</summary>
    public IReadOnlyList<LeadSummary> Read(int campaign, string? state, string? list, string? number, long after, int count) => source.Read(connection => Complete(connection, [.. connection.Query<Row>(
        $"""
        SELECT {Columns} WHERE leads.campaign_id = @campaign AND leads.lead_id > @after AND (@state IS NULL OR leads.state = @state) AND (@list IS NULL OR lists.name = @list)
            AND (@number IS NULL OR leads.lead_id IN (SELECT lead_id FROM lead_phones WHERE campaign_id = @campaign AND number = @number))
        ORDER BY leads.lead_id LIMIT @count
        """, new { campaign, state, list, number, after, count })]));

    /// <summary>Call backs that are promised and not kept yet, by lead, those after <paramref name="after"/>.</summary>
    /// <param name="campaign">Null: of all.</param>
    public IReadOnlyList<PromisedCall> CallBacks(int? campaign, long after, int count) => source.Read(connection => connection.Query<PromiseRow>(
        """
        SELECT leads.lead_id AS Lead, leads.campaign_id AS Campaign, lead_phones.number AS Number, COALESCE(leads.promised_us, leads.next_callable_us) AS AtUs, leads.for_agent AS Agent
        FROM leads JOIN lead_phones ON lead_phones.lead_id = leads.lead_id AND lead_phones.position = leads.next_phone
        WHERE leads.lead_id > @after AND (@campaign IS NULL OR leads.campaign_id = @campaign) AND leads.lead_rank >= @rank AND (leads.promised_us IS NOT NULL OR leads.next_callable_us IS NOT NULL)
        ORDER BY leads.lead_id LIMIT @count
        """, new { campaign, after, count, rank = FactWriter.CallbackRank }).Select(row => new PromisedCall(row.Lead, (int)row.Campaign, row.Number, Micros.ToTime(row.AtUs), (int?)row.Agent)).ToList());

    /// <summary>Leads of its campaign that are due and come before it; more than <paramref name="most"/> are not counted.</summary>
    public int CountBefore(long lead, DateTimeOffset now, int most) => source.Read(connection => connection.ExecuteScalar<int>(
        """
        SELECT COUNT(*) FROM (
            SELECT 1 FROM leads AS other JOIN leads AS this ON this.lead_id = @lead AND other.campaign_id = this.campaign_id
            WHERE other.next_callable_us <= @now
                AND (other.lead_rank > this.lead_rank OR (other.lead_rank = this.lead_rank AND (other.next_callable_us < this.next_callable_us OR (other.next_callable_us = this.next_callable_us AND other.lead_id < this.lead_id))))
            LIMIT @most
        ) AS earlier
        """, new { lead, now = Micros.Of(now), most }));

    public IReadOnlyList<ListCount> Lists(int campaign) => source.Read(connection => connection.Query<CountRow>(
        "SELECT lists.list_id AS List, lists.name AS Name, COALESCE(leads.state, 'New') AS State, COUNT(leads.lead_id) AS Leads FROM lists LEFT JOIN leads ON leads.list_id = lists.list_id WHERE lists.campaign_id = @campaign GROUP BY lists.list_id, lists.name, leads.state ORDER BY lists.list_id",
        new { campaign }).Select(row => new ListCount((int)row.List, row.Name, row.State, (int)row.Leads)).ToList());

    /// <summary>Which of these numbers leads of the campaign have already.</summary>
    public IReadOnlyList<string> Known(int campaign, IReadOnlyCollection<string> numbers) =>
        source.Read(connection => connection.Query<string>("SELECT number FROM lead_phones WHERE campaign_id = @campaign AND number IN @numbers", new { campaign, numbers }).AsList());

    private const string ObjectionColumns = "number AS Number, source AS Source, added_at_us AS AddedAtUs, binds AS Binds, kind AS Kind, campaign_id AS Campaign, until_us AS UntilUs";

    /// <summary>On which lists these numbers are at this moment, the company's own first; by a prefix too.</summary>
    public IReadOnlyList<DoNotCallEntry> Objecting(IReadOnlyCollection<string> numbers, DateTimeOffset now) =>
        source.Read(connection => connection.Query<ObjectionRow>($"SELECT {ObjectionColumns} FROM do_not_call WHERE number IN @numbers AND (until_us IS NULL OR until_us > @now) ORDER BY kind, number",
            new { numbers = numbers.Concat(numbers.SelectMany(Prefixes)), now = Micros.Of(now) }).OrderBy(row => row.Kind switch { "Company" => 0, "National" => 1, _ => 2 }).Select(Of).ToList());

    private static IEnumerable<string> Prefixes(string number) => Enumerable.Range(2, Math.Max(0, number.Length - 1)).Select(length => number[..Math.Min(length, number.Length)] + "*");

    /// <summary>By number, those after <paramref name="after"/>; of a number on several lists the one that binds most. Prefixes are not among them.</summary>
    public IReadOnlyList<DoNotCallEntry> DoNotCall(string after, int count) => source.Read(connection => connection.Query<ObjectionRow>(
        $"""
        SELECT {ObjectionColumns} FROM do_not_call
        WHERE number IN (SELECT DISTINCT number FROM do_not_call WHERE number > @after AND number NOT LIKE '%*' ORDER BY number LIMIT @count)
        """, new { after, count }).GroupBy(row => row.Number).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => Of(group.OrderBy(row => row.Kind switch { "Company" => 0, "National" => 1, _ => 2 }).First())).ToList());

    /// <summary>The leads that an import made.</summary>
    public IReadOnlyList<long> LeadsOf(long import, int count) => source.Read(connection => connection.Query<long>("SELECT lead_id FROM leads WHERE import_id = @import ORDER BY lead_id LIMIT @count", new { import, count }).AsList());

    /// <summary>What an import refused, by line.</summary>
    public IReadOnlyList<RejectRecord> Rejects(long import, int skip, int count) => source.Read(connection => connection.Query<StoredReject>(
        $"SELECT {StoredReject.Columns} FROM rejects WHERE import_id = @import ORDER BY line, field LIMIT @count OFFSET @skip", new { import, skip, count })
        .Select(row => new RejectRecord((int)row.Line, row.WholeRow != 0, row.Field, row.Value, row.Reason, row.Advice)).ToList());

    private static List<LeadSummary> Complete(DbConnection connection, IReadOnlyList<Row> rows)
    {
        var phones = connection.Query<PhoneRow>("SELECT lead_id AS LeadId, number AS Number, kind AS Kind, extension AS Extension, dead AS Dead FROM lead_phones WHERE lead_id IN @ids ORDER BY lead_id, position", new { ids = rows.Select(row => row.Id) }).ToLookup(row => row.LeadId);
        var said = connection.Query<SaidRow>(
            "SELECT lead_id AS LeadId, disposition AS Code, note AS Note FROM attempts WHERE attempt_id IN (SELECT MAX(attempt_id) FROM attempts WHERE lead_id IN @ids AND disposition IS NOT NULL GROUP BY lead_id)",
            new { ids = rows.Select(row => row.Id) }).ToDictionary(row => row.LeadId);
        return [.. rows.Select(row => new LeadSummary(
            row.Id, (int)row.Campaign, row.List, row.State, (int)row.Priority, row.NextUs is { } next ? Micros.ToTime(next) : null, row.Refusal, (int)row.AttemptsMade, row.TimeZone,
            [.. (JsonSerializer.Deserialize<string[][]>(row.Fields) ?? []).Select(pair => KeyValuePair.Create(pair[0], pair[1]))],
            [.. phones[row.Id].Select(phone => new LeadPhone(phone.Number, Enum.Parse<PhoneKind>(phone.Kind)) { Extension = phone.Extension, Dead = phone.Dead != 0 })],
            said.GetValueOrDefault(row.Id)?.Code, said.GetValueOrDefault(row.Id)?.Note))];
    }

    private static DoNotCallEntry Of(ObjectionRow row) =>
        new(row.Number, row.Source, Micros.ToTime(row.AddedAtUs), row.Binds, row.Kind, (int)row.Campaign, row.UntilUs is { } until ? Micros.ToTime(until) : null);

    private sealed class Row
    {
        public long Id { get; init; }
        public long Campaign { get; init; }
        public string List { get; init; } = "";
        public string State { get; init; } = "";
        public long Priority { get; init; }
        public long? NextUs { get; init; }
        public string? Refusal { get; init; }
        public long AttemptsMade { get; init; }
        public string TimeZone { get; init; } = "";
        public string Fields { get; init; } = "[]";
    }

    private sealed class PromiseRow
    {
        public long Lead { get; init; }
        public long Campaign { get; init; }
        public string Number { get; init; } = "";
        public long AtUs { get; init; }
        public long? Agent { get; init; }
    }

    private sealed class PhoneRow
    {
        public long LeadId { get; init; }
        public string Number { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Extension { get; init; }
        public long Dead { get; init; }
    }

    private sealed class SaidRow
    {
        public long LeadId { get; init; }
        public string? Code { get; init; }
        public string? Note { get; init; }
    }

    private sealed class CountRow
    {
        public long List { get; init; }
        public string Name { get; init; } = "";
        public string State { get; init; } = "";
        public long Leads { get; init; }
    }

    private sealed class ObjectionRow
    {
        public string Number { get; init; } = "";
        public string Source { get; init; } = "";
        public long AddedAtUs { get; init; }
        public string Binds { get; init; } = "";
        public string Kind { get; init; } = "";
        public long Campaign { get; init; }
        public long? UntilUs { get; init; }
    }
}
