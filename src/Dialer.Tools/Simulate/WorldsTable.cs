using Dialer.Server.Terminal;
using Dialer.Simulation.Virtual;

namespace Dialer.Tools.Simulate;

/// <summary>Every robustness world: did the cap hold, and is another policy that keeps it any better?</summary>
internal sealed class WorldsTable(SimulateOptions options, TextWriter output, CancellationToken cancellation)
{
    // What knows the future is no policy that anybody could run.
    private readonly IReadOnlyList<string> _others =
        [.. options.Compare.Where(name => name != options.Pacer && name is not (PacerNames.KnowsReleases or PacerNames.KnowsAnswers))];

    public int Run()
    {
        output.WriteLine(SimulateText.Line($"| world ({options.Days} days, seed {options.Seed}) | talk min/h | abandoned | days over | worst day |{(_others.Count > 0 ? " best other that keeps the cap |" : "")}\n|---|---|---|---|---|{(_others.Count > 0 ? "---|" : "")}"));
        bool isKept = true;
        foreach (var world in Worlds.Robustness)
        {
            var ours = Rehearse(world, options.Pacer);
            isKept &= !world.IsLawful || ours.DaysOverCap == 0;
            output.WriteLine(SimulateText.Line(
                $"| {world.Name} | {Talk(ours)} | {ours.AbandonedRate.Mean * 100:0.00} % | {ours.DaysOverCap}{(world.IsLawful ? "" : " (no lawful pacing)")} | {ours.WorstDayRate * 100:0.00} % |{(_others.Count > 0 ? $" {Best(world)} |" : "")}"));
            output.Flush();
        }
        return isKept ? ExitCode.Ok : ExitCode.Failure;
    }

    private string Best(NamedWorld world)
    {
        var best = _others.Select(name => Rehearse(world, name)).Where(other => other.DaysOverCap == 0)
            .MaxBy(other => other.TalkMinutesPerAgentHour.Mean);
        return best is null ? "none" : $"{best.Name} {Talk(best)}";
    }

    private PacerResult Rehearse(NamedWorld world, string pacer) => Rehearsal.Run(world.Scenario, pacer, options.Seed, options.Days, null, options.PerLead, cancellation);

    private static string Talk(PacerResult result) => SimulateText.Line($"{result.TalkMinutesPerAgentHour.Mean:0.00} ± {result.TalkMinutesPerAgentHour.StandardError:0.00}");
}
