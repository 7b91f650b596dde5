using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Lists.Files;
using Dialer.Lists.Headings;
using Dialer.Lists.Numbers;
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

    /// <summary>Rows between two looks at whether to stop, and two words on how far it is.</summary>
    private const int TellEvery = 2_000;

    /// <param name="doNotCall">What the do-not-call files say, beside what the store knows.</param>
    /// <param name="progress">Told now and then, on the caller's thread.</param>
    /// <param name="stop">Nothing is written once it is asked for.</param>
    public static ImportSummary Import(IDialerStore store, CampaignId campaign, ImportOptions options, Instant now, DoNotCallBook? doNotCall = null, Action<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        var probe = FileProbe.Examine(options.File, options.Encoding);
        using var records = ListFile.Open(options.File, probe, options.Delimiter);
        if (!options.Again && store.FindImport(campaign, options.List, probe.ContentHash) is { } earlier)
            return new ImportSummary(earlier, probe.EncodingName, records.Separator, options.Mapping ?? new ColumnMapping(), new Dictionary<string, int>(), null);
        var known = store.CampaignNumbers(campaign).ToHashSet(StringComparer.Ordinal);
        var read = Read(options, probe, records, known, DoNotCallBook.Of(doNotCall, store.DoNotCall()), progress, stop);
        stop.ThrowIfCancellationRequested();
        // Whoever has a number on the company's own list is bound by the numbers that stand beside it, in other lists too.
        if (read.Bound.Count > 0)
            store.AddDoNotCall([.. read.Bound], $"beside a number on the company's own list, in {options.List}", now, DoNotCallBinding.Number);
        var record = store.WriteImport(campaign, read.List, now);
        string? rejectsFile = read.Rejects.Count == 0 ? null : RejectsFile.Write(options.RejectsFile ?? RejectsFile.Beside(store.DataFolder, options.List), read.Columns, read.Rejects, records.Separator);
        return read.Summarize(record, probe, records.Separator, rejectsFile);
    }

    /// <summary>Reads the list as an import would, and writes nothing.</summary>
    /// <param name="doNotCall">Numbers that the import would refuse for being on a do-not-call list.</param>
    /// <param name="numbers">Is told each number that would be dialed, E.164.</param>
    public static ImportSummary Preview(ImportOptions options, DoNotCallBook? doNotCall = null, Action<string>? numbers = null, CancellationToken stop = default)
    {
        var probe = FileProbe.Examine(options.File, options.Encoding);
        using var records = ListFile.Open(options.File, probe, options.Delimiter);
        var read = Read(options, probe, records, new HashSet<string>(), doNotCall ?? new DoNotCallBook(), null, stop);
        var list = read.List;
        foreach (var phone in list.Leads.SelectMany(lead => lead.Phones))
            numbers?.Invoke(phone.Number);
        int rejected = list.Rejects.Count(reject => reject.WholeRow);
        var record = new ImportRecord(0, list.Name, list.File, list.Rows, list.Leads.Count, rejected, list.Rejects.Count - rejected, AlreadyThere: false);
        return read.Summarize(record, probe, records.Separator, null);
    }

    private static ReadList Read(ImportOptions options, FileProbe probe, IListRecords records, HashSet<string> known, DoNotCallBook doNotCall, Action<ImportProgress>? progress, CancellationToken stop)
    {
        var home = CountryBook.Find(options.DefaultCountry)
            ?? throw new ImportException($"{options.File}: country \"{options.DefaultCountry}\" is not known. Write the two letters of ISO 3166, such as FR or US.");
        if (options.DefaultTimeZone is { } zone && !BundledZones.TryFind(zone, out _))
            throw new ImportException($"{options.File}: time zone \"{zone}\" is not known. Write an IANA name, such as {home.TimeZone}.");
        var sample = RowSample.Take(records);
        if (sample.Records.Count == 0)
            throw new ImportException($"{options.File}: is empty. A list has a line of headings and a line a lead.");
        var headings = HeadingLine.Find(sample, home, options.Mapping);
        var columns = ColumnJudge.Judge(options.File, sample, headings, home, options.Mapping);
        var leads = new List<ImportedLead>();
        var rejects = new List<RejectsFile.Entry>();
        var rows = new RowReader(columns, options, home, known, doNotCall);
        int count = 0;
        progress?.Invoke(new ImportProgress(options.List, 0, records.Position, records.Length));
        foreach (var record in Rows(sample, headings, records))
        {
            if (++count > MostRows)
                throw new ImportException($"{options.File}: line {record.Line}: more than {MostRows} rows. Split it into several lists.");
            if (count % TellEvery == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Invoke(new ImportProgress(options.List, count, records.Position, records.Length));
            }
            if (rows.Read(record) is { } lead)
                leads.Add(lead);
            foreach (var reject in rows.Rejects)
                rejects.Add(new RejectsFile.Entry(reject, record.Fields));
        }
        if (count == 0)
            throw new ImportException($"{options.File}: has headings and no rows.");
        var list = new ImportedList(options.List, options.File, probe.ContentHash, count, leads, [.. rejects.Select(entry => entry.Row)]);
        return new ReadList(list, columns, rejects, headings.Index < 0 ? null : sample.Records[headings.Index].Line, [.. Notes(probe, sample, headings, rows)]) { Bound = rows.Bound };
    }

    private static IEnumerable<ListRecord> Rows(RowSample sample, HeadingLine headings, IListRecords records)
    {
        for (int i = headings.FirstRow; i < sample.Records.Count; i++)
            yield return sample.Records[i];
        while (records.TryRead(out var record))
            yield return record;
    }

    private static IEnumerable<string> Notes(FileProbe probe, RowSample sample, HeadingLine headings, RowReader rows)
    {
        foreach (string note in probe.Notes)
            yield return note;
        for (int i = 0; i < headings.Index; i++)
            yield return $"line {sample.Records[i].Line} stands above the headings and is left: {Shortened(sample.Records[i].Raw)}";
        if (rows.RowPriorities > 0)
            yield return $"{rows.RowPriorities} rows have a priority of their own, which takes the place of the list's";
    }

    private static string Shortened(string raw) => raw.Length <= 60 ? raw : raw[..60] + "...";
}
