using Dialer.Core.Pacing;
using Dialer.Host.Commands;
using Dialer.Simulation.Public;
using Dialer.Simulation.Virtual;

namespace Dialer.Host.Simulate;

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
                output.Write(Cell(Rehearsal.Run(change(Scenario.Default.WithAgents(size)), pacer, options.Seed, DaysFor(size), null, cancellation)));
            output.WriteLine();
            output.Flush();
        }
        output.WriteLine();
    }

    private static string Cell(PacerResult result) => SimulateText.Line(
        $" {result.TalkMinutesPerAgentHour.Mean:0.00} ± {result.TalkMinutesPerAgentHour.StandardError:0.00} ({result.AbandonedRate.Mean * 100:0.00} %, {result.DaysOverCap} over) |");
}

/// <summary>Every robustness world: did the cap hold?</summary>
internal sealed class WorldsTable(SimulateOptions options, TextWriter output, CancellationToken cancellation)
{
    public int Run()
    {
        output.WriteLine(SimulateText.Line($"| world ({options.Days} days, seed {options.Seed}) | talk min/h | progressive | abandoned | days over | worst day |\n|---|---|---|---|---|---|"));
        bool isKept = true;
        foreach (var world in Worlds.Robustness)
        {
            var ours = Rehearsal.Run(world.Scenario, options.Pacer, options.Seed, options.Days, null, cancellation);
            var progressive = Rehearsal.Run(world.Scenario, Pacers.Progressive, options.Seed, Math.Min(options.Days, 20), null, cancellation);
            isKept &= !world.IsLawful || ours.DaysOverCap == 0;
            output.WriteLine(SimulateText.Line(
                $"| {world.Name} | {ours.TalkMinutesPerAgentHour.Mean:0.00} ± {ours.TalkMinutesPerAgentHour.StandardError:0.00} | {progressive.TalkMinutesPerAgentHour.Mean:0.00} | {ours.AbandonedRate.Mean * 100:0.00} % | {ours.DaysOverCap}{(world.IsLawful ? "" : " (no lawful pacing)")} | {ours.WorstDayRate * 100:0.00} % |"));
            output.Flush();
        }
        return isKept ? ExitCode.Ok : ExitCode.Failure;
    }
}
