using System.Globalization;
using System.Text;
using System.Text.Json;
using Dialer.Simulation.Public;
using Dialer.Simulation.Virtual;

namespace Dialer.Tools.Simulate;

/// <summary>Rehearsals for the eye.</summary>
internal static class SimulateText
{
    public static void Write(TextWriter output, Scenario scenario, SimulateOptions options, IReadOnlyList<PacerResult> results, double speed)
    {
        int agents = scenario.Groups.Sum(group => group.Count);
        output.WriteLine(Line($"{scenario.Name}: {agents} agents, {scenario.Hours:0.##} h a day, {options.Days} days, seed {options.Seed}, cap {scenario.Abandon.Cap:0.###%}"));
        output.WriteLine();
        output.WriteLine("pacer                       talk min/h     utilisation  abandoned   days over  worst day  dials/h  idle s  p90");
        foreach (var r in results)
            output.WriteLine(Line($"{r.Name,-27} {r.TalkMinutesPerAgentHour.Mean,5:0.00} ± {r.TalkMinutesPerAgentHour.StandardError,-5:0.00}  {r.Utilisation.Mean,10:0.0%}  {r.AbandonedRate.Mean,9:0.00%}  {r.DaysOverCap,10}  {r.WorstDayRate,9:0.00%}  {r.DialsPerAgentHour.Mean,7:0.0}  {r.IdleSeconds.Mean,6:0.0}  {r.IdleQuantiles[1],5:0}"));
        output.WriteLine();
        double full = scenario.TalkSeconds.MeanSeconds / (scenario.TalkSeconds.MeanSeconds + scenario.WrapUpSeconds.MeanSeconds) * 60;
        output.WriteLine(Line($"No agent can pass {full:0.0} talk minutes per hour (idle 0). {speed:0} times real time."));
        if (scenario.Abandon.CountFalsePositives && scenario.Analysis.LiveAsMachine >= scenario.Abandon.Cap)
            output.WriteLine("People taken for machines pass the cap by themselves: no lawful pacing exists with this analysis; one line per free agent is dialed.");
    }

    public static void WriteWhatIf(TextWriter output, Scenario scenario, SimulateOptions options, int[] agents, double[] caps, PacerResult[,] cells)
    {
        output.WriteLine(Line($"{scenario.Name}: what if, {options.Pacer}, {options.Days} days each, seed {options.Seed}: talk minutes per agent hour (conversation hours a day)"));
        output.WriteLine();
        var head = new StringBuilder("agents");
        foreach (double cap in caps)
            head.Append(CultureInfo.InvariantCulture, $"   cap {cap * 100,5:0.##} %   ");
        output.WriteLine(head.Append(caps.Length == 1 ? "  one more agent adds a day" : ""));
        for (int a = 0; a < agents.Length; a++)
            output.WriteLine(Row(agents, caps, cells, a));
    }

    private static string Row(int[] agents, double[] caps, PacerResult[,] cells, int a)
    {
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"{agents[a],6}");
        for (int c = 0; c < caps.Length; c++)
            row.Append(CultureInfo.InvariantCulture, $"   {cells[a, c].TalkMinutesPerAgentHour.Mean,5:0.00} ({Hours(cells[a, c]),5:0.0})");
        if (caps.Length == 1 && a > 0)
            row.Append(CultureInfo.InvariantCulture, $"   {(Hours(cells[a, 0]) - Hours(cells[a - 1, 0])) / (agents[a] - agents[a - 1]):0.00} h of conversation");
        if (caps.Any(_ => true) && Enumerable.Range(0, caps.Length).Sum(c => cells[a, c].DaysOverCap) is > 0 and int over)
            row.Append(CultureInfo.InvariantCulture, $"   {over} days over the cap");
        return row.ToString();
    }

    private static double Hours(PacerResult result) => result.Days.Average(day => day.TalkSeconds) / 3600;

    public static string WhatIfJson(Scenario scenario, SimulateOptions options, int[] agents, double[] caps, PacerResult[,] cells)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("scenario", scenario.Name);
            json.WriteNumber("seed", options.Seed);
            json.WriteNumber("days", options.Days);
            json.WriteString("pacer", options.Pacer);
            json.WriteStartArray("cells");
            for (int a = 0; a < agents.Length; a++)
                for (int c = 0; c < caps.Length; c++)
                    WriteCell(json, agents[a], caps[c], cells[a, c]);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteCell(Utf8JsonWriter json, int agents, double cap, PacerResult cell)
    {
        json.WriteStartObject();
        json.WriteNumber("agents", agents);
        json.WriteNumber("cap", cap);
        json.WriteNumber("talkMinutesPerAgentHour", Math.Round(cell.TalkMinutesPerAgentHour.Mean, 6));
        json.WriteNumber("standardError", Math.Round(cell.TalkMinutesPerAgentHour.StandardError, 6));
        json.WriteNumber("abandonedRate", Math.Round(cell.AbandonedRate.Mean, 6));
        json.WriteNumber("daysOverCap", cell.DaysOverCap);
        json.WriteNumber("conversationHoursPerDay", Math.Round(Hours(cell), 6));
        json.WriteEndObject();
    }

    internal static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
