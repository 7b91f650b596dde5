using Dialer.Core.Routing.Policies;
using Dialer.Server.Terminal;
using Dialer.Simulation.Desk;
using Dialer.Simulation.Public;

namespace Dialer.Tools.Simulate;

/// <summary>One run of <c>dialer simulate</c> on a scenario with queues: a service desk.</summary>
internal sealed class DeskRun(SimulateOptions options, Scenario scenario, TextWriter output, CancellationToken cancellation)
{
    public int Run()
    {
        Refuse();
        return options.Group is { Counts.Count: > 1 } group ? WhatIf(group) : Rehearse();
    }

    private void Refuse()
    {
        if (options.IsPacerGiven && !scenario.HasOutbound)
            throw Trouble.Usage("--pacer needs outbound calls: give the scenario an \"answer\", and a group \"outbound\": true.");
        if (scenario.HasOutbound)
            throw Trouble.Usage("answer: outbound calls beside queues cannot be rehearsed yet. Leave \"answer\" out to rehearse the callers, or the queues to rehearse the campaign.");
        if (options.Caps.Count > 0)
            throw Trouble.Usage("--cap needs outbound calls: nobody who calls in is abandoned by the dialer.");
        if (options.Agents.Count > 0)
            throw Trouble.Usage($"--agents: name the group that grows, such as {scenario.AgentGroups[0].Name}={options.Agents[0]}: all agents of a scenario with queues come from agentGroups.");
        if (options.Plot is not null)
            throw Trouble.Usage("--plot draws campaigns; of a service desk there is no picture.");
        if (options.Compare.FirstOrDefault(name => name != SimulateRun.Everything && !RoutingPolicies.All.Contains(name)) is { } pacer)
            throw Trouble.Usage($"--compare {pacer}: is a pacer, and what is compared in a scenario with queues is routings: {string.Join(", ", RoutingPolicies.All)}.");
        if (options.Group is { } group && !scenario.AgentGroups.Any(known => known.Name == group.Group))
            throw Trouble.Usage($"--agents {group.Group}: there is no such group; the scenario has {string.Join(", ", scenario.AgentGroups.Select(known => known.Name))}.");
    }

    private int Rehearse()
    {
        var world = options.Group is { } group ? WithCount(group.Group, group.Counts[0]) : scenario;
        string[] names = options.Compare is [SimulateRun.Everything] ? [.. RoutingPolicies.All]
            : options.Compare.Count > 0 ? [.. options.Compare] : [options.Routing ?? RoutingPolicies.Targets];
        var results = new RoutingResult[names.Length];
        long began = options.Time.GetTimestamp();
        Each(names.Length, i => results[i] = ServiceDesk.Rehearse(world, names[i], options.Seed, options.Days, cancellation));
        double speed = names.Length * options.Days * world.Hours * 3600 / options.Time.GetElapsedTime(began).TotalSeconds;
        if (options.Json)
            output.WriteLine(DeskText.Json(world, options, results, speed));
        else
            DeskText.Write(output, world, options, results, speed);
        return ExitCode.Ok;
    }

    private int WhatIf(GroupRange group)
    {
        if (options.Compare.Count > 0)
            throw Trouble.Usage("A range of --agents rehearses one routing: name it with --routing, and leave --compare out.");
        string routing = options.Routing ?? RoutingPolicies.Targets;
        var results = new RoutingResult[group.Counts.Count];
        Each(results.Length, i => results[i] = ServiceDesk.Rehearse(WithCount(group.Group, group.Counts[i]), routing, options.Seed, options.Days, cancellation));
        if (options.Json)
            output.WriteLine(DeskText.WhatIfJson(scenario, options, group, results));
        else
            DeskText.WriteWhatIf(output, scenario, options, group, results);
        return ExitCode.Ok;
    }

    private Scenario WithCount(string group, int count) => scenario with
    {
        AgentGroups = [.. scenario.AgentGroups.Select(known => known.Name == group ? known with { Count = count } : known)],
    };

    /// <summary>Independent rehearsals beside each other; each is deterministic by itself.</summary>
    private void Each(int count, Action<int> rehearse) =>
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, rehearse);
}
