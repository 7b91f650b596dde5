using System.Text.Json;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Lists.Files;
using Dialer.Lists.Headings;
using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>
/// Imports a list: every row ends as a lead or as a reject with its line and its reason. It is written in portions while
/// the next rows are read, and counts from its end on. One that is stopped, or cut off, goes on where it was when it is
/// asked for again; one that cannot be read is taken back, and an <see cref="ImportException"/> says why.
/// </summary>
public static class LeadImporter
{
    /// <summary>More rows are refused: split the list. Bounds the memory of an import (about 30 bytes a number).</summary>
    public const int MostRows = 2_000_000;

    /// <summary>Rows between two looks at whether to stop, and two words on how far it is.</summary>
    private const int TellEvery = 2_000;

    /// <param name="doNotCall">What the do-not-call files say, beside what the store knows.</param>
    /// <param name="progress">Told now and then, on the caller's thread.</param>
    /// <param name="stop">Once it is asked for, nothing more is written; the same import goes on from there.</param>
    public static ImportSummary Import(IDialerStore store, CampaignId campaign, ImportOptions options, Instant now, DoNotCallBook? doNotCall = null, Action<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        var probe = FileProbe.Examine(options.File, options.Encoding);
        if (!options.Again && store.FindImport(campaign, options.List, probe.ContentHash) is { } earlier)
        {
            using var known = ListFile.Open(options.File, probe, options.Delimiter);
            return new ImportSummary(earlier, probe.EncodingName, known.Separator, options.Mapping ?? new ColumnMapping(), new Dictionary<string, int>(), null);
        }
        using var reading = ListReading.Open(options, probe);
        string readAs = ReadAs(options, reading);
        foreach (var other in store.UnfinishedImports())
            if (other.Campaign == campaign && other.List == options.List && (other.ContentHash != probe.ContentHash || other.ReadAs != readAs))
                store.DiscardImport(other);
        var import = store.BeginImport(campaign, options.List, options.File, probe.ContentHash, readAs, now);
        using var rejects = new RejectsFile(options.RejectsFile ?? RejectsFile.Beside(store.DataFolder, options.List), reading.Columns, reading.Separator);
        var run = new ImportRun(store, reading, options, rejects, DoNotCallBook.Of(doNotCall, store.DoNotCall(), store.IsErased), now);
        try
        {
            import = run.Read(import, progress, stop);
        }
        catch (ImportException)
        {
            run.Settle();
            store.DiscardImport(import);
            throw;
        }
        var record = store.FinishImport(import, now);
        return run.Summarize(record, rejects.Finish());
    }

    /// <summary>Reads the list as an import would, and writes nothing.</summary>
    /// <param name="doNotCall">Numbers that the import would refuse for being on a do-not-call list.</param>
    /// <param name="numbers">Is told each number that would be dialed, E.164.</param>
    public static ImportSummary Preview(ImportOptions options, DoNotCallBook? doNotCall = null, Action<string>? numbers = null, CancellationToken stop = default)
    {
        using var reading = ListReading.Open(options, FileProbe.Examine(options.File, options.Encoding));
        var rows = new RowReader(reading.Columns, options, reading.Home, new NumberTable(), doNotCall ?? new DoNotCallBook());
        var tally = new ImportTally();
        foreach (var record in reading.Rows())
        {
            tally.CountRow(options.File, record.Line);
            if (tally.Rows % TellEvery == 0)
                stop.ThrowIfCancellationRequested();
            if (rows.Read(record) is { } lead)
                foreach (var phone in lead.Phones)
                    numbers?.Invoke(phone.Number);
            tally.Count(rows.Rejects);
        }
        tally.CheckAny(options.File);
        var found = new ImportRecord(0, options.List, options.File, tally.Rows, tally.Rows - tally.RejectedRows, tally.RejectedRows, tally.NumbersRefused, AlreadyThere: false);
        return Summarize(found, reading, tally, rows.RowPriorities, null);
    }

    internal static ImportSummary Summarize(ImportRecord record, ListReading reading, ImportTally tally, int rowPriorities, string? rejectsFile) =>
        new(record, reading.Probe.EncodingName, reading.Separator, reading.Columns.ToMapping(), tally.Reasons, rejectsFile)
        {
            Findings = reading.Columns.Findings,
            HeadingLine = reading.HeadingLine,
            Notes = [.. reading.Notes(rowPriorities)],
        };

    internal static bool IsTimeToTell(int rows) => rows % TellEvery == 0;

    /// <summary>What decides how a row of this content is read: an import that was stopped goes on only where that is the same.</summary>
    private static string ReadAs(ImportOptions options, ListReading reading) =>
        JsonSerializer.Serialize(new { options.DefaultCountry, options.DefaultTimeZone, options.Priority, reading.Separator, reading.Probe.EncodingName, Columns = reading.Columns.ToMapping() });
}
