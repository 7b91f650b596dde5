using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>The judge's findings, as JSON for programs and as tables for people.</summary>
internal static class EvaluationReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Json(Evaluation evaluation, ulong seed, JsonObject listening)
    {
        JsonObject root = new()
        {
            ["seed"] = seed,
            ["listening"] = listening,
            ["beeps"] = Beeps(evaluation.Beeps),
            ["detectors"] = new JsonArray([.. evaluation.Reports.Select(Detector)]),
        };
        return root.ToJsonString(Indented);
    }

    private static JsonObject Beeps(BeepScore b) => new()
    {
        ["of"] = b.Of,
        ["found"] = b.Found,
        ["false"] = b.False,
        ["speechHours"] = Math.Round(b.SpeechHours, 3),
        ["foundShare"] = Bounds(Interval.Wilson(b.Found, b.Of)),
    };

    private static JsonNode Detector(DetectorReport report) => new JsonObject
    {
        ["name"] = report.Name,
        ["strata"] = new JsonArray([.. report.Strata.Select(Stratum)]),
        ["latencyMs"] = new JsonObject { ["liveAfterUtterance"] = Latency(report.LiveLatencyMs), ["machineAfterAnswer"] = Latency(report.MachineLatencyMs) },
        ["microsecondsPerFrame"] = Math.Round(report.MicrosecondsPerFrame, 3),
    };

    private static JsonNode Stratum(Stratum s)
    {
        JsonObject tones = [];
        foreach ((string name, var score) in s.Tones)
            tones[name] = new JsonObject { ["of"] = score.Of, ["correct"] = score.Correct };
        return new JsonObject
        {
            ["name"] = s.Name,
            ["live"] = Confusion(s.Live),
            ["machine"] = Confusion(s.Machine),
            ["tones"] = tones,
            ["liveCalledMachine"] = Bounds(Interval.Wilson(s.Live.Machine, s.Live.Of, s.LiveOriginals)),
            ["machineCaught"] = Bounds(Interval.Wilson(s.Machine.Machine, s.Machine.Of, s.MachineOriginals)),
        };
    }

    private static JsonObject Confusion(Confusion c) => new()
    {
        ["of"] = c.Of,
        ["live"] = c.Live,
        ["machine"] = c.Machine,
        ["undecided"] = c.Undecided,
        ["other"] = c.Other,
    };

    private static JsonObject? Bounds(Interval i) => double.IsNaN(i.Share) ? null : new JsonObject
    {
        ["share"] = Math.Round(i.Share, 5),
        ["low95"] = Math.Round(i.Low, 5),
        ["high95"] = Math.Round(i.High, 5),
    };

    private static JsonObject Latency(List<double> ms) => new() { ["p50"] = Share(ms, 0.5), ["p95"] = Share(ms, 0.95) };

    private static JsonNode? Share(List<double> ms, double share) => ms.Count == 0 ? null : Math.Round(Signal.Percentile([.. ms], share));

    public static string Text(Evaluation evaluation)
    {
        var c = CultureInfo.InvariantCulture;
        StringBuilder text = new();
        foreach (var report in evaluation.Reports)
        {
            text.AppendLine(c, $"{report.Name}   live after utterance {Pair(report.LiveLatencyMs)} ms, machine after answer {Pair(report.MachineLatencyMs)} ms (p50/p95), {report.MicrosecondsPerFrame:F2} us per 20 ms frame");
            text.AppendLine("  stratum                            live: of  live machine undec other  machine %  (95 %)         machine: of caught  live undec other  caught %  (95 %)");
            foreach (var s in report.Strata)
                Line(text, s);
            foreach (var s in report.Strata.Where(s => s.Tones.Count > 0))
                text.AppendLine(c, $"  {s.Name,-32} tones: {string.Join(", ", s.Tones.Select(t => $"{t.Key} {t.Value.Correct}/{t.Value.Of}"))}");
            text.AppendLine();
        }
        var b = evaluation.Beeps;
        text.AppendLine(c, $"beeps behind greetings: {b.Found} of {b.Of} found; {b.False} false in {b.SpeechHours:F2} hours of speech");
        return text.ToString();
    }

    private static void Line(StringBuilder text, Stratum s)
    {
        Interval wrong = Interval.Wilson(s.Live.Machine, s.Live.Of, s.LiveOriginals), caught = Interval.Wilson(s.Machine.Machine, s.Machine.Of, s.MachineOriginals);
        text.AppendLine(CultureInfo.InvariantCulture, $"  {s.Name,-32} {s.Live.Of,9} {s.Live.Live,5} {s.Live.Machine,7} {s.Live.Undecided,5} {s.Live.Other,5} {Percent(wrong),28} {s.Machine.Of,11} {s.Machine.Machine,6} {s.Machine.Live,5} {s.Machine.Undecided,5} {s.Machine.Other,5} {Percent(caught),28}");
    }

    private static string Percent(Interval i) => double.IsNaN(i.Share) ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * i.Share:F2} ({100 * i.Low:F2} to {100 * i.High:F2})");

    private static string Pair(List<double> ms) => ms.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Signal.Percentile([.. ms], 0.5):F0}/{Signal.Percentile([.. ms], 0.95):F0}");
}
