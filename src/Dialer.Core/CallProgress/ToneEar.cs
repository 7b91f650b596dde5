using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Dialer.Core.CallProgress;

/// <summary>Everything tonal: looks at 32 ms every 20 ms, and knows cadences, special information tones, fax and beeps.</summary>
internal struct ToneEar
{
    private const float QuietDb = -54f;
    private const float BandsFromDb = -62f;
    private const int BeepShortestMs = 90;
    private const int BeepLongestMs = 1600;
    private const int RingLeastMs = 320;

    private Window _window;
    private Spectrum _powers;
    private ToneTracker _tracker;
    private CadenceTracker _cadence;
    private SitTracker _sit;
    private MusicEvidence _music;
    private VoiceBands _bands;
    private int _heldBlocks;
    private int _lastToneEndMs;
    private float _loudest;
    private float _quietestDb;

    public readonly ProgressTone Cadence => _cadence.Kind;

    public readonly float CadenceHz => _cadence.Hz;

    public readonly bool SitHeard => _sit.Heard;

    public readonly SitClass SitClass => _sit.Class;

    /// <summary>2100 Hz of an answering fax or 1100 Hz of a calling one has been heard; else 0.</summary>
    public float FaxHz { get; private set; }

    /// <summary>A tone runs that no voice makes: long, and steady in pitch.</summary>
    public readonly bool SteadyToneRuns => _tracker.Running && IsNoVoice(_tracker.Current);

    public readonly float RunningHz => _tracker.Running && IsSteady(_tracker.Current, 60) ? _tracker.Current.Hz : 0f;

    public readonly int SteadyToneStartMs => _tracker.Current.StartMs;

    /// <summary>Some tone may run: nothing to learn a noise floor from.</summary>
    public readonly bool MaybeTone => _tracker.Running || _music.StayRun >= 2;

    /// <summary>A tone as long as networks ring with sounds now; a continuous one is no ringing.</summary>
    public readonly bool RingsNow => _tracker.Running && Cadence != ProgressTone.Continuous && _tracker.Current is var now && CadenceTracker.InBand(now.Hz)
        && now.LengthMs >= RingLeastMs && (IsSteady(now, RingLeastMs) || IsModulated(now));

    /// <summary>When the last steady tone ended, ms; long ago if none.</summary>
    public readonly int LastToneEndMs => _lastToneEndMs;

    /// <summary>The beep that has just ended, until the next block.</summary>
    public Tone Beep { get; private set; }

    /// <summary>How much of what was heard held its notes.</summary>
    public readonly float MusicShare => _music.Share;

    public readonly int MusicSteps => _music.Steps;

    /// <summary>What comes is judged by itself.</summary>
    public void ForgetMusic()
    {
        _music.Reset();
        _quietestDb = 0;
    }

    /// <summary>A sound that holds its notes is there now, loud enough to be meant for the listener.</summary>
    public readonly bool Sustained => _music.StayRun >= 5 && Frame.LevelDb > -48f;

    /// <summary>See <see cref="VoiceBands.Evidence"/>; a running tone is none.</summary>
    public readonly float VoiceEvidence => _tracker.Running && _tracker.Current.LengthMs >= 100 ? 0f : _bands.Evidence;

    /// <summary>Last spectrum's strongest line, for the plot.</summary>
    public ToneFrame Frame { get; private set; }

    /// <summary>The last spectrum, where <see cref="Frame"/> has one.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<float> Powers => _powers;

    /// <summary>The last 32 ms above 150 Hz.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<float> Samples => _window;

    public void Reset()
    {
        this = default;
        _lastToneEndMs = -100_000;
        _quietestDb = 0;
    }

    /// <summary>10 ms of sound above 150 Hz (zeros where nothing arrived).</summary>
    public void Add(int block, ReadOnlySpan<float> filtered, bool held, float levelDb, string? country)
    {
        Span<float> window = _window;
        window[LevelMeter.BlockSamples..].CopyTo(window);
        filtered.CopyTo(window[(ToneBank.Window - LevelMeter.BlockSamples)..]);
        _heldBlocks = held ? 4 : Math.Max(0, _heldBlocks - 1);
        _loudest = MathF.Max(levelDb, _loudest - 6f);
        Beep = default;
        if ((block & 1) != 0)
            Step(block * 10 + 10 - ToneBank.Window / 16, country);
    }

    private void Step(int nowMs, string? country)
    {
        bool ended;
        Tone tone;
        if (_heldBlocks > 0)
        {
            Frame = default;
            ended = _tracker.Skip(out tone);
        }
        else
        {
            Frame = _loudest > BandsFromDb ? ToneBank.Analyse(_window, _powers) : new ToneFrame(0, 0, 0, 0, LevelMeter.SilenceDb);
            ended = _tracker.Add(nowMs, Frame, out tone);
            if (Frame.LevelDb > BandsFromDb)
                _bands.Add(_powers);
            else
                _bands.Quiet();
            _quietestDb = MathF.Min(_quietestDb, Frame.LevelDb);
            bool loneTone = _tracker.Running && _tracker.Current.LengthMs >= 160;
            if (!loneTone && Frame.LevelDb > QuietDb && Frame.LevelDb > MathF.Min(_quietestDb + 9f, -44f))
                _music.Add(_powers);
            else
                _music.Break();
        }
        if (ended)
            Ended(tone, country);
        bool runs = _tracker.Running;
        var current = runs ? _tracker.Current : default;
        if (runs)
        {
            _sit.Add(current, ended: false);
            if (IsSteady(current, 480) && MathF.Abs(current.Hz - 2100) < 32 && current.Purity > 0.85f)
                FaxHz = current.Hz;
        }
        _cadence.Tick(nowMs, runs, current, country);
    }

    private void Ended(in Tone tone, string? country)
    {
        _sit.Add(tone, ended: true);
        if (!IsSteady(tone, BeepShortestMs) && !IsModulated(tone))
            return;
        _lastToneEndMs = tone.EndMs;
        _cadence.Ended(tone, country);
        bool calling = MathF.Abs(tone.Hz - 1100) < 38 && tone.LengthMs is >= 400 and <= 640 && tone.SecondHz == 0;
        if (calling)
            FaxHz = tone.Hz;
        if (IsBeep(tone))
            Beep = tone;
    }

    /// <summary>Steady as no voice is. Two lines close together beat, so their apparent pitch may sway.</summary>
    private static bool IsSteady(in Tone tone, int leastMs)
    {
        bool beating = CadenceTracker.InBand(tone.Hz);
        return tone.LengthMs >= leastMs && tone.HzSpread < (beating ? 26f : 8f) && tone.LevelSpreadDb < (beating ? 3f : 2.2f);
    }

    /// <summary>A short beep must be purer than a long one: vowels can be steady for a tenth of a second. None holds its pitch and its level so still for long: there noise may stand beside the beep.</summary>
    private static bool IsBeep(in Tone tone)
    {
        if (tone.Hz is < 400 or > 2200 || tone.LengthMs > BeepLongestMs || IsModulated(tone) || IsDigit(tone))
            return false;
        if (tone.LengthMs < 160)
            return tone.Purity > 0.985f && tone.HzSpread < 4.5f && tone.LevelSpreadDb < 1f;
        bool still = tone.LengthMs >= 240 && tone.HzSpread < 3f && tone.LevelSpreadDb < 0.7f;
        return (tone.Purity > 0.94f || (still && tone.PurityOne > 0.7f)) && tone.HzSpread < 6f && tone.LevelSpreadDb < 2.2f;
    }

    /// <summary>Steadier than <see cref="IsSteady"/>: a sung vowel must not be taken out of somebody's sentence.</summary>
    private static bool IsNoVoice(in Tone tone)
    {
        bool beating = CadenceTracker.InBand(tone.Hz);
        return IsModulated(tone) || tone.LengthMs >= (beating ? 180 : 120) && tone.Purity > 0.93f && tone.HzSpread < (beating ? 16f : 5f) && tone.LevelSpreadDb < (beating ? 2.4f : 1.6f);
    }

    /// <summary>Japan and India modulate their ringing (400 Hz by 16 to 25 Hz): the pitch stands, the level swings.</summary>
    private static bool IsModulated(in Tone tone) =>
        CadenceTracker.InBand(tone.Hz) && tone.LengthMs >= RingLeastMs && tone.Purity > 0.93f && tone.HzSpread < 10f && tone.LevelSpreadDb is >= 2.4f and < 12f;

    /// <summary>A key that somebody pressed (ITU-T Q.23): a low and a high line, and no mailbox's beep.</summary>
    private static bool IsDigit(in Tone tone)
    {
        float low = MathF.Min(tone.Hz, tone.SecondHz), high = MathF.Max(tone.Hz, tone.SecondHz);
        return low is > 680 and < 970 && high is > 1180 and < 1670;
    }

    [InlineArray(ToneBank.Window)]
    private struct Window
    {
        private float _first;
    }

    [InlineArray(ToneBank.Bins)]
    private struct Spectrum
    {
        private float _first;
    }
}
