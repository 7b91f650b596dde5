using Dialer.Core.Pacing;
using Dialer.Server.Terminal;
using Dialer.Simulation.Public;
using Dialer.Simulation.Rivals;
using Dialer.Simulation.Virtual;

namespace Dialer.Tools.Simulate;

/// <summary>The table of benchmarks/results/pacing.md, as Markdown: every policy at every size, then answer rates and caps.</summary>
internal sealed class ResultsTable(SimulateOptions options, TextWriter output, CancellationToken cancellation)
{
    public int Run()
    {
        Section("Default scenario, answer rate 30 %, cap 3 % a day", Worlds.Sizes, [.. PacerNames.All], scenario => scenario);
        Section("Answer rate 10 %", [5, 10, 20, 50], [Pacers.Predictive, Pacers.Progressive, RivalPacers.ExpectedValue], scenario => scenario.WithLive(0.10));
        Section("Answer rate 50 %", [5, 10, 20, 50], [Pacers.Predictive, Pacers.Progressive, RivalPacers.ExpectedValue], scenario => scenario.WithLive(0.50));
        Section("Cap 1 %", [5, 10, 20, 50], [Pacers.Predictive, RivalPacers.ExpectedValue], scenario => scenario.WithCap(0.01));
        Section("Cap 5 %", [5, 10, 20, 50], [Pacers.Predictive, RivalPacers.ExpectedValue], scenario => scenario.WithCap(0.05));
        return ExitCode.Ok;
    }

    /// <summary>Fewer days where a day has more answers: about as many answers a cell.</summary>
    private int DaysFor(int agents) => Math.Max(2, agents <= 10 ? options.Days : options.Days * 10 / agents);

    private void Section(string title, IReadOnlyList<int> sizes, IReadOnlyList<string> pacers, Func<Scenario, Scenario> change)
    {
        output.WriteLine(SimulateText.Line($"### {title}\n"));
        output.WriteLine("| pacer | " + string.Join(" | ", sizes.Select(size => SimulateText.Line($"{size} agents, {DaysFor(size)} days"))) + " |");
        output.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---|", sizes.Count)));
        foreach (string pacer in pacers)
        {
            output.Write($"| {pacer} |");
            foreach (int size in sizes)
                output.Write(Cell(Rehearsal.Run(change(Scenario.Default.WithAgents(size)), pacer, options.Seed, DaysFor(size), null, options.PerLead, cancellation)));
            output.WriteLine();
            output.Flush();
        }
        output.WriteLine();
    }

    private static string Cell(PacerResult result) => SimulateText.Line(
        $" {result.TalkMinutesPerAgentHour.Mean:0.00} ± {result.TalkMinutesPerAgentHour.StandardError:0.00} ({result.AbandonedRate.Mean * 100:0.00} %, {result.DaysOverCap} over) |");
}
