using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Lists.Import;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>Brings the configured files into the store, before anything is dialed. A file that was imported before and has not changed is skipped.</summary>
internal static class ListImports
{
    /// <exception cref="ImportException">A list cannot be read at all; nothing of it was written.</exception>
    public static IReadOnlyList<ImportSummary> Run(DialerConfig config, DialerSetup setup, IDialerStore store, Instant now, ILogger logger)
    {
        foreach (var file in config.DoNotCall)
            ImportDoNotCall(file, store, now, logger);
        var done = new List<ImportSummary>();
        foreach (var (campaign, settings) in config.Campaigns.Zip(setup.Campaigns))
            foreach (var list in campaign.Lists)
                done.Add(Import(list with { RejectsFile = RejectsFile(config, campaign, list) }, settings.Id, store, now, logger));
        return done;
    }

    private static ImportSummary Import(ImportOptions list, CampaignId campaign, IDialerStore store, Instant now, ILogger logger)
    {
        var summary = LeadImporter.Import(store, campaign, list, now);
        var record = summary.Record;
        if (record.AlreadyThere)
            HostLog.ListKnown(logger, record.List);
        else
            HostLog.ListImported(logger, record.List, record.Leads, record.Rows);
        if (!record.AlreadyThere && record.RejectedRows + record.NumbersRefused > 0)
            HostLog.ListRejects(logger, record.List, record.RejectedRows, record.NumbersRefused, summary.RejectsFile);
        return summary;
    }

    private static void ImportDoNotCall(DoNotCallConfig file, IDialerStore store, Instant now, ILogger logger)
    {
        var read = DoNotCallFile.Read(file.File, file.Country);
        int added = store.AddDoNotCall(read.Numbers, file.File, now, file.Binds);
        HostLog.DoNotCallImported(logger, file.File, read.Numbers.Count, added);
        foreach (var (line, _) in read.Unreadable)
            HostLog.DoNotCallUnreadable(logger, file.File, line);
    }

    private static string RejectsFile(DialerConfig config, CampaignConfig campaign, ImportOptions list) =>
        Path.Combine(config.DataDirectory, "rejects", $"{Safe(campaign.Settings.Name)}.{Safe(list.List)}.rejects.csv");

    private static string Safe(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
}
