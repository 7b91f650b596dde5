namespace Dialer.Core.CallProgress;

/// <summary>Joins spectra of 20 ms steps into tones: stable lines that hold nearly all the power.</summary>
internal struct ToneTracker
{
    public const int StepMs = 20;
    private const float StartPurity = 0.85f;
    private const float KeepPurity = 0.62f;
    private const float DriftHz = 38f;
    private const float DropDb = 6.5f;
    private const float BeatDb = 12f;
    private const float ModulatedPurity = 0.9f, ModulatedDropDb = 18f;
    private const int LastingFrames = 8;

    private int _frames, _seconds, _startMs, _skipped;
    private float _hz, _hz2, _second, _level, _level2, _purity, _purityOne, _lastLevel, _peakLevel;

    /// <summary>A tone runs now.</summary>
    public readonly bool Running => _frames > 0;

    /// <summary>The running one so far.</summary>
    public readonly Tone Current => Make();

    /// <summary>One analysed step whose window is centred on <paramref name="nowMs"/>. True: a tone has ended, and <paramref name="ended"/> is it.</summary>
    public bool Add(int nowMs, in ToneFrame frame, out Tone ended)
    {
        ended = default;
        bool had = Running;
        if (had && Continues(frame))
        {
            Accumulate(frame);
            return false;
        }
        if (had && _skipped == 0 && IsBrokenByNoise(frame))
        {
            _skipped = 1;
            return false;
        }
        if (had)
            ended = Make();
        _frames = 0;
        bool starts = MathF.Max(frame.Purity, frame.PurityOfTwo - 0.04f) >= StartPurity && frame.LevelDb > -55f;
        if (starts)
            Begin(nowMs, frame);
        return had;
    }

    /// <summary>A step that cannot be analysed, because packets are missing: a running tone is held for 100 ms.</summary>
    public bool Skip(out Tone ended)
    {
        ended = default;
        if (!Running)
            return false;
        if (++_skipped <= 5)
            return false;
        ended = Make();
        _frames = 0;
        return true;
    }

    /// <summary>Two lines 40 Hz apart beat, and noise stands out where they are weakest: one such step does not end a tone that has lasted.</summary>
    private readonly bool IsBrokenByNoise(in ToneFrame frame) =>
        _frames >= LastingFrames && CadenceTracker.InBand(_hz / _frames) && frame.LevelDb > _peakLevel - BeatDb;

    private readonly bool Continues(in ToneFrame frame)
    {
        bool pure = frame.Purity >= ModulatedPurity && CadenceTracker.InBand(frame.Hz);
        if (frame.LevelDb < _peakLevel - (pure ? ModulatedDropDb : DropDb) || frame.PurityOfTwo < KeepPurity)
            return false;
        float mean = _hz / _frames;
        float secondMean = _seconds > 0 ? _second / _seconds : 0;
        bool sameLine = MathF.Abs(frame.Hz - mean) < DriftHz;
        bool swapped = secondMean > 0 && frame.SecondHz > 0 && MathF.Abs(frame.Hz - secondMean) < DriftHz && MathF.Abs(frame.SecondHz - mean) < DriftHz;
        return sameLine ? MathF.Max(frame.Purity, _seconds > 0 ? frame.PurityOfTwo : 0) >= KeepPurity : swapped;
    }

    private void Begin(int nowMs, in ToneFrame frame)
    {
        _startMs = nowMs - StepMs / 2;
        _frames = _seconds = _skipped = 0;
        _hz = _hz2 = _second = _level = _level2 = _purity = _purityOne = 0;
        _peakLevel = -100;
        Accumulate(frame);
    }

    private void Accumulate(in ToneFrame frame)
    {
        bool swapped = _frames > 0 && frame.SecondHz > 0 && MathF.Abs(frame.Hz - _hz / _frames) > DriftHz;
        float hz = swapped ? frame.SecondHz : frame.Hz, second = swapped ? frame.Hz : frame.SecondHz;
        _frames += 1 + _skipped;
        int weight = 1 + _skipped;
        _skipped = 0;
        _hz += weight * hz;
        _hz2 += weight * hz * hz;
        if (second > 0)
        {
            _second += second;
            _seconds++;
        }
        // The level of the last frame counts only once another follows: edges are half tone.
        if (_frames > 2)
        {
            _level += weight * _lastLevel;
            _level2 += weight * _lastLevel * _lastLevel;
        }
        _lastLevel = frame.LevelDb;
        _peakLevel = MathF.Max(_peakLevel, frame.LevelDb);
        _purity += weight * frame.PurityOfTwo;
        _purityOne += weight * frame.Purity;
    }

    private readonly Tone Make()
    {
        if (_frames == 0)
            return default;
        float mean = _hz / _frames;
        float spread = MathF.Sqrt(MathF.Max(0, _hz2 / _frames - mean * mean));
        int inner = Math.Max(1, _frames - 2);
        float level = _frames > 2 ? _level / inner : _lastLevel;
        float levelSpread = _frames > 2 ? MathF.Sqrt(MathF.Max(0, _level2 / inner - level * level)) : 0;
        float second = _seconds * 2 > _frames ? _second / _seconds : 0;
        return new Tone(_startMs, _frames * StepMs, mean, second, spread, level, levelSpread, _purity / _frames, _purityOne / _frames);
    }
}
