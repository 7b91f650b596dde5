using Dialer.Lists;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Host.Commands;

/// <summary>Reads each list as an import would, writes nothing, and says what was found: the dry run of <c>dialer check</c>.</summary>
internal sealed class ListCheck
{
    private const int MostReasons = 10;

    private readonly string _config;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly DoNotCallBook _doNotCall = new();

    /// <summary>The list that has the number first, by its place among all lists.</summary>
    private readonly Dictionary<string, int> _firstOf = new(StringComparer.Ordinal);
    private readonly List<(string Campaign, string List)> _lists = [];

    private ListCheck(string config, TextWriter output, TextWriter error) => (_config, _output, _error) = (config, output, error);

    /// <summary>False: a list, or a do-not-call file, cannot be imported.</summary>
    public static bool Run(DialerConfig config, string configFile, TextWriter output, TextWriter error)
    {
        var check = new ListCheck(configFile, output, error);
        bool areGood = true;
        foreach (var file in config.DoNotCall)
            areGood &= check.Guarded(() => check._doNotCall.Add(DoNotCallFile.Read(file.File, file.Country).Numbers, file.Binds == DoNotCallBinding.Person));
        foreach (var campaign in config.Campaigns)
            foreach (var list in campaign.Lists)
                areGood &= check.Guarded(() => check.Check(campaign.Settings.Name, list));
        return areGood;
    }

    private bool Guarded(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (ImportException wrong)
        {
            _error.WriteLine(wrong.Message);
            return false;
        }
    }

    private void Check(string campaign, ImportOptions list)
    {
        int place = _lists.Count;
        _lists.Add((campaign, list.List));
        var shared = new SortedDictionary<int, int>();
        var summary = LeadImporter.Preview(list, _doNotCall, number =>
        {
            if (!_firstOf.TryAdd(number, place) && _firstOf[number] is var first && first != place)
                shared[first] = shared.GetValueOrDefault(first) + 1;
        });
        var record = summary.Record;
        _output.WriteLine($"{list.File}: {CheckCommand.Counted(record.Leads, "lead")} of {CheckCommand.Counted(record.Rows, "row")}, "
            + $"{record.RejectedRows} rejected, {CheckCommand.Counted(record.NumbersRefused, "further number")} refused.");
        Describe(summary);
        foreach (var (first, count) in shared)
            WarnOfShared(campaign, list, first, count);
    }

    private void Describe(ImportSummary summary)
    {
        string form = summary.Encoding is "xlsx" or "xls" ? $"a workbook ({summary.Encoding})" : $"{summary.Encoding}, columns parted by {NameOf(summary.Delimiter)}";
        _output.WriteLine($"  {form}; {(summary.HeadingLine is { } line ? $"headings in line {line}" : "no headings")}");
        _output.WriteLine($"  telephone in {ColumnText.Phones(summary.Findings)}");
        _output.WriteLine($"  {ColumnText.Others(summary.Findings)}");
        foreach (var (reason, count) in summary.Reasons.Take(MostReasons))
            _output.WriteLine($"  rejected: {CheckCommand.Counted(count, "row")}, {reason}");
        foreach (string note in summary.Notes)
            _output.WriteLine($"  {note}");
    }

    private void WarnOfShared(string campaign, ImportOptions list, int first, int count)
    {
        var (otherCampaign, otherList) = _lists[first];
        string what = otherCampaign == campaign
            ? "in one campaign the list that is imported later loses them"
            : "both campaigns hold these people, who are called by each as its limits allow";
        _error.WriteLine($"{_config}: warning: {CheckCommand.Counted(count, "number")} of list \"{list.List}\" ({campaign}) {(count == 1 ? "is" : "are")} in list \"{otherList}\" ({otherCampaign}) too: {what}.");
    }

    private static string NameOf(char separator) => separator == '\t' ? "tab" : $"\"{separator}\"";
}
