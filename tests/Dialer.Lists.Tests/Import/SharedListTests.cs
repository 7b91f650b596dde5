using Dialer.Core.Leads;
using Dialer.Lists.Import;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Import;

/// <summary>The two lists beside the repository, as people send them, where they are there.</summary>
public sealed class SharedListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clients-fr.csv", "FR", "windows-1252", ';')]
    [InlineData("leads-us.csv", "US", "utf-8", ',')]
    public void Nothing_of_a_list_is_lost_in_silence(string name, string country, string encoding, char delimiter)
    {
        string file = FindShared(name);
        using var store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        var campaign = store.EnsureCampaign("campaign");
        var summary = LeadImporter.Import(store, campaign, new ImportOptions(file, name, country), Facts.Noon);
        Assert.Equal((encoding, delimiter), (summary.Encoding, summary.Delimiter));
        int rows = CountRecords(file, delimiter);
        Assert.Equal(rows, summary.Record.Rows);
        Assert.Equal(summary.Record.Rows, summary.Record.Leads + summary.Record.RejectedRows);
        Assert.Equal(summary.Record.RejectedRows, summary.Reasons.Values.Sum());
        var report = store.Report(campaign);
        Assert.Equal(summary.Record.Leads, report.Leads.New);
        Assert.True(summary.Record.Leads > rows / 3);
        foreach (string number in store.CampaignNumbers(campaign))
        {
            Assert.Equal(NumberClass.Ordinary, NumberPlan.Classify(number));
            Assert.True(IsFictional(number), number);
        }
    }

    /// <summary>Counts records by another road than the importer's: line ends outside quotation marks.</summary>
    private static int CountRecords(string file, char delimiter)
    {
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
        bool quoted = false;
        int records = 0;
        foreach (string line in text.Split('\n'))
        {
            quoted ^= line.Count(c => c == '"') % 2 == 1;
            if (!quoted && line.Trim('\r', delimiter, ' ').Length > 0)
                records++;
        }
        return records - 1;
    }

    /// <summary>The ranges that ARCEP and NANPA keep for fiction: nobody else's number came out of the reading.</summary>
    private static bool IsFictional(string number)
    {
        string[] french = ["+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998"];
        return french.Any(range => number.StartsWith(range, StringComparison.Ordinal)) || (number.StartsWith("+1", StringComparison.Ordinal) && number[5..10] == "55501");
    }

    private static string FindShared(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "shared", "leads", name);
            if (File.Exists(file))
                return file;
        }
        Assert.Skip($"no shared/leads/{name} beside the repository");
        return "";
    }
}
