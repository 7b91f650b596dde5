using System.CommandLine;
using Dialer.Core.Campaigns;
using Dialer.Server.Service;
using Dialer.Server.Terminal;
using Dialer.Tools.Demo;
using Dialer.Tools.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer demo</c>: a rehearsal against an embedded carrier and agents' phones, over real SIP and RTP.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Seconds = WholeNumberOption.Create("--seconds", "How long to dial; then conversations may last 20 s more.", 60, 1, 86_400);
    private static readonly Option<int?> Agents = WholeNumberOption.Optional("--agents", "Number of agents. Default: as the scenario says (10).", 1, 2_000);
    private static readonly Option<int> Leads = WholeNumberOption.Create("--leads", "Length of the list; the demo ends early when it is finished.", 300, 1, DemoList.MostLeads);
    private static readonly Option<ulong> Seed = WholeNumberOption.Seed("Draws who answers, how, and what they say.");
    private static readonly Option<string?> Scenario = new("--scenario") { Description = "JSON file that says how the called public answers. Times that it leaves out are the demo's fast ones." };
    private static readonly Option<string?> Audio = new("--audio") { Description = "Folder of WAV files with a labels.csv, played by the called public. Default: a generated set." };
    private static readonly Option<string?> Analysis = new("--analysis") { Description = "off: every answer goes to an agent at once; detect: listen first. Default: as the scenario says (detect)." };
    private static readonly Option<string?> Db = new("--db") { Description = "The store, a SQLite file; an existing one is resumed. Default: a new file, whose path is printed." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object at the end, and nothing else, on standard output." };
    private static readonly Option<string?> Record = new("--record") { Description = "Write every input of the engine to this file, for a replay." };

    public static Command Create()
    {
        var command = new Command("demo", "Dials a made-up list against an embedded carrier and agents' phones, in real SIP and RTP on the loopback interface.")
        {
            Seconds, Agents, Leads, Seed, Scenario, Audio, Analysis, Db, Json, Record,
        };
        Analysis.AcceptOnlyFromAmong("off", "detect");
        command.SetAction((parsed, cancellation) => RunAsync(Options(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static DemoOptions Options(ParseResult parsed) => new()
    {
        Length = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        Agents = parsed.GetValue(Agents),
        Leads = parsed.GetValue(Leads),
        Seed = parsed.GetValue(Seed),
        ScenarioFile = parsed.GetValue(Scenario),
        AudioDirectory = parsed.GetValue(Audio),
        Analysis = parsed.GetValue(Analysis) switch { "off" => AnalysisMode.Off, "detect" => AnalysisMode.Detect, _ => null },
        Db = parsed.GetValue(Db),
        Json = parsed.GetValue(Json),
        RecordTo = parsed.GetValue(Record),
    };

    private static async Task<int> RunAsync(DemoOptions options, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var logs = HostLogging.ToConsole(error, LogLevel.Warning, new Dictionary<string, LogLevel>());
        using var signals = StopSignals.Listen(hint => error.WriteLine(hint));
        using var outside = cancellation.Register(() => signals.Count());
        await using var run = DemoRun.Create(options, logs.Factory);
        await WarmUp.CallOnceAsync(signals).ConfigureAwait(false);
        await run.StartAsync(signals.Drain).ConfigureAwait(false);
        var view = DemoViews.For(options, output);
        view.Start(run);
        var ending = run.RunToEndAsync(signals);
        await view.WatchAsync(run, ending).ConfigureAwait(false);
        bool isOrderly = await ending.ConfigureAwait(false);
        view.End(run);
        if (run.Dialer.Failure is { } failure)
            throw Trouble.Failure("The dialer could not go on: " + failure.Message, failure);
        return signals.AtOnce.IsCancellationRequested ? ExitCode.EndedAtOnce : isOrderly ? ExitCode.Ok : ExitCode.Failure;
    }
}
