using Dialer.Core.Campaigns;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Host.Configuration;
using Dialer.Host.Import;
using Dialer.Host.Storage;

namespace Dialer.Host.Running;

internal static class ListImports
{
    public static IReadOnlyList<ImportSummary> Run(DialerConfig config, DialerSetup setup, IDialerStore store, ILogger logger)
    {
        foreach (var (campaign, settings) in config.Campaigns.Zip(setup.Campaigns))
            foreach (var list in campaign.Lists)
            {
                var rows = File.ReadAllLines(list.File).Skip(1).ToArray();
                string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(list.File)));
                if (store.FindImport(settings.Id, list.List, hash) is not null)
                    continue;
                var leads = rows.Select((row, i) => new ImportedLead(i + 2, [new LeadPhone("+33" + row.Split(';')[3].Replace(" ", "", StringComparison.Ordinal)[1..], PhoneKind.Unknown)], "FR", "Europe/Paris", null, default, 0, [])).ToArray();
                store.WriteImport(settings.Id, new ImportedList(list.List, list.File, hash, rows.Length, leads, []), Instant.From(DateTimeOffset.UtcNow));
            }
        return [];
    }
}
