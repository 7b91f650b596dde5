using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Store;
using Dialer.Store.Zones;

namespace Dialer.Lists.Import;

/// <summary>
/// Imports a list: every row ends as a lead or as a reject with its line and its reason, in one transaction, or nothing
/// is written at all and an <see cref="ImportException"/> says why.
/// </summary>
public static class LeadImporter
{
    /// <summary>More rows are refused: split the list. Bounds the memory of an import (about 1 KiB a row).</summary>
    public const int MostRows = 2_000_000;

    public static ImportSummary Import(IDialerStore store, CampaignId campaign, ImportOptions options, Instant now)
    {
        var probe = FileProbe.Examine(options.File, options.Encoding);
        using var records = new CsvRecords(options.File, probe, options.Delimiter);
        if (!options.Again && store.FindImport(campaign, options.List, probe.ContentHash) is { } earlier)
            return new ImportSummary(earlier, probe.EncodingName, records.Separator, options.Mapping ?? new ColumnMapping(), new Dictionary<string, int>(), null);
        var known = store.CampaignNumbers(campaign).ToHashSet(StringComparer.Ordinal);
        var list = Read(options, probe, records, known, out var columns, out var rejects);
        var record = store.WriteImport(campaign, list, now);
        string? rejectsFile = rejects.Count == 0 ? null : RejectsFile.Write(options.RejectsFile ?? RejectsFile.Beside(store.DataFolder, options.List), columns, rejects, records.Separator);
        return new ImportSummary(record, probe.EncodingName, records.Separator, columns.ToMapping(), Reasons(list.Rejects), rejectsFile);
    }

    /// <summary>Reads the list as an import would, and writes nothing.</summary>
    public static ImportSummary Preview(ImportOptions options)
    {
        var probe = FileProbe.Examine(options.File, options.Encoding);
        using var records = new CsvRecords(options.File, probe, options.Delimiter);
        var list = Read(options, probe, records, new HashSet<string>(), out var columns, out _);
        int rejected = list.Rejects.Count(reject => reject.WholeRow);
        var record = new ImportRecord(0, list.Name, list.File, list.Rows, list.Leads.Count, rejected, list.Rejects.Count - rejected, AlreadyThere: false);
        return new ImportSummary(record, probe.EncodingName, records.Separator, columns.ToMapping(), Reasons(list.Rejects), null);
    }

    private static ImportedList Read(ImportOptions options, FileProbe probe, CsvRecords records, HashSet<string> known, out Columns columns, out List<RejectsFile.Entry> rejects)
    {
        var home = Countries.Find(options.DefaultCountry)
            ?? throw new ImportException($"{options.File}: country \"{options.DefaultCountry}\" is not known. One of: {string.Join(", ", Countries.All.Select(country => country.Iso))}.");
        if (options.DefaultTimeZone is { } zone && !BundledZones.TryFind(zone, out _))
            throw new ImportException($"{options.File}: time zone \"{zone}\" is not known. Write an IANA name, such as {home.TimeZone}.");
        if (!records.TryRead(out var record))
            throw new ImportException($"{options.File}: is empty. A list has a line of headings and a line a lead.");
        columns = ResolveColumns(options, record, home, out bool hasHeadings);
        var leads = new List<ImportedLead>();
        rejects = [];
        var rows = new RowReader(columns, options, home, known);
        int count = 0;
        for (bool more = !hasHeadings || records.TryRead(out record); more; more = records.TryRead(out record))
        {
            if (++count > MostRows)
                throw new ImportException($"{options.File}: line {record.Line}: more than {MostRows} rows. Split it into several lists.");
            if (rows.Read(record) is { } lead)
                leads.Add(lead);
            foreach (var reject in rows.Rejects)
                rejects.Add(new RejectsFile.Entry(reject, record.Fields));
        }
        if (count == 0)
            throw new ImportException($"{options.File}: has headings and no rows.");
        return new ImportedList(options.List, options.File, probe.ContentHash, count, leads, [.. rejects.Select(entry => entry.Row)]);
    }

    /// <summary>A file whose first line holds numbers and no known heading has no headings: its columns are named by their place.</summary>
    private static Columns ResolveColumns(ImportOptions options, CsvRecord first, Country home, out bool hasHeadings)
    {
        hasHeadings = true;
        string[] names = [.. first.Fields.Select(field => field.Trim('\uFEFF', ' '))];
        if (options.Mapping is null && Headings.Recognise(names).Phones.Count == 0)
        {
            int[] numbers = [.. Enumerable.Range(0, names.Length).Where(i => PhoneNumberReader.Read(names[i], home).Any(read => read.Phone is not null))];
            hasHeadings = numbers.Length == 0;
            if (!hasHeadings)
                return new Columns([.. Enumerable.Range(1, names.Length).Select(i => $"column {i}")], numbers);
        }
        return Headings.Resolve(options.File, first.Line, names, options.Mapping);
    }

    private static Dictionary<string, int> Reasons(IReadOnlyList<RejectedRow> rejects) =>
        rejects.Where(reject => reject.WholeRow).GroupBy(reject => reject.Reason).OrderByDescending(group => group.Count()).ToDictionary(group => group.Key, group => group.Count());
}
