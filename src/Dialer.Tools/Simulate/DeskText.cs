using System.Text;
using System.Text.Json;
using Dialer.Core.Routing.Policies;
using Dialer.Simulation.Desk;
using Dialer.Simulation.Public;

namespace Dialer.Tools.Simulate;

/// <summary>A service desk's rehearsal for the eye, and for programs.</summary>
internal static class DeskText
{
    public static void Write(TextWriter output, Scenario scenario, SimulateOptions options, IReadOnlyList<RoutingResult> results, double speed)
    {
        output.WriteLine(SimulateText.Line($"{scenario.Name}: {scenario.AgentGroups.Sum(group => group.Count)} agents, {scenario.Queues.Count} queues, {scenario.Hours:0.##} h a day (the first is warm-up), {options.Days} days, seed {options.Seed}"));
        foreach (var queue in results[0].Queues)
            output.WriteLine(SimulateText.Line($"  {queue.Name}: {queue.Target.Share:0.###%} within {queue.Target.Within.TotalSeconds:0.##} s, {queue.Offered} offered"));
        output.WriteLine();
        output.WriteLine("routing             worst   busy   queue             level            gave up  wait s   p50   p95   p99    max");
        foreach (var result in results)
            Write(output, result);
        output.WriteLine();
        output.WriteLine(SimulateText.Line($"worst: the least level / share aimed at. Waits are over all who were offered. {speed:0} times real time."));
    }

    private static void Write(TextWriter output, RoutingResult result)
    {
        for (int i = 0; i < result.Queues.Count; i++)
        {
            var queue = result.Queues[i];
            string head = i == 0 ? SimulateText.Line($"{result.Name,-18} {result.WorstAttainment,6:0.000} {result.Occupancy,6:0.0%}") : new string(' ', 32);
            output.WriteLine(SimulateText.Line(
                $"{head}   {queue.Name,-16} {queue.ServiceLevel,6:0.0%} ± {queue.StandardError,-5:0.0%} {queue.AbandonedShare,9:0.0%} {queue.Waits.Mean,7:0.0} {queue.Waits.Median,5:0} {queue.Waits.P95,5:0} {queue.Waits.P99,5:0} {queue.Waits.Max,6:0}"));
        }
    }

    public static string Json(Scenario scenario, SimulateOptions options, IReadOnlyList<RoutingResult> results, double speed) => Object(json =>
    {
        json.WriteString("scenario", scenario.Name);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("days", options.Days);
        RoutingJson.Write(json, results);
        json.WriteNumber("simulatedSecondsPerSecond", Math.Round(speed));
    });

    public static void WriteWhatIf(TextWriter output, Scenario scenario, SimulateOptions options, GroupRange group, IReadOnlyList<RoutingResult> results)
    {
        output.WriteLine(SimulateText.Line($"{scenario.Name}: what if \"{group.Group}\" had more agents, {options.Routing ?? RoutingPolicies.Targets}, {options.Days} days each, seed {options.Seed}"));
        output.WriteLine();
        output.WriteLine(SimulateText.Line($"agents   worst    busy   {string.Join("  ", results[0].Queues.Select(queue => $"{queue.Name,8}"))}"));
        for (int i = 0; i < results.Count; i++)
            output.WriteLine(SimulateText.Line(
                $"{group.Counts[i],6}  {results[i].WorstAttainment,6:0.000}  {results[i].Occupancy,6:0.0%}   {string.Join("  ", results[i].Queues.Select(queue => SimulateText.Line($"{queue.ServiceLevel,8:0.0%}")))}"));
        output.WriteLine();
        output.WriteLine(Smallest(group, results) is { } smallest
            ? SimulateText.Line($"The smallest staff that meets all targets: {smallest} in \"{group.Group}\".")
            : SimulateText.Line($"No number from {group.Counts[0]} to {group.Counts[^1]} meets all targets; the queue that is farthest from its own is \"{Farthest(results[^1])}\": more agents with its skills are needed."));
    }

    public static string WhatIfJson(Scenario scenario, SimulateOptions options, GroupRange group, IReadOnlyList<RoutingResult> results) => Object(json =>
    {
        json.WriteString("scenario", scenario.Name);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("days", options.Days);
        json.WriteString("group", group.Group);
        if (Smallest(group, results) is { } smallest)
            json.WriteNumber("smallestThatMeetsAllTargets", smallest);
        else
            json.WriteNull("smallestThatMeetsAllTargets");
        json.WriteStartArray("staffs");
        for (int i = 0; i < results.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("agents", group.Counts[i]);
            RoutingJson.Write(json, [results[i]]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static int? Smallest(GroupRange group, IReadOnlyList<RoutingResult> results)
    {
        for (int i = 0; i < results.Count; i++)
            if (results[i].WorstAttainment >= 1)
                return group.Counts[i];
        return null;
    }

    private static string Farthest(RoutingResult result) => result.Queues.MinBy(queue => queue.Attainment)!.Name;

    private static string Object(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
