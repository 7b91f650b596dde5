using System.Globalization;
using Dialer.Server.Terminal;
using Dialer.Simulation.Public;
using Dialer.Simulation.Rivals;
using Dialer.Simulation.Virtual;

namespace Dialer.Tools.Simulate;

/// <summary>One run of <c>dialer simulate</c>.</summary>
internal sealed class SimulateRun(SimulateOptions options, TextWriter output, CancellationToken cancellation)
{
    /// <summary>What <c>--compare</c> calls every one there is.</summary>
    public const string Everything = "all";

    public int Run()
    {
        if (options.Plot is { } plot && Path.GetDirectoryName(Path.GetFullPath(plot)) is { } folder && !Directory.Exists(folder))
            throw Trouble.Usage($"--plot: there is no folder {folder}.");
        if (options.Table)
            return new ResultsTable(options, output, cancellation).Run();
        if (options.Worlds)
        {
            var worlds = options with { Compare = Pacers(Scenario.Default) };
            return options.Json ? new WorldsJson(worlds, output, cancellation).Run() : new WorldsTable(worlds, output, cancellation).Run();
        }
        var scenario = ReadScenario();
        if (scenario.Queues.Count > 0)
            return new DeskRun(options, scenario, output, cancellation).Run();
        RefuseDeskOptions();
        return options.IsWhatIf ? WhatIf(scenario) : Rehearse(scenario);
    }

    private Scenario ReadScenario()
    {
        var scenario = options.FromCampaign is { } campaign
            ? MeasuredScenario.From(MeasuredReader.Read(options.Db!, campaign), Scenario.Default)
            : options.ScenarioFile is { } file ? ScenarioFile.Read(file, Scenario.Default) : Scenario.Default;
        if (scenario.Queues.Count > 0)
            return scenario;
        if (options.Agents.Count > 0 && scenario.AgentPlan.Count > 0)
            throw Trouble.Usage("--agents cannot change a scenario that has an agentPlan; change its counts, or leave the plan out.");
        if (options.Agents.Count == 1)
            scenario = scenario.WithAgents(options.Agents[0]);
        return options.Caps.Count == 1 ? scenario.WithCap(options.Caps[0]) : scenario;
    }

    private void RefuseDeskOptions()
    {
        if (options.Routing is not null)
            throw Trouble.Usage("--routing needs a scenario with queues: without callers who wait there is nobody to route.");
        if (options.Group is { } group)
            throw Trouble.Usage($"--agents {group.Group}=... needs a scenario with queues and agentGroups; here give a number, or a range such as 8..20.");
    }

    /// <summary>The pacers to compare; names of routings are refused here.</summary>
    private string[] Pacers(Scenario scenario)
    {
        if (options.Compare is [Everything])
            return [.. PacerNames.All];
        if (options.Compare.FirstOrDefault(name => !PacerNames.All.Contains(name)) is { } routing)
            throw Trouble.Usage($"--compare {routing}: is a routing, and scenario \"{scenario.Name}\" has no queues. Pacers are {string.Join(", ", PacerNames.All)}.");
        return [.. options.Compare];
    }

    private int Rehearse(Scenario scenario)
    {
        string[] names = Pacers(scenario) is { Length: > 0 } compared ? compared : [options.Pacer];
        var samples = names.Select(_ => options.Plot is null ? null : new List<DaySample>()).ToArray();
        var results = new PacerResult[names.Length];
        long began = options.Time.GetTimestamp();
        Each(names.Length, i => results[i] = Rehearsal.Run(scenario, names[i], options.Seed, options.Days, samples[i], options.PerLead, cancellation));
        double speed = names.Length * options.Days * scenario.Hours * 3600 / options.Time.GetElapsedTime(began).TotalSeconds;
        if (options.Json)
            output.WriteLine(RehearsalJson.Write(scenario.Name, options.Seed, options.Days, results, speed));
        else
            SimulateText.Write(output, scenario, options, results, speed);
        if (options.Plot is { } plot)
            File.WriteAllText(plot, Picture.Day($"{scenario.Name}: one day, seed {options.Seed}", scenario.Hours, scenario.Abandon.Cap, [.. Drawn(names, samples)]));
        return ExitCode.Ok;
    }

    // Twelve days beside each other tell nothing: ours and the best-known rival's, where both were rehearsed.
    private static IEnumerable<(string, IReadOnlyList<DaySample>)> Drawn(string[] names, List<DaySample>?[] samples)
    {
        string[] wanted = names.Length <= 3 ? names : [Core.Pacing.Pacers.Predictive, RivalPacers.VicidialAverage];
        for (int i = 0; i < names.Length; i++)
            if (wanted.Contains(names[i]))
                yield return (names[i], samples[i]!);
    }

    private int WhatIf(Scenario scenario)
    {
        int[] agents = options.Agents.Count > 0 ? [.. options.Agents] : [scenario.Groups.Sum(group => group.Count)];
        double[] caps = options.Caps.Count > 0 ? [.. options.Caps] : [scenario.Abandon.Cap];
        var cells = new PacerResult[agents.Length, caps.Length];
        Each(cells.Length, i =>
        {
            var world = scenario.WithCap(caps[i % caps.Length]);
            if (options.Agents.Count > 1)
                world = world.WithAgents(agents[i / caps.Length]);
            cells[i / caps.Length, i % caps.Length] = Rehearsal.Run(world, options.Pacer, options.Seed, options.Days, null, options.PerLead, cancellation);
        });
        if (options.Json)
            output.WriteLine(SimulateText.WhatIfJson(scenario, options, agents, caps, cells));
        else
            SimulateText.WriteWhatIf(output, scenario, options, agents, caps, cells);
        if (options.Plot is { } plot)
            File.WriteAllText(plot, WhatIfPicture(scenario, agents, caps, cells));
        return ExitCode.Ok;
    }

    private static string WhatIfPicture(Scenario scenario, int[] agents, double[] caps, PacerResult[,] cells)
    {
        bool byAgents = agents.Length > 1;
        var series = new List<(string, IReadOnlyList<(double, double)>)>();
        if (byAgents)
            for (int c = 0; c < caps.Length; c++)
                series.Add((string.Create(CultureInfo.InvariantCulture, $"cap {caps[c] * 100:0.##} %"), [.. agents.Select((n, a) => ((double)n, cells[a, c].TalkMinutesPerAgentHour.Mean))]));
        else
            series.Add(($"{agents[0]} agents", [.. caps.Select((cap, c) => (cap * 100, cells[0, c].TalkMinutesPerAgentHour.Mean))]));
        return Picture.Curves(scenario.Name + ": what if", byAgents ? "agents" : "cap, %", "talk minutes per agent hour", series);
    }

    /// <summary>Independent rehearsals beside each other; each is deterministic by itself.</summary>
    private void Each(int count, Action<int> rehearse) =>
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, rehearse);
}
