using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>One file, listened to as a whole call answered at its first sample.</summary>
internal sealed record Classification(string Path, double Seconds, CallProgressAnalyzer Analyzer, IReadOnlyList<TracePoint> Trace, IReadOnlyList<double> BeepSeconds)
{
    private const double Rate = Signal.Rate;

    public static Classification Of(string path, short[] samples, CallProgressOptions options, GreetingFile? memory = null)
    {
        // Which number a file is of nobody says, so that each print is tried as the number's own.
        CallProgressAnalyzer analyzer = new(options with { AnnouncementBitErrors = options.RememberedBitErrors });
        if (memory is not null)
            analyzer.Remember(default, memory.Prints);
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
        var scope = memory?.ScopeOf(analyzer.Match) ?? MemoryScope.None;
        if (analyzer.Final == CpaVerdict.AnsweringMachine)
            memory?.Learn(analyzer.Print, analyzer.Match);
        return new Classification(path, samples.Length / Rate, analyzer, trace, beeps) { Scope = scope };
    }

    /// <summary>Where the greeting was known from.</summary>
    public MemoryScope Scope { get; private init; }

    /// <summary>What the verdict became: nobody replies in a file, so what goes on after a greeting is a machine.</summary>
    public CpaVerdict Final => Analyzer.Verdict == CpaVerdict.None ? CpaVerdict.Undetermined : Analyzer.Final;

    /// <summary>A file that ends before any rule decides leaves the call undetermined.</summary>
    public CpaVerdict Verdict => Analyzer.Verdict == CpaVerdict.None ? CpaVerdict.Undetermined : Analyzer.Verdict;

    public string Reason => Analyzer.Verdict == CpaVerdict.None ? "the file ended before any rule decided" : Analyzer.Reason.Describe();

    public double VerdictSeconds => Analyzer.VerdictAtSamples < 0 ? Seconds : Analyzer.VerdictAtSamples / Rate;

    public string Line() => string.Create(CultureInfo.InvariantCulture, $"{Path}: {Verdict} at {VerdictSeconds:F2} s{Became()}, confidence {Analyzer.Confidence:F2}: {Reason}");

    private string Became() => Analyzer.Revoked.Cause == RevocationCause.None
        ? "" : string.Create(CultureInfo.InvariantCulture, $", {Final} at {Analyzer.Revoked.AtSamples / Rate:F2} s ({JsonNamingPolicy.CamelCase.ConvertName(Analyzer.Revoked.Cause.ToString())})");

    public JsonNode Json()
    {
        var r = Analyzer.Reason;
        return new JsonObject
        {
            ["file"] = Path,
            ["verdict"] = Verdict.ToString(),
            ["confidence"] = Math.Round(Analyzer.Confidence, 3),
            ["atSeconds"] = Math.Round(VerdictSeconds, 3),
            ["revoked"] = Revoked(),
            ["final"] = Final.ToString(),
            ["memory"] = Memory(),
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

    private JsonObject? Revoked() => Analyzer.Revoked.Cause == RevocationCause.None ? null : new JsonObject
    {
        ["atSeconds"] = Math.Round(Analyzer.Revoked.AtSamples / Rate, 3),
        ["cause"] = JsonNamingPolicy.CamelCase.ConvertName(Analyzer.Revoked.Cause.ToString()),
    };

    private JsonObject? Memory() => Scope == MemoryScope.None ? null : new JsonObject
    {
        ["scope"] = JsonNamingPolicy.CamelCase.ConvertName(Scope.ToString()),
        ["bitErrors"] = Math.Round(Analyzer.Match.BitErrors, 4),
        ["atSeconds"] = Math.Round(Analyzer.Match.AtSamples / Rate, 3),
    };

    private static double Rounded(float value) => Math.Round(value, 1);
}
