using System.Globalization;
using System.Text.Json.Nodes;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>One file, listened to as a whole call answered at its first sample.</summary>
internal sealed record Classification(string Path, double Seconds, CallProgressAnalyzer Analyzer, IReadOnlyList<TracePoint> Trace, IReadOnlyList<double> BeepSeconds)
{
    private const double Rate = Signal.Rate;

    public static Classification Of(string path, short[] samples, CallProgressOptions options)
    {
        CallProgressAnalyzer analyzer = new(options);
        analyzer.Answered();
        List<TracePoint> trace = [];
        List<double> beeps = [];
        for (int at = 0; at < samples.Length; at += ComposedCall.FrameSamples)
        {
            var events = analyzer.Push(samples.AsSpan(at, Math.Min(ComposedCall.FrameSamples, samples.Length - at)));
            if ((events & CallProgressEvents.Beep) != 0)
                beeps.Add(analyzer.PositionSamples / Rate);
            trace.Add(new TracePoint(analyzer.EnvelopeDb, analyzer.FloorDb, analyzer.Speaking, analyzer.ToneHz));
        }
        return new Classification(path, samples.Length / Rate, analyzer, trace, beeps);
    }

    /// <summary>A file that ends before any rule decides leaves the call undetermined.</summary>
    public CpaVerdict Verdict => Analyzer.Verdict == CpaVerdict.None ? CpaVerdict.Undetermined : Analyzer.Verdict;

    public string Reason => Analyzer.Verdict == CpaVerdict.None ? "the file ended before any rule decided" : Analyzer.Reason.Describe();

    public double VerdictSeconds => Analyzer.VerdictAtSamples < 0 ? Seconds : Analyzer.VerdictAtSamples / Rate;

    public string Line() => string.Create(CultureInfo.InvariantCulture, $"{Path}: {Verdict} at {VerdictSeconds:F2} s, confidence {Analyzer.Confidence:F2}: {Reason}");

    public JsonNode Json()
    {
        var r = Analyzer.Reason;
        return new JsonObject
        {
            ["file"] = Path,
            ["verdict"] = Verdict.ToString(),
            ["confidence"] = Math.Round(Analyzer.Confidence, 3),
            ["atSeconds"] = Math.Round(VerdictSeconds, 3),
            ["reason"] = Reason,
            ["rule"] = r.Rule.ToString(),
            ["numbers"] = new JsonObject
            {
                ["onsetMs"] = r.OnsetMs,
                ["phraseMs"] = r.PhraseMs,
                ["voicedMs"] = r.VoicedMs,
                ["pauseMs"] = r.PauseMs,
                ["bursts"] = r.Bursts,
                ["floorDb"] = Rounded(r.FloorDb),
                ["peakDb"] = Rounded(r.PeakDb),
                ["recorded"] = Math.Round(r.Recorded, 3),
                ["toneHz"] = Rounded(r.ToneHz),
            },
            ["tone"] = Analyzer.Progress == ProgressTone.None ? null : Analyzer.Progress.ToString(),
            ["sit"] = Analyzer.Sit == SitClass.None ? null : Analyzer.Sit.ToString(),
            ["beepSeconds"] = new JsonArray([.. BeepSeconds.Select(b => JsonValue.Create(Math.Round(b, 2)))]),
            ["greetingEndSeconds"] = Analyzer.GreetingEndAtSamples < 0 ? null : Math.Round(Analyzer.GreetingEndAtSamples / Rate, 3),
            ["message"] = Analyzer.Message.Cause == MessageCause.None ? null : new JsonObject { ["cause"] = Analyzer.Message.Cause.ToString(), ["atSeconds"] = Math.Round(Analyzer.Message.AtSamples / Rate, 3) },
        };
    }

    private static double Rounded(float value) => Math.Round(value, 1);
}
