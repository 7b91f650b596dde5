using Dialer.Server.Terminal;
using Dialer.Simulation.Virtual;

namespace Dialer.Tools.Simulate;

/// <summary>Every robustness world, with the policy asked for and those of --compare, for programs.</summary>
internal sealed class WorldsJson(SimulateOptions options, TextWriter output, CancellationToken cancellation)
{
    public int Run()
    {
        string[] names = [options.Pacer, .. options.Compare.Where(name => name != options.Pacer)];
        var worlds = Worlds.Robustness;
        var results = new PacerResult[worlds.Count][];
        Parallel.For(0, worlds.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            results[i] = [.. names.Select(name => Rehearsal.Run(worlds[i].Scenario, name, options.Seed, options.Days, null, options.PerLead, cancellation))]);
        output.WriteLine(RehearsalJson.WriteWorlds(options.Seed, options.Days, [.. worlds.Select((world, i) => (world, (IReadOnlyList<PacerResult>)results[i]))]));
        bool isKept = worlds.Select((world, i) => !world.IsLawful || results[i][0].DaysOverCap == 0).All(kept => kept);
        return isKept ? ExitCode.Ok : ExitCode.Failure;
    }
}
