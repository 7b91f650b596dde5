using System.Globalization;
using Dapper;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>Writes one import, all of it or none, inside a transaction that its caller commits.</summary>
internal static class ImportWriter
{
    public static ImportRecord Write(SqliteConnection connection, SqliteTransaction transaction, CampaignId campaign, ImportedList list, Instant now)
    {
        int listId = EnsureList(connection, transaction, campaign, list.Name);
        long import = connection.ExecuteScalar<long>("SELECT COALESCE(MAX(import_id), 0) + 1 FROM imports", transaction: transaction);
        int rejectedRows = list.Rejects.Count(reject => reject.WholeRow);
        int numbersRefused = list.Rejects.Count - rejectedRows;
        connection.Execute(
            """
            INSERT INTO imports (import_id, list_id, file, content_hash, row_count, lead_count, rejected_rows, numbers_refused, imported_at_us)
            VALUES (@import, @listId, @file, @hash, @rows, @leads, @rejectedRows, @numbersRefused, @at)
            """,
            new { import, listId, file = list.File, hash = list.ContentHash, rows = list.Rows, leads = list.Leads.Count, rejectedRows, numbersRefused, at = StoredTime.Us(now) }, transaction);
        long first = WriteLeads(connection, transaction, campaign, listId, import, list.Leads);
        PersonWriter.Assign(connection, transaction, [.. list.Leads.Select((lead, i) => (first + i, lead.CustomerKey!)).Where(row => row.Item2 is not null)], now);
        WriteRejects(connection, transaction, import, list.Rejects);
        return new ImportRecord(import, list.Name, list.File, list.Rows, list.Leads.Count, rejectedRows, numbersRefused, AlreadyThere: false);
    }

    internal static int EnsureList(SqliteConnection connection, SqliteTransaction transaction, CampaignId campaign, string name)
    {
        var parameters = new { campaign = campaign.Value, name };
        connection.Execute("INSERT INTO lists (list_id, campaign_id, name) SELECT COALESCE(MAX(list_id), 0) + 1, @campaign, @name FROM lists WHERE 1 = 1 ON CONFLICT DO NOTHING", parameters, transaction);
        return connection.ExecuteScalar<int>("SELECT list_id FROM lists WHERE campaign_id = @campaign AND name = @name", parameters, transaction);
    }

    /// <returns>The id of the first; the others follow.</returns>
    private static long WriteLeads(SqliteConnection connection, SqliteTransaction transaction, CampaignId campaign, int listId, long import, IReadOnlyList<ImportedLead> leads)
    {
        long first = connection.ExecuteScalar<long>("SELECT COALESCE(MAX(lead_id), 0) + 1 FROM leads", transaction: transaction);
        connection.Execute(
            """
            INSERT INTO leads (lead_id, campaign_id, list_id, import_id, line, state, priority, lead_rank, next_callable_us, next_phone, attempts_made, uncounted_tries, country, time_zone, region, consent, consent_since)
            VALUES (@lead, @campaign, @listId, @import, @line, 'New', @priority, @priority * 2, 0, 0, 0, 0, @country, @timeZone, @region, @consent, @since)
            """,
            leads.Select((lead, i) => new
            {
                lead = first + i,
                campaign = campaign.Value,
                listId,
                import,
                line = lead.Line,
                priority = lead.Priority,
                country = lead.Country,
                timeZone = lead.TimeZone,
                region = lead.Region,
                consent = lead.Consent.State.ToString(),
                since = lead.Consent.Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }), transaction);
        connection.Execute("INSERT INTO lead_fields (lead_id, fields) VALUES (@lead, @fields)",
            leads.Select((lead, i) => new { lead = first + i, fields = LeadReader.WriteFields(lead.Fields) }), transaction);
        connection.Execute("INSERT INTO lead_phones (lead_id, position, campaign_id, number, kind, extension, dead, time_zone) VALUES (@lead, @position, @campaign, @number, @kind, @extension, 0, @timeZone)",
            leads.SelectMany((lead, i) => lead.Phones.Select((phone, position) => new { lead = first + i, position, campaign = campaign.Value, number = phone.Number, kind = phone.Kind.ToString(), extension = phone.Extension, timeZone = phone.TimeZone?.Id })), transaction);
        return first;
    }

    private static void WriteRejects(SqliteConnection connection, SqliteTransaction transaction, long import, IReadOnlyList<RejectedRow> rejects) =>
        connection.Execute("INSERT INTO rejects (import_id, line, whole_row, field, value, reason, advice, raw) VALUES (@import, @line, @wholeRow, @field, @value, @reason, @advice, @raw)",
            rejects.Select(reject => new { import, line = reject.Line, wholeRow = reject.WholeRow ? 1 : 0, field = reject.Field, value = reject.Value, reason = reject.Reason, advice = reject.Advice, raw = reject.Raw }), transaction);
}
