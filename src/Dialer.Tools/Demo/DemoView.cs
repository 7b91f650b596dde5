using System.Globalization;
using Dialer.Server.Monitoring;
using Dialer.Server.Terminal;
using Spectre.Console;

namespace Dialer.Tools.Demo;

/// <summary>What a person sees of a rehearsal.</summary>
public interface IDemoView
{
    void Start(DemoRun run);

    /// <summary>Shows the run until it has ended.</summary>
    Task WatchAsync(DemoRun run, Task ended);

    void End(DemoRun run);
}

public static class DemoViews
{
    /// <summary>A live picture on a terminal, plain lines elsewhere, one JSON object for programs.</summary>
    public static IDemoView For(DemoOptions options, TextWriter output)
    {
        if (options.Json)
            return new JsonView(output);
        bool isTerminal = ReferenceEquals((output as PlainTextWriter)?.Inner ?? output, Console.Out) && !Console.IsOutputRedirected;
        return isTerminal ? new LiveView(AnsiConsole.Console, output) : new PlainView(output);
    }
}

/// <summary>Nothing on standard output but the result.</summary>
internal sealed class JsonView(TextWriter output) : IDemoView
{
    public void Start(DemoRun run)
    {
        // The result names the store.
    }

    public Task WatchAsync(DemoRun run, Task ended) => ended;

    public void End(DemoRun run) => output.WriteLine(DemoResult.From(run.Report(), run).ToJson());
}

/// <summary>A line every few seconds, for a log or a pipe.</summary>
internal sealed class PlainView(TextWriter output) : IDemoView
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public void Start(DemoRun run) => output.WriteLine(DemoText.Opening(run));

    public async Task WatchAsync(DemoRun run, Task ended)
    {
        while (await Task.WhenAny(ended, Task.Delay(Every)).ConfigureAwait(false) != ended)
            await output.WriteLineAsync(DemoText.Line(run)).ConfigureAwait(false);
    }

    public void End(DemoRun run) => output.WriteLine(DemoText.Closing(run));
}

/// <summary>A picture that is drawn again four times a second.</summary>
internal sealed class LiveView(IAnsiConsole console, TextWriter output) : IDemoView
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    public void Start(DemoRun run) => output.WriteLine(DemoText.Opening(run));

    public Task WatchAsync(DemoRun run, Task ended) => console.Live(Picture(run)).AutoClear(false).StartAsync(async live =>
    {
        while (await Task.WhenAny(ended, Task.Delay(Every)).ConfigureAwait(false) != ended)
            live.UpdateTarget(Picture(run));
        live.UpdateTarget(Picture(run));
    });

    public void End(DemoRun run) => output.WriteLine(DemoText.Closing(run));

    private static Rows Picture(DemoRun run)
    {
        var view = run.Dialer.View();
        var campaigns = new Table().Border(TableBorder.Rounded);
        foreach (string heading in new[] { "campaign", "state", "dial level", "ringing", "answering", "talking", "people", "machines", "abandoned" })
            campaigns.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in view.Campaigns)
            campaigns.AddRow([.. Cells(row).Select(Markup.Escape)]);
        var agents = new BreakdownChart().Width(72);
        foreach (var (state, color) in States)
            if (view.AgentsByState.GetValueOrDefault(state) is > 0 and var count)
                agents.AddItem(state, count, color);
        return new Rows(
            campaigns,
            new Markup($"agents   talk share [green]{view.TalkShare.ToString("P1", CultureInfo.InvariantCulture)}[/]   heard after {Markup.Escape(DemoText.Latency(view.CustomerHeardMs))}   answer to agent {Markup.Escape(DemoText.Latency(view.AnswerToAgentMs))}"),
            agents,
            new Markup($"list     {Bar(run.ListShare)}   {run.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s{(view.Draining ? "   ending: conversations may finish" : "")}"));
    }

    private static readonly (string State, Color Color)[] States =
    [
        ("talking", Color.Green), ("onHold", Color.Olive), ("wrapUp", Color.Blue), ("reserved", Color.Yellow), ("ready", Color.Grey), ("notReady", Color.Red), ("loggedOut", Color.Black),
    ];

    private static string[] Cells(CampaignRow row) =>
    [
        row.Name,
        row.State,
        row.DialLevel.ToString("0.00", CultureInfo.InvariantCulture),
        Whole(row.Ringing),
        Whole(row.Answering),
        Whole(row.Talking),
        Whole(row.AnsweredLive),
        Whole(row.Machines),
        row.AbandonedRate.ToString("P2", CultureInfo.InvariantCulture),
    ];

    private static string Whole(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Bar(double share)
    {
        const int width = 50;
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return $"[green]{new string('━', full)}[/][grey]{new string('━', width - full)}[/] {share.ToString("P0", CultureInfo.InvariantCulture)}";
    }
}
