using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Simulation.Audio;
using Dialer.Store.Reports;

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
            ["voices"] = new JsonArray([.. evaluation.Voices.OrderBy(v => v.Voice, StringComparer.Ordinal).Select(Voice)]),
            ["acrossVoices"] = AcrossVoices(evaluation),
            ["calibration"] = new JsonArray([.. evaluation.Calibration.Where(b => b.Of > 0).Select(Calibration)]),
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
            ["finalLive"] = Confusion(s.FinalLive),
            ["finalMachine"] = Confusion(s.FinalMachine),
            ["finalLiveCalledMachine"] = Bounds(Interval.Wilson(s.FinalLive.Machine, s.FinalLive.Of, s.LiveOriginals)),
            ["finalMachineCaught"] = Bounds(Interval.Wilson(s.FinalMachine.Machine, s.FinalMachine.Of, s.MachineOriginals)),
        };
    }

    private static JsonNode Voice(VoiceReport v) => new JsonObject
    {
        ["voice"] = v.Voice,
        ["strata"] = new JsonArray([.. v.Strata.Select(Stratum)]),
    };

    /// <summary>Mean and spread over the voices, each counting once, by stratum.</summary>
    private static JsonArray AcrossVoices(Evaluation evaluation) => [.. StrataOf(evaluation).Select(name => (JsonNode)new JsonObject
    {
        ["name"] = name,
        ["liveCalledMachine"] = Spread(Shares(evaluation, name, s => s.Live)),
        ["machineCaught"] = Spread(Shares(evaluation, name, s => s.Machine)),
        ["finalLiveCalledMachine"] = Spread(Shares(evaluation, name, s => s.FinalLive)),
        ["finalMachineCaught"] = Spread(Shares(evaluation, name, s => s.FinalMachine)),
    })];

    private static IEnumerable<string> StrataOf(Evaluation evaluation) => evaluation.Voices.SelectMany(v => v.Strata.Select(s => s.Name)).Distinct().Order(StringComparer.Ordinal);

    private static VoiceSpread Shares(Evaluation evaluation, string stratum, Func<Stratum, Confusion> which) => VoiceSpread.Of(
        [.. evaluation.Voices.SelectMany(v => v.Strata).Where(s => s.Name == stratum).Select(which).Where(c => c.Of > 0).Select(c => c.Machine / (double)c.Of)]);

    private static JsonObject? Spread(VoiceSpread v) => v.Voices == 0 ? null : new JsonObject
    {
        ["voices"] = v.Voices,
        ["mean"] = Math.Round(v.Mean, 5),
        ["spread"] = double.IsNaN(v.Spread) ? null : Math.Round(v.Spread, 5),
        ["low95"] = Math.Round(v.Low, 5),
        ["high95"] = Math.Round(v.High, 5),
    };

    private static JsonNode Calibration(CalibrationBin b) => new JsonObject
    {
        ["verdict"] = b.Verdict.ToString(),
        ["from"] = b.From,
        ["to"] = Math.Min(1, b.To),
        ["calls"] = b.Of,
        ["confidence"] = Math.Round(b.ConfidenceSum / b.Of, 4),
        ["right"] = Math.Round(b.Right / (double)b.Of, 4),
    };

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
        text.AppendLine("dialer by voice: called machine, at first and in the end");
        text.AppendLine("  voice                    stratum                               people first final    machines first final");
        foreach (var voice in evaluation.Voices.OrderBy(v => v.Voice, StringComparer.Ordinal))
            foreach (var s in voice.Strata)
                text.AppendLine(c, $"  {voice.Voice,-24} {s.Name,-36} {s.Live.Of,7} {s.Live.Machine,5} {s.FinalLive.Machine,5} {s.Machine.Of,11} {s.Machine.Machine,5} {s.FinalMachine.Machine,5}");
        text.AppendLine();
        text.AppendLine("dialer: confidence                    calls   mean   right");
        foreach (var bin in evaluation.Calibration.Where(bin => bin.Of > 0))
            text.AppendLine(c, $"  {bin.Verdict,-16} {bin.From:F2} to {Math.Min(1, bin.To):F2} {bin.Of,12} {bin.ConfidenceSum / bin.Of,7:F3} {bin.Right / (double)bin.Of,7:F3}");
        text.AppendLine();
        var b = evaluation.Beeps;
        text.AppendLine(c, $"beeps behind greetings: {b.Found} of {b.Of} found; {b.False} false in {b.SpeechHours:F2} hours of speech");
        return text.ToString();
    }

    private static void Line(StringBuilder text, Stratum s)
    {
        Interval wrong = Interval.Wilson(s.Live.Machine, s.Live.Of, s.LiveOriginals), caught = Interval.Wilson(s.Machine.Machine, s.Machine.Of, s.MachineOriginals);
        text.AppendLine(CultureInfo.InvariantCulture, $"  {s.Name,-32} {s.Live.Of,9} {s.Live.Live,5} {s.Live.Machine,7} {s.Live.Undecided,5} {s.Live.Other,5} {Percent(wrong),28} {s.Machine.Of,11} {s.Machine.Machine,6} {s.Machine.Live,5} {s.Machine.Undecided,5} {s.Machine.Other,5} {Percent(caught),28}   final {s.FinalLive.Machine,4} {s.FinalMachine.Machine,5}");
    }

    private static string Percent(Interval i) => double.IsNaN(i.Share) ? "-" : string.Create(CultureInfo.InvariantCulture, $"{100 * i.Share:F2} ({100 * i.Low:F2} to {100 * i.High:F2})");

    private static string Pair(List<double> ms) => ms.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Signal.Percentile([.. ms], 0.5):F0}/{Signal.Percentile([.. ms], 0.95):F0}");
}
