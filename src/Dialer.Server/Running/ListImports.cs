using Dialer.Core.Compliance;
using Dialer.Core.Time;
using Dialer.Lists;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>Brings the configured files into the store, before anything is dialed. A file that was imported before and has not changed is skipped.</summary>
internal static class ListImports
{
    /// <summary>An import that lasts longer says how far it is, so often.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(3);

    /// <summary>Rows of a list whose import leaves a hundred megabytes of garbage.</summary>
    private const int LargeList = 50_000;

    /// <summary>Of a register, so that what calls have to write never waits for long.</summary>
    private const int NumbersAtOnce = 20_000;

    /// <param name="isCalling">Calls may be in progress, and a pause would be heard.</param>
    /// <param name="dropped">Numbers that a register or a campaign's own list has no more.</param>
    /// <exception cref="ImportException">A list cannot be read at all; nothing of it was written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped: nobody of the list that was being read is dialed, and the next start goes on with it.</exception>
    public static IReadOnlyList<ImportSummary> Run(DialerConfig config, DialerSetup setup, IDialerStore store, TimeProvider time, bool isCalling, ILogger logger, Action<DoNotCallRemoval> dropped, CancellationToken stop)
    {
        var now = Instant.From(time.GetUtcNow());
        var doNotCall = new DoNotCallBook();
        foreach (var file in config.DoNotCall)
            if (file.Binds == DoNotCallBinding.Person)
                doNotCall.Add(ImportOwn(file, store, now, logger), bindsPerson: true);
            else
                ImportListed(file, setup, store, now, logger, dropped);
        var done = new List<ImportSummary>();
        foreach (var (campaign, settings) in config.Campaigns.Zip(setup.Campaigns))
            foreach (var list in campaign.Lists)
            {
                long told = time.GetTimestamp();
                void Tell(ImportProgress progress)
                {
                    if (time.GetElapsedTime(told) < TellEvery)
                        return;
                    told = time.GetTimestamp();
                    HostLog.ListProgress(logger, progress.List, progress.Rows, progress.Percent);
                }

                var summary = LeadImporter.Import(store, settings.Id, list with { RejectsFile = RejectsFile(config, campaign, list) }, now, doNotCall, Tell, stop);
                Report(summary, logger);
                done.Add(summary);
            }
        if (!isCalling)
            TakeBackTheRest(store, logger);
        if (!isCalling && done.Exists(summary => summary.Record is { AlreadyThere: false, Rows: >= LargeList }))
            GiveBackMemory();
        return done;
    }

    /// <summary>What was stopped once, and is asked for no more.</summary>
    private static void TakeBackTheRest(IDialerStore store, ILogger logger)
    {
        foreach (var import in store.UnfinishedImports())
        {
            store.DiscardImport(import);
            HostLog.ListTakenBack(logger, import.List, import.Rows);
        }
    }

    /// <summary>Nothing of an import is needed once it is written, and nobody is in a call yet whom a pause could harm.</summary>
    private static void GiveBackMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static void Report(ImportSummary summary, ILogger logger)
    {
        var record = summary.Record;
        if (record.AlreadyThere)
        {
            HostLog.ListKnown(logger, record.List);
            return;
        }
        HostLog.ListImported(logger, record.List, record.Leads, record.Rows);
        HostLog.ListColumns(logger, record.List, ColumnText.Phones(summary.Findings), ColumnText.Others(summary.Findings));
        foreach (string note in summary.Notes)
            HostLog.ListNote(logger, record.List, note);
        if (record.RejectedRows + record.NumbersRefused > 0)
            HostLog.ListRejects(logger, record.List, record.RejectedRows, record.NumbersRefused, summary.RejectsFile);
    }

    private static IReadOnlyList<string> ImportOwn(DoNotCallConfig file, IDialerStore store, Instant now, ILogger logger)
    {
        var read = DoNotCallFile.Read(file.File, file.Country);
        int added = store.AddDoNotCall(read.Numbers, file.File, now, file.Binds);
        Report(file, read.Numbers.Count, added, read.Unreadable, logger);
        return read.Numbers;
    }

    /// <summary>A register has millions of numbers, and is read again only when it has changed.</summary>
    private static void ImportListed(DoNotCallConfig file, DialerSetup setup, IDialerStore store, Instant now, ILogger logger, Action<DoNotCallRemoval> dropped)
    {
        var mark = MarkOf(file, setup);
        string content = $"{DoNotCallFile.HashOf(file.File)} {file.Country} {mark}";
        if (store.IsDoNotCallFileKnown(file.File, content))
        {
            HostLog.ListKnown(logger, file.File);
            return;
        }
        int count = 0, added = 0;
        var unreadable = DoNotCallFile.ReadPortions(file.File, file.Country, NumbersAtOnce, numbers =>
        {
            count += numbers.Count;
            added += store.AddDoNotCallAsync(new DoNotCallEntries(mark, [.. numbers]), file.File, now).GetAwaiter().GetResult();
        });
        var gone = store.EndDoNotCallFile(file.File, mark, content, now);
        foreach (string[] numbers in gone.Chunk(NumbersAtOnce))
            dropped(new DoNotCallRemoval(new DoNotCallEntries(mark, numbers), []));
        Report(file, count, added, unreadable, logger);
    }

    private static DoNotCallMark MarkOf(DoNotCallConfig file, DialerSetup setup)
    {
        var until = file.Until is { } last ? Instant.From(new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)) : Instant.Never;
        return new DoNotCallMark(file.Kind, setup.Campaigns.FirstOrDefault(campaign => campaign.Name == file.Campaign)?.Id ?? default, until);
    }

    private static void Report(DoNotCallConfig file, int count, int added, IReadOnlyList<(int Line, string Text)> unreadable, ILogger logger)
    {
        HostLog.DoNotCallImported(logger, file.File, count, added);
        foreach (var (line, _) in unreadable)
            HostLog.DoNotCallUnreadable(logger, file.File, line);
    }

    private static string RejectsFile(DialerConfig config, CampaignConfig campaign, ImportOptions list) =>
        Path.Combine(config.DataDirectory, "rejects", $"{Safe(campaign.Settings.Name)}.{Safe(list.List)}.rejects.csv");

    private static string Safe(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
