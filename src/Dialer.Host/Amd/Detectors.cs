using Dialer.Core.CallProgress;

namespace Dialer.Host.Amd;

/// <summary>A detector's answer, in the judge's three ways and the rest.</summary>
internal enum Heard : byte
{
    /// <summary>Not concluded.</summary>
    None,
    Live,
    Machine,

    /// <summary>Time was up, or nobody spoke.</summary>
    Undecided,

    /// <summary>A tone, music, call screening: neither person nor machine.</summary>
    Other,
}

/// <summary>A detector under judgement: fed 20 ms frames from the answer on.</summary>
internal interface IAnswerDetector
{
    string Name { get; }

    Heard Heard { get; }

    void Reset();

    /// <summary>160 samples at 8 kHz. Frames before the answer are only seen by detectors that listen to early media.</summary>
    void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered);

    /// <summary>Whether what was heard is right for a file that holds neither a person nor a machine.</summary>
    bool Recognises(AmdLabel label);
}

/// <summary>The silence classifier that the open-source detectors share: a frame is voice when its mean magnitude, in whole numbers, reaches the threshold.</summary>
internal static class MeanMagnitude
{
    public static int Of(ReadOnlySpan<short> frame)
    {
        int sum = 0;
        foreach (short sample in frame) sum += Math.Abs((int)sample);
        return sum / frame.Length;
    }
}

/// <summary>Our own analyzer, as a campaign runs it.</summary>
internal sealed class DialerDetector(CallProgressOptions options) : IAnswerDetector
{
    private bool _beep;

    public string Name => "dialer";

    public CallProgressAnalyzer Analyzer { get; } = new(options);

    /// <summary>The last frame ended a beep.</summary>
    public bool BeepNow { get; private set; }

    public Heard Heard => Analyzer.Verdict switch
    {
        CpaVerdict.None => Heard.None,
        CpaVerdict.LiveVoice => Heard.Live,
        CpaVerdict.AnsweringMachine => Heard.Machine,
        CpaVerdict.Undetermined or CpaVerdict.Silence or CpaVerdict.NoMedia => Heard.Undecided,
        CpaVerdict.Fax or CpaVerdict.SpecialInformationTone or CpaVerdict.Busy or CpaVerdict.Reorder or CpaVerdict.Music or CpaVerdict.CallScreening => Heard.Other,
    };

    public void Reset()
    {
        Analyzer.Reset();
        _beep = false;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (answered) Analyzer.Answered();
        BeepNow = (Analyzer.Push(frame, flags) & CallProgressEvents.Beep) != 0;
        _beep |= BeepNow;
    }

    public bool Recognises(AmdLabel label)
    {
        CpaVerdict verdict = Analyzer.Verdict;
        bool neither = verdict is not (CpaVerdict.LiveVoice or CpaVerdict.AnsweringMachine);
        return label switch
        {
            AmdLabel.Sit => verdict == CpaVerdict.SpecialInformationTone,
            AmdLabel.Fax => verdict == CpaVerdict.Fax,
            AmdLabel.Busy => verdict == CpaVerdict.Busy,
            AmdLabel.Congestion or AmdLabel.Reorder => verdict == CpaVerdict.Reorder,
            AmdLabel.Ringback => neither && Analyzer.Progress == ProgressTone.Ringback,
            AmdLabel.Beep => neither && _beep,
            AmdLabel.Tone or AmdLabel.Music => neither,
            AmdLabel.Silence => verdict is CpaVerdict.Silence or CpaVerdict.Undetermined or CpaVerdict.NoMedia,
            AmdLabel.Human or AmdLabel.Machine or AmdLabel.Part or AmdLabel.Noise => false,
        };
    }
}

/// <summary>Parameters of Asterisk's app_amd, milliseconds.</summary>
internal sealed record AppAmdParameters(int InitialSilence, int Greeting, int AfterGreetingSilence, int TotalAnalysis, int MinimumWord, int BetweenWords, int MaximumWords, int Threshold, int MaximumWordLength)
{
    public static readonly AppAmdParameters Defaults = new(2500, 1500, 800, 5000, 100, 50, 2, 256, 5000);

    /// <summary>AMD(2000,2000,1000,5000,120,50,4,256), as VICIdial's dialplan calls it.</summary>
    public static readonly AppAmdParameters Vicidial = new(2000, 2000, 1000, 5000, 120, 50, 4, 256, 5000);
}

/// <summary>Asterisk's app_amd, from the description of its behaviour (silence counter, word counter, cumulative voice).</summary>
internal sealed class AppAmdDetector(string name, AppAmdParameters p) : IAnswerDetector
{
    private int _total, _silence, _consecutiveVoice, _voice, _words;
    private bool _inWord, _initialSilence, _greeting;

    public string Name => name;

    public Heard Heard { get; private set; }

    public void Reset()
    {
        _total = _silence = _consecutiveVoice = _voice = _words = 0;
        _inWord = _initialSilence = true;
        _greeting = false;
        Heard = Heard.None;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (!answered || Heard != Heard.None) return;
        int length = frame.Length / 8;
        _total += length;
        if (_total >= p.TotalAnalysis) Heard = Heard.Undecided;
        else if (MeanMagnitude.Of(frame) < p.Threshold) Silent(length);
        else Voiced(length);
    }

    public bool Recognises(AmdLabel label) => label is AmdLabel.Silence && Heard == Heard.Undecided;

    private void Silent(int length)
    {
        _silence += length;
        if (_silence >= p.BetweenWords)
        {
            _inWord = false;
            _consecutiveVoice = 0;
        }
        if (_initialSilence && _silence >= p.InitialSilence) Heard = Heard.Machine;
        else if (_greeting && _silence >= p.AfterGreetingSilence) Heard = Heard.Live;
    }

    private void Voiced(int length)
    {
        _silence = 0;
        _consecutiveVoice += length;
        _voice += length;
        if (_consecutiveVoice >= p.MinimumWord && !_inWord)
        {
            _words++;
            _inWord = true;
        }
        bool machine = _consecutiveVoice >= p.MaximumWordLength || _words > p.MaximumWords || (_greeting && _voice >= p.Greeting);
        if (machine) Heard = Heard.Machine;
        else if (_consecutiveVoice >= p.MinimumWord && !_greeting)
        {
            _initialSilence = false;
            _greeting = true;
        }
    }
}

/// <summary>FreeSWITCH's mod_amd: as app_amd, but the greeting is one run of voice, and three words are too many.</summary>
internal sealed class ModAmdDetector : IAnswerDetector
{
    private const int InitialSilence = 2500, Greeting = 1500, AfterGreetingSilence = 800, Total = 5000, MinimumWord = 100, BetweenWords = 50, MaximumWords = 3, MaximumWordLength = 5000, Threshold = 256;
    private int _total, _silence, _voice, _words;
    private bool _inWord, _initialSilence, _greeting;

    public string Name => "mod_amd";

    public Heard Heard { get; private set; }

    public void Reset()
    {
        _total = _silence = _voice = _words = 0;
        _inWord = _initialSilence = true;
        _greeting = false;
        Heard = Heard.None;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (!answered || Heard != Heard.None) return;
        int length = frame.Length / 8;
        _total += length;
        if (_total >= Total) Heard = Heard.Undecided;
        else if (MeanMagnitude.Of(frame) < Threshold) Silent(length);
        else Voiced(length);
    }

    public bool Recognises(AmdLabel label) => label is AmdLabel.Silence && Heard == Heard.Undecided;

    private void Silent(int length)
    {
        _silence += length;
        if (_silence >= BetweenWords)
        {
            _inWord = false;
            _voice = 0;
        }
        if (_initialSilence && _silence >= InitialSilence) Heard = Heard.Machine;
        else if (_greeting && _silence >= AfterGreetingSilence) Heard = Heard.Live;
    }

    private void Voiced(int length)
    {
        _voice += length;
        if (_voice >= MinimumWord)
        {
            _silence = 0;
            if (!_inWord)
            {
                _words++;
                _inWord = true;
            }
        }
        bool machine = _voice >= MaximumWordLength || _words >= MaximumWords || (_greeting && _voice >= Greeting);
        if (machine) Heard = Heard.Machine;
        else if (_voice >= MinimumWord && !_greeting)
        {
            _initialSilence = false;
            _greeting = true;
        }
    }
}

/// <summary>simpleamd (library defaults): 10 ms frames, a threshold learnt in the first 200 ms, and the time since the voice began.</summary>
internal sealed class SimpleAmdDetector : IAnswerDetector
{
    private const int FrameMs = 10, LearnMs = 200, ConfirmVoiceMs = 60, ConfirmSilenceMs = 850, MachineMs = 1100, NoVoiceMs = 2000;
    private int _now, _run, _silence, _voiceStart, _threshold;
    private long _sum;
    private bool _voice;

    public string Name => "simpleamd";

    public Heard Heard { get; private set; }

    public void Reset()
    {
        _now = _run = _silence = _threshold = 0;
        _sum = 0;
        _voiceStart = -1;
        _voice = false;
        Heard = Heard.None;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (!answered) return;
        for (int at = 0; at < frame.Length && Heard == Heard.None; at += 80) Step(MeanMagnitude.Of(frame.Slice(at, 80)));
    }

    public bool Recognises(AmdLabel label) => label is AmdLabel.Silence && Heard == Heard.Undecided;

    private void Step(int magnitude)
    {
        _now += FrameMs;
        if (_now <= LearnMs) _sum += magnitude;
        if (_now == LearnMs) _threshold = Math.Clamp((int)(3 * _sum / (LearnMs / FrameMs)), 130, 1300);
        bool loud = magnitude > (_now < LearnMs ? 1300 : _threshold);
        _run = loud ? _run + FrameMs : 0;
        _silence = loud ? 0 : _silence + FrameMs;
        if (!_voice && _run >= ConfirmVoiceMs)
        {
            _voice = true;
            if (_voiceStart < 0) _voiceStart = _now - _run;
        }
        if (_voiceStart < 0)
        {
            if (_now >= NoVoiceMs) Heard = Heard.Undecided;
        }
        else if (_voice && _silence >= ConfirmSilenceMs) Heard = Heard.Live;
        else if (_now - _voiceStart - _silence >= MachineMs) Heard = Heard.Machine;
    }
}
