using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>The judge: the same calls to every detector, in the same run.</summary>
internal sealed class Evaluation
{
    /// <summary>Lengths by the utterance itself, not by the file. The names are those of calls without added trouble; a variation's has its name behind.</summary>
    public const string ShortLive = "live under 2 s", LongLive = "live 2 to 4 s", LongestLive = "live 4 s and more", ShortMachine = "machine under 2.5 s", LongMachine = "machine 2.5 s and more", LongestMachine = "machine 4.5 s and more";

    /// <summary>A beep is found when it is reported before so long after its end.</summary>
    private const double BeepWithinSeconds = 0.5;

    private readonly AmdCorpus _corpus;
    private readonly EvaluationOptions _options;
    private readonly IAnswerDetector[] _detectors;
    private readonly List<double>[] _microseconds;

    public Evaluation(AmdCorpus corpus, EvaluationOptions options, bool oursOnly = false)
    {
        _corpus = corpus;
        _options = options;
        _detectors =
        [
            new DialerDetector(options.Analysis), new AppAmdDetector("app_amd", AppAmdParameters.Defaults),
            new AppAmdDetector("app_amd_vicidial", AppAmdParameters.Vicidial), new ModAmdDetector(), new SimpleAmdDetector(),
        ];
        if (oursOnly)
            _detectors = [_detectors[0]];
        _microseconds = [.. _detectors.Select(_ => new List<double>())];
        Reports = [.. _detectors.Select(d => new DetectorReport(d.Name, [], [], []))];
    }

    public IReadOnlyList<DetectorReport> Reports { get; }

    public List<Miss> Misses { get; } = [];

    /// <summary>Every call, as our own detector heard it.</summary>
    public List<JudgedCall> Calls { get; } = [];

    /// <summary>Our own detector by voice.</summary>
    public List<VoiceReport> Voices { get; } = [];

    /// <summary>How often our own detector's verdicts were right, by their confidence.</summary>
    public IReadOnlyList<CalibrationBin> Calibration { get; } = [.. Bins(CpaVerdict.LiveVoice), .. Bins(CpaVerdict.AnsweringMachine)];

    /// <summary>Of our own detector.</summary>
    public BeepScore Beeps { get; } = new();

    public void Run()
    {
        CallComposer composer = new([.. _corpus.Clips.Where(c => c.Label == AmdLabel.Noise).Select(c => Signal.ToFloat(c.Samples))]);
        AmdClip[] scored = [.. _corpus.Scored];
        string[] variations = _options.AsIs ? ["as-is"] : [.. _options.Variations];
        for (int v = 0; v < variations.Length; v++)
            for (int i = 0; i < scored.Length; i++)
            {
                var random = new SeededRandom(_options.Seed).Fork((ulong)i + 1).Fork((ulong)v + 1);
                var call = _options.AsIs ? ComposedCall.AsIs(scored[i].Samples, scored[i].UtteranceEndSeconds) : composer.Compose(scored[i], variations[v], random);
                Judge(scored[i], call, variations[v], plain: v == 0);
            }
        Finish();
    }

    private void Judge(AmdClip clip, ComposedCall call, string variation, bool plain)
    {
        string[] lengths = [.. ByLength(clip).Select(name => plain ? name : $"{name}, {variation}")];
        for (int d = 0; d < _detectors.Length; d++)
        {
            long started = _options.Time.GetTimestamp();
            int verdictFrame = Play(_detectors[d], call, clip.IsTone ? null : Beeps);
            _microseconds[d].Add(_options.Time.GetElapsedTime(started).TotalMicroseconds / Math.Max(1, call.Frames));
            Score(d, clip, call, variation, verdictFrame);
            foreach (string length in lengths)
                Score(Find(d, length, part: true), clip, _detectors[d]);
            if (d != 0)
                continue;
            NoteMiss(clip, variation);
            NoteCall(clip, variation);
            NoteVoice(clip, lengths);
            NoteConfidence(clip);
        }
    }

    /// <summary>The whole call, also after the verdict: tones and beeps come later. Gives the frame of the verdict, -1 if none.</summary>
    private static int Play(IAnswerDetector detector, ComposedCall call, BeepScore? beeps)
    {
        detector.Reset();
        int verdict = -1;
        bool found = false;
        for (int f = 0; f < call.Frames; f++)
        {
            detector.Push(call.Frame(f), f < call.AnswerFrame ? call.Flags[f] | FrameFlags.EarlyMedia : call.Flags[f], f >= call.AnswerFrame);
            if (verdict < 0 && detector.Heard != Heard.None)
                verdict = f;
            if (beeps is null || detector is not DialerDetector { BeepNow: true })
                continue;
            double seconds = (f + 1) * ComposedCall.FrameSamples / (double)Signal.Rate;
            bool real = seconds >= call.Beep.Begin && seconds <= call.Beep.End + BeepWithinSeconds;
            found |= real;
            if (!real)
                beeps.False++;
        }
        if (beeps is null || detector is not DialerDetector)
            return verdict;
        beeps.SpeechHours += call.SpeechSeconds / 3600;
        if (double.IsNaN(call.Beep.Begin))
            return verdict;
        beeps.Of++;
        if (found)
            beeps.Found++;
        return verdict;
    }

    private void Score(int d, AmdClip clip, ComposedCall call, string variation, int verdictFrame)
    {
        Score(Find(d, variation), clip, _detectors[d]);
        double verdictMs = (verdictFrame + 1 - call.AnswerFrame) * 20.0;
        if (clip.Label == AmdLabel.Human && _detectors[d].Heard == Heard.Live && !double.IsNaN(call.UtteranceEndSeconds))
            Reports[d].LiveLatencyMs.Add(verdictMs - 1000 * call.UtteranceEndSeconds);
        if (clip.Label == AmdLabel.Machine && _detectors[d].Heard == Heard.Machine)
            Reports[d].MachineLatencyMs.Add(verdictMs);
    }

    private static void Score(Stratum stratum, AmdClip clip, IAnswerDetector detector)
    {
        switch (clip.Label)
        {
            case AmdLabel.Human:
                stratum.Live.Add(detector.Heard);
                stratum.FinalLive.Add(detector.Final);
                stratum.LiveOriginals++;
                return;
            case AmdLabel.Machine:
                stratum.Machine.Add(detector.Heard);
                stratum.FinalMachine.Add(detector.Final);
                stratum.MachineOriginals++;
                return;
            default:
                string name = clip.Label.ToString().ToLowerInvariant();
                if (!stratum.Tones.TryGetValue(name, out var score))
                    stratum.Tones[name] = score = new ToneScore();
                score.Of++;
                if (detector.Recognises(clip.Label))
                    score.Correct++;
                return;
        }
    }

    private static string[] ByLength(AmdClip clip)
    {
        if (clip.IsTone)
            return [];
        (int first, int end) = Signal.Utterance(Signal.ToFloat(clip.Samples));
        double seconds = (end - first) / (double)Signal.Rate;
        return clip.Label == AmdLabel.Human
            ? seconds < 2 ? [ShortLive] : seconds <= 4 ? [LongLive] : [LongestLive]
            : seconds < 2.5 ? [ShortMachine] : seconds < 4.5 ? [LongMachine] : [LongMachine, LongestMachine];
    }

    private Stratum Find(int d, string name, bool part = false)
    {
        var strata = Reports[d].Strata;
        var found = strata.Find(s => s.Name == name);
        if (found is null)
            strata.Add(found = new Stratum(name, part));
        return found;
    }

    private void NoteCall(AmdClip clip, string variation)
    {
        var a = ((DialerDetector)_detectors[0]).Analyzer;
        Calls.Add(new JudgedCall(clip, variation, a.Verdict, a.Final, a.Revoked, a.Confidence, a.Reason, (a.VerdictAtSamples - a.AnsweredAtSamples) / (double)Signal.Rate));
    }

    private void NoteVoice(AmdClip clip, string[] lengths)
    {
        if (clip.IsTone)
            return;
        var voice = Voices.Find(v => v.Voice == clip.Group);
        if (voice is null)
            Voices.Add(voice = new VoiceReport(clip.Group, []));
        foreach (string length in (string[])["all", .. lengths])
            Score(voice.Find(length), clip, _detectors[0]);
    }

    private void NoteConfidence(AmdClip clip)
    {
        var analyzer = ((DialerDetector)_detectors[0]).Analyzer;
        if (clip.IsTone || analyzer.Verdict is not (CpaVerdict.LiveVoice or CpaVerdict.AnsweringMachine))
            return;
        var bin = Calibration.First(b => b.Verdict == analyzer.Verdict && analyzer.Confidence < b.To);
        bin.Of++;
        bin.ConfidenceSum += analyzer.Confidence;
        if ((clip.Label == AmdLabel.Human) == (analyzer.Verdict == CpaVerdict.LiveVoice))
            bin.Right++;
    }

    private static IEnumerable<CalibrationBin> Bins(CpaVerdict verdict)
    {
        double[] edges = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01];
        for (int i = 0; i + 1 < edges.Length; i++)
            yield return new CalibrationBin(verdict, edges[i], edges[i + 1]);
    }

    private void NoteMiss(AmdClip clip, string variation)
    {
        var ours = (DialerDetector)_detectors[0];
        bool right = clip.Label switch
        {
            AmdLabel.Human => ours.Heard == Heard.Live,
            AmdLabel.Machine => ours.Heard == Heard.Machine,
            _ => ours.Recognises(clip.Label),
        };
        if (!right)
            Misses.Add(new Miss(clip.Path, variation, clip.Label, ours.Analyzer.Verdict, ours.Analyzer.Reason));
    }

    private void Finish()
    {
        for (int d = 0; d < _detectors.Length; d++)
        {
            var strata = Reports[d].Strata;
            Stratum all = new("all");
            foreach (var s in strata.Where(s => !s.Part))
            {
                all.Live.Add(s.Live);
                all.Machine.Add(s.Machine);
                all.FinalLive.Add(s.FinalLive);
                all.FinalMachine.Add(s.FinalMachine);
                all.LiveOriginals = Math.Max(all.LiveOriginals, s.LiveOriginals);
                all.MachineOriginals = Math.Max(all.MachineOriginals, s.MachineOriginals);
                foreach ((string name, var score) in s.Tones)
                    AddTone(all, name, score);
            }
            strata.Insert(0, all);
            // The median call: what else the machine does meanwhile is not the detector's cost.
            Reports[d].MicrosecondsPerFrame = _microseconds[d].Count == 0 ? 0 : Signal.Percentile([.. _microseconds[d]], 0.5);
        }
    }

    private static void AddTone(Stratum all, string name, ToneScore score)
    {
        if (!all.Tones.TryGetValue(name, out var sum))
            all.Tones[name] = sum = new ToneScore();
        sum.Of += score.Of;
        sum.Correct += score.Correct;
    }
}
