using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Store.Tables;

namespace Dialer.Store;

/// <summary>Writes an import in portions, each inside a transaction that its caller commits. What is not finished is not dialed.</summary>
internal static class ImportWriter
{
    private const int DeletedAtOnce = 20_000;

    /// <summary>Names of enums: said a million times, made once.</summary>
    private static readonly Dictionary<PhoneKind, string> Kinds = Enum.GetValues<PhoneKind>().ToDictionary(kind => kind, kind => kind.ToString());
    private static readonly Dictionary<ConsentState, string> Consents = Enum.GetValues<ConsentState>().ToDictionary(state => state, state => state.ToString());

    /// <summary>The numbers of imports that are not finished.</summary>
    public const string UnfinishedSql = "SELECT import_id FROM imports WHERE read_to_line IS NOT NULL";

    private const string OpenImportSql =
        """
        SELECT lists.campaign_id AS Campaign, import_id AS Import, lists.name AS List, file AS File, content_hash AS ContentHash, read_to_line AS ReadToLine, read_as AS ReadAs,
            row_count AS Rows, lead_count AS Leads, rejected_rows AS RejectedRows, numbers_refused AS NumbersRefused
        FROM imports JOIN lists ON lists.list_id = imports.list_id WHERE read_to_line IS NOT NULL
        """;

    /// <summary>All of it or none, in the transaction of the caller.</summary>
    public static ImportRecord Write(StoreSession session, CampaignId campaign, ImportedList list, Instant now)
    {
        var import = Begin(session, campaign, list.Name, list.File, list.ContentHash, "", now);
        import = WritePortion(session, import, new ImportPortion(list.Leads, list.Rejects, list.Rows, 0), now);
        return Finish(session, import, now);
    }

    /// <summary>A new import, or the one of this content that was stopped: it goes on after <see cref="OpenImport.ReadToLine"/>.</summary>
    public static OpenImport Begin(StoreSession session, CampaignId campaign, string list, string file, string contentHash, string readAs, Instant now)
    {
        if (Unfinished(session).FirstOrDefault(row => row.Campaign == campaign.Value && row.List == list && row.ContentHash == contentHash && row.ReadAs == readAs) is { } stopped)
            return stopped.ToOpen();
        int listId = EnsureList(session, campaign, list);
        long import = session.ExecuteScalar<long>("SELECT COALESCE(MAX(import_id), 0) + 1 FROM imports");
        long firstLead = session.ExecuteScalar<long>("SELECT COALESCE(MAX(lead_id), 0) + 1 FROM leads");
        session.Execute(
            """
            INSERT INTO imports (import_id, list_id, file, content_hash, row_count, lead_count, rejected_rows, numbers_refused, imported_at_us, read_to_line, first_lead_id, read_as)
            VALUES (@import, @listId, @file, @contentHash, 0, 0, 0, 0, @at, 0, @firstLead, @readAs)
            """, new { import, listId, file, contentHash, at = StoredTime.Us(now), firstLead, readAs });
        return new OpenImport(campaign, import, list, file, 0, 0, 0, 0, 0) { ContentHash = contentHash, ReadAs = readAs };
    }

    internal static int EnsureList(StoreSession session, CampaignId campaign, string name)
    {
        var parameters = new { campaign = campaign.Value, name };
        session.Execute("INSERT INTO lists (list_id, campaign_id, name) SELECT COALESCE(MAX(list_id), 0) + 1, @campaign, @name FROM lists WHERE 1 = 1 ON CONFLICT DO NOTHING", parameters);
        return session.ExecuteScalar<int>("SELECT list_id FROM lists WHERE campaign_id = @campaign AND name = @name", parameters);
    }

    public static OpenImport WritePortion(StoreSession session, OpenImport import, ImportPortion portion, Instant now)
    {
        var (listId, rows) = session.QueryFirstOrDefault<(long ListId, long Rows)>("SELECT list_id, row_count FROM imports WHERE import_id = @Import AND read_to_line IS NOT NULL", new { import.Import });
        if (listId == 0 || rows != import.Rows)
            throw new StoreException($"{import.File}: what was imported before this part is not in the store. Import it again: it goes on from what is.");
        if (portion.Leads.Count > 0)
            WriteLeads(session, import, (int)listId, portion.Leads, now);
        WriteRejects(session, import.Import, portion.Rejects);
        int rejectedRows = portion.Rejects.Count(reject => reject.WholeRow);
        import = import with
        {
            ReadToLine = portion.LastLine,
            Rows = import.Rows + portion.Rows,
            Leads = import.Leads + portion.Leads.Count,
            RejectedRows = import.RejectedRows + rejectedRows,
            NumbersRefused = import.NumbersRefused + portion.Rejects.Count - rejectedRows,
        };
        session.Execute("UPDATE imports SET read_to_line = @ReadToLine, row_count = @Rows, lead_count = @Leads, rejected_rows = @RejectedRows, numbers_refused = @NumbersRefused WHERE import_id = @Import",
            new { import.ReadToLine, import.Rows, import.Leads, import.RejectedRows, import.NumbersRefused, import.Import });
        return import;
    }

    /// <summary>From here on its leads are dialed.</summary>
    public static ImportRecord Finish(StoreSession session, OpenImport import, Instant now)
    {
        if (session.Execute("UPDATE imports SET read_to_line = NULL, imported_at_us = @at WHERE import_id = @Import AND read_to_line IS NOT NULL AND row_count = @Rows",
            new { at = StoredTime.Us(now), import.Import, import.Rows }) == 0)
            throw new StoreException($"{import.File}: a part of the import is not in the store. Import it again: it goes on from what is.");
        return new ImportRecord(import.Import, import.List, import.File, import.Rows, import.Leads, import.RejectedRows, import.NumbersRefused, AlreadyThere: false);
    }

    /// <summary>Numbers that the import has read so far, with the lines of their rows.</summary>
    public static IEnumerable<(string Number, int Line)> Numbers(StoreSession session, OpenImport import) =>
        session.Stream<(string Number, long Line)>(
            """
            SELECT lead_phones.number, leads.line FROM leads JOIN lead_phones ON lead_phones.lead_id = leads.lead_id
            WHERE leads.lead_id >= (SELECT first_lead_id FROM imports WHERE import_id = @Import) AND leads.import_id = @Import
            """, new { import.Import }).Select(row => (row.Number, (int)row.Line));

    /// <summary>What it has refused so far, by line.</summary>
    public static IEnumerable<RejectedRow> Rejects(StoreSession session, OpenImport import) =>
        session.Stream<StoredReject>($"SELECT {StoredReject.Columns} FROM rejects WHERE import_id = @Import ORDER BY line",
            new { import.Import }).Select(row => new RejectedRow((int)row.Line, row.WholeRow != 0, row.Field, row.Value, row.Reason, row.Advice, row.Raw));

    /// <summary>Those that were stopped before their end.</summary>
    public static IReadOnlyList<OpenImport> AllUnfinished(StoreSession session) => [.. Unfinished(session).Select(row => row.ToOpen())];

    /// <summary>Takes back a part of an import that will not be finished. False: nothing of it is left. Leads that were promised a call meanwhile stay.</summary>
    public static bool Discard(StoreSession session, OpenImport import)
    {
        var which = new { import.Import, most = DeletedAtOnce };
        var leads = session.Query<(long Lead, long? Person)>(
            """
            SELECT lead_id, person_id FROM leads
            WHERE lead_id >= (SELECT first_lead_id FROM imports WHERE import_id = @Import) AND import_id = @Import AND state = 'New'
            ORDER BY lead_id LIMIT @most
            """, which);
        if (leads.Count == 0)
        {
            session.Execute("DELETE FROM rejects WHERE import_id = @Import", which);
            int kept = session.ExecuteScalar<int>("SELECT COUNT(*) FROM leads WHERE import_id = @Import", which);
            session.Execute(kept == 0
                ? "DELETE FROM imports WHERE import_id = @Import"
                : "UPDATE imports SET content_hash = '', row_count = @kept, lead_count = @kept, rejected_rows = 0, numbers_refused = 0, read_to_line = NULL WHERE import_id = @Import", new { import.Import, kept });
            return false;
        }
        var gone = new { ids = session.Each(leads.Select(row => row.Lead)), persons = session.Each(leads.Where(row => row.Person is not null).Select(row => row.Person!.Value).Distinct()) };
        foreach (string table in (string[])["lead_fields", "lead_phones", "leads"])
            session.Execute($"DELETE FROM {table} WHERE lead_id {session.In("ids")}", gone);
        string Nobody(string table) =>
            $"""
            {table}.person_id {session.In("persons")} AND NOT EXISTS (SELECT 1 FROM leads WHERE leads.person_id = {table}.person_id)
            AND NOT EXISTS (SELECT 1 FROM objections WHERE objections.person_id = {table}.person_id)
            """;
        session.Execute($"DELETE FROM person_numbers WHERE {Nobody("person_numbers")}", gone);
        session.Execute($"DELETE FROM persons WHERE {Nobody("persons")} AND person_id NOT IN (SELECT merged_into FROM persons WHERE merged_into IS NOT NULL)", gone);
        return true;
    }

    private static void WriteLeads(StoreSession session, OpenImport import, int listId, IReadOnlyList<ImportedLead> leads, Instant now)
    {
        long first = session.ExecuteScalar<long>("SELECT COALESCE(MAX(lead_id), 0) + 1 FROM leads");
        var (persons, firstNew) = PersonSorter.Sort(session, leads);
        var phones = InOrder(leads);
        WriteRows(session, import, listId, first, leads, persons);
        WriteFields(session, first, leads);
        WritePhones(session, import.Campaign, first, leads, phones);
        WritePersons(session, leads, phones, persons, firstNew);
        if (Array.IndexOf(persons, 0) >= 0)
            PersonWriter.Assign(session, [.. leads.Select((lead, i) => (Id: first + i, Key: lead.CustomerKey!)).Where(row => row.Key is not null && persons[row.Id - first] == 0)], now);
    }

    private static void WriteRows(StoreSession session, OpenImport import, int listId, long first, IReadOnlyList<ImportedLead> leads, long[] persons)
    {
        using var rows = session.Insert("leads",
            BulkColumn.Big("lead_id"), BulkColumn.Whole("campaign_id"), BulkColumn.Whole("list_id"), BulkColumn.Big("import_id"), BulkColumn.Whole("line"), BulkColumn.Text("state"),
            BulkColumn.Whole("priority"), BulkColumn.Whole("lead_rank"), BulkColumn.Big("next_callable_us"), BulkColumn.Small("next_phone"), BulkColumn.Whole("attempts_made"),
            BulkColumn.Whole("uncounted_tries"), BulkColumn.Text("country"), BulkColumn.Text("time_zone"), BulkColumn.Text("region"), BulkColumn.Text("consent"),
            BulkColumn.Text("consent_since"), BulkColumn.Big("person_id"));
        for (int i = 0; i < leads.Count; i++)
        {
            var lead = leads[i];
            rows.Add(first + i);
            rows.Add(import.Campaign.Value);
            rows.Add(listId);
            rows.Add(import.Import);
            rows.Add(lead.Line);
            rows.Add("New");
            rows.Add(lead.Priority);
            rows.Add(lead.Priority * 2);
            rows.Add(0);
            rows.Add(0);
            rows.Add(0);
            rows.Add(0);
            rows.Add(lead.Country);
            rows.Add(lead.TimeZone);
            rows.Add(lead.Region);
            rows.Add(Consents[lead.Consent.State]);
            rows.Add(lead.Consent.Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            rows.Add(persons[i] == 0 ? null : persons[i]);
            rows.EndRow();
        }
        rows.Complete();
    }

    private static void WriteFields(StoreSession session, long first, IReadOnlyList<ImportedLead> leads)
    {
        using var rows = session.Insert("lead_fields", BulkColumn.Big("lead_id"), BulkColumn.Text("fields"));
        for (int i = 0; i < leads.Count; i++)
        {
            rows.Add(first + i);
            rows.AddUtf8(leads[i].Fields.Json);
            rows.EndRow();
        }
        rows.Complete();
    }

    private static void WritePhones(StoreSession session, CampaignId campaign, long first, IReadOnlyList<ImportedLead> leads, (int Lead, int Position)[] phones)
    {
        using var rows = session.Insert("lead_phones",
            BulkColumn.Big("lead_id"), BulkColumn.Small("position"), BulkColumn.Whole("campaign_id"), BulkColumn.Text("number"), BulkColumn.Text("kind"), BulkColumn.Text("extension"),
            BulkColumn.Small("dead"), BulkColumn.Text("time_zone"));
        foreach (var (i, position) in phones)
        {
            var phone = leads[i].Phones[position];
            rows.Add(first + i);
            rows.Add(position);
            rows.Add(campaign.Value);
            rows.Add(phone.Number);
            rows.Add(Kinds[phone.Kind]);
            rows.Add(phone.Extension);
            rows.Add(0);
            rows.Add(phone.TimeZone?.Id);
            rows.EndRow();
        }
        rows.Complete();
    }

    /// <summary>The telephones by number: neighbours in an index are written one after the other.</summary>
    private static (int Lead, int Position)[] InOrder(IReadOnlyList<ImportedLead> leads)
    {
        int count = leads.Sum(lead => lead.Phones.Count);
        (string[] numbers, var places) = (new string[count], new (int Lead, int Position)[count]);
        int at = 0;
        for (int i = 0; i < leads.Count; i++)
            for (int position = 0; position < leads[i].Phones.Count; position++)
            {
                numbers[at] = leads[i].Phones[position].Number;
                places[at++] = (i, position);
            }
        Array.Sort(numbers, places, StringComparer.Ordinal);
        return places;
    }

    private static void WritePersons(StoreSession session, IReadOnlyList<ImportedLead> leads, (int Lead, int Position)[] phones, long[] persons, long firstNew)
    {
        using (var rows = session.Insert("persons", BulkColumn.Big("person_id"), BulkColumn.Text("customer_key")))
        {
            for (int i = 0; i < persons.Length; i++)
                if (persons[i] >= firstNew)
                {
                    rows.Add(persons[i]);
                    rows.Add(leads[i].CustomerKey);
                    rows.EndRow();
                }
            rows.Complete();
        }
        using (var rows = session.Insert("person_numbers", BulkColumn.Text("number"), BulkColumn.Big("person_id")))
        {
            foreach (var (i, position) in phones)
                if (persons[i] >= firstNew)
                {
                    rows.Add(leads[i].Phones[position].Number);
                    rows.Add(persons[i]);
                    rows.EndRow();
                }
            rows.Complete();
        }
        var others = Enumerable.Range(0, persons.Length).Where(i => persons[i] != 0 && persons[i] < firstNew);
        foreach (int i in others)
            session.Execute("INSERT INTO person_numbers (number, person_id) VALUES (@number, @person) ON CONFLICT DO NOTHING", leads[i].Phones.Select(phone => new { number = phone.Number, person = persons[i] }));
    }

    private static void WriteRejects(StoreSession session, long import, IReadOnlyList<RejectedRow> rejects)
    {
        if (rejects.Count == 0)
            return;
        using var rows = session.Insert("rejects",
            BulkColumn.Big("import_id"), BulkColumn.Whole("line"), BulkColumn.Small("whole_row"), BulkColumn.Text("field"), BulkColumn.Text("value"), BulkColumn.Text("reason"),
            BulkColumn.Text("advice"), BulkColumn.Text("raw"));
        foreach (var reject in rejects)
        {
            rows.Add(import);
            rows.Add(reject.Line);
            rows.Add(reject.WholeRow ? 1 : 0);
            rows.Add(reject.Field);
            rows.Add(reject.Value);
            rows.Add(reject.Reason);
            rows.Add(reject.Advice);
            rows.Add(reject.Raw);
            rows.EndRow();
        }
        rows.Complete();
    }

    private static List<UnfinishedRow> Unfinished(StoreSession session) => session.Query<UnfinishedRow>(OpenImportSql + " ORDER BY import_id");

    private sealed class UnfinishedRow
    {
        public long Campaign { get; init; }
        public long Import { get; init; }
        public string List { get; init; } = "";
        public string File { get; init; } = "";
        public string ContentHash { get; init; } = "";
        public string? ReadAs { get; init; }
        public long ReadToLine { get; init; }
        public long Rows { get; init; }
        public long Leads { get; init; }
        public long RejectedRows { get; init; }
        public long NumbersRefused { get; init; }

        public OpenImport ToOpen() => new(new CampaignId((int)Campaign), Import, List, File, (int)ReadToLine, (int)Rows, (int)Leads, (int)RejectedRows, (int)NumbersRefused) { ContentHash = ContentHash, ReadAs = ReadAs ?? "" };
    }
}
