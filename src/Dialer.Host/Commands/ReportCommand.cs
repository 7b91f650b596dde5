using System.CommandLine;
using Dialer.Server.Terminal;
using Dialer.Store;
using Dialer.Store.Reports;
using Dialer.Tools.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer report</c>: a campaign's results from the store; also while a dialer works on it.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var db = new Option<string?>("--db") { Description = "The store: a SQLite file, or a connection string of PostgreSQL." };
        var config = new Option<string?>("--config", "-c") { Description = "A configuration, whose store is read." };
        var campaign = new Option<string?>("--campaign") { Description = "Name of the campaign. Default: all; with --json needed where there are several." };
        var run = WholeNumberOption.Optional("--run", "One run of the program only; the first is 1. Default: all runs.", 1, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print one JSON object, and nothing else, on standard output." };
        var command = new Command("report", "Shows a campaign's results from the store.") { db, config, campaign, run, json };
        command.SetAction(parsed =>
        {
            string path = StoreOf(parsed.GetValue(db), parsed.GetValue(config));
            Write(path, parsed.GetValue(campaign), parsed.GetValue(run), parsed.GetValue(json), parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static string StoreOf(string? db, string? config)
    {
        if (db is null == config is null)
            throw Trouble.Usage("Give either --db FILE or --config FILE.");
        return db ?? RunCommand.CheckedConfig(config!).StorePath;
    }

    private static void Write(string path, string? name, int? run, bool json, TextWriter output)
    {
        var reader = StoreReader.Open(path);
        var known = reader.Campaigns();
        var wanted = known.Where(campaign => name is null || campaign.Name == name).ToArray();
        string names = string.Join(", ", known.Select(campaign => campaign.Name));
        if (known.Count == 0)
            throw Trouble.Usage($"{path}: no campaign has been dialed from this store yet.");
        if (wanted.Length == 0)
            throw Trouble.Usage($"{path}: there is no campaign \"{name}\". There are: {names}.");
        if (json && wanted.Length > 1)
            throw Trouble.Usage($"{path}: there are several campaigns; choose one with --campaign: {names}.");
        foreach (var (id, _) in wanted)
            output.WriteLine(Text(reader.Report(id, run), json));
    }

    private static string Text(CampaignReport report, bool json) => json ? ReportText.ToJson(report) : ReportText.ToText(report);
}
