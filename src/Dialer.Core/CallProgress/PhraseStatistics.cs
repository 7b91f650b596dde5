using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dialer.Core.CallProgress;

/// <summary>Gathers <see cref="PhraseFeatures"/> step by step in fixed space.</summary>
internal struct PhraseStatistics
{
    private const int Bands = 8;
    private const float StepDb = 1.5f;
    private const float MiddleFollow = 0.15f, SlowFollow = 0.05f;
    private const float DbPerOctave = 3.0103f;

    /// <summary>log2 of the count of bins: a flat spectrum has 0 dB of flatness.</summary>
    private const float BinOctaves = 6f;

    /// <summary>A weaker pitch is hiss, or two voices.</summary>
    private const float Voiced = 0.6f;

    /// <summary>Of speech, hardly any run has both so weak a pitch and so flat a spectrum; of dishes, steps and wind nearly all.</summary>
    private const float NoiseVoicing = 0.5f, NoiseFlatnessDb = -8f;

    private const float RunFollow = 0.08f;
    private const int LeastSteps = 2;

    private float _previousDb, _rise, _middleDb, _slowDb, _modulation;
    private int _rises, _blocks;
    private Moments _flatness, _flux, _voicing, _pitch;
    private float _runFlatness, _runVoicing;
    private int _runSteps;
    private bool _speaking;
    private Vector256<float> _band, _bandSquares;
    private Powers _previous;
    private bool _followed;

    /// <summary>What sounds now, and for some 0.2 s, is no voice, however loud: no pitch, and no band stands out.</summary>
    public readonly bool IsNoise => _runSteps >= LeastSteps && _runVoicing < NoiseVoicing && _runFlatness > NoiseFlatnessDb;

    /// <summary>So far it has the pitch of a voice, or too little was loud enough to say.</summary>
    public readonly bool IsPitched => _voicing.Count < 10 || _voicing.Mean >= NoiseVoicing;

    public void Reset() => this = default;

    /// <summary>One block of 10 ms. <paramref name="speaking"/>: voice, or the hangover after it; false in a pause.</summary>
    public void AddLevel(float levelDb, bool speaking)
    {
        if (speaking && !_speaking)
            _runSteps = 0;
        _speaking = speaking;
        if (speaking)
        {
            if (_blocks == 0)
                _middleDb = _slowDb = levelDb;
            float step = levelDb - _previousDb;
            if (_blocks > 0 && step > StepDb)
            {
                _rise += step;
                _rises++;
            }
            _middleDb += MiddleFollow * (levelDb - _middleDb);
            _slowDb += SlowFollow * (levelDb - _slowDb);
            _modulation += MathF.Abs(_middleDb - _slowDb);
            _blocks++;
        }
        _previousDb = levelDb;
    }

    /// <summary>A step of 20 ms that is a pause, or too weak to tell: the next has nothing to be compared with.</summary>
    public void SkipSpectrum() => _followed = false;

    /// <summary>The spectrum of a loud 20 ms step: 64 powers of <see cref="ToneBank"/>, and the samples they are of.</summary>
    public void AddSpectrum(ReadOnlySpan<float> powers, ReadOnlySpan<float> samples)
    {
        ref float p = ref MemoryMarshal.GetReference(powers);
        ref float previous = ref MemoryMarshal.GetReference((Span<float>)_previous);
        Vector256<float> all = default, before = default, cross = default, logs = default;
        Span<float> bands = stackalloc float[Bands];
        for (int b = 0; b < Bands; b++)
        {
            Vector256<float> now = Vector256.LoadUnsafe(ref p, (nuint)(8 * b)), then = Vector256.LoadUnsafe(ref previous, (nuint)(8 * b));
            now = Vector256.Max(now, Vector256<float>.Zero);
            all += now;
            before += then;
            cross += Vector256.Sqrt(now * then);
            bands[b] = Vector256.Sum(now) + 1f;
            now.StoreUnsafe(ref previous, (nuint)(8 * b));
        }
        float sum = Vector256.Sum(all) + 1f;
        Vector256<float> share = Vector256.Create(1f / sum), least = Vector256.Create(1e-6f);
        for (int b = 0; b < Bands; b++)
            logs += Vector256.Log2(Vector256.LoadUnsafe(ref previous, (nuint)(8 * b)) * share + least);
        float flatnessDb = DbPerOctave * (Vector256.Sum(logs) / ToneBank.Bins + BinOctaves);
        _flatness.Add(flatnessDb);
        var bandDb = DbPerOctave * Vector256.Log2(Vector256.Create<float>(bands) * share + Vector256.Create(1e-4f));
        _band += bandDb;
        _bandSquares += bandDb * bandDb;
        if (_followed)
            _flux.Add(1f - Vector256.Sum(cross) / MathF.Sqrt(sum * (Vector256.Sum(before) + 1f)));
        _followed = true;
        float strength = Pitch.Find(samples, out float octave);
        _voicing.Add(strength);
        float follow = MathF.Max(RunFollow, 1f / ++_runSteps);
        _runFlatness += follow * (flatnessDb - _runFlatness);
        _runVoicing += follow * (strength - _runVoicing);
        if (strength > Voiced)
            _pitch.Add(octave);
    }

    public readonly PhraseFeatures Read(int phraseMs, int voicedMs, bool ended) => new(
        phraseMs / 1000f, voicedMs / 1000f, _rises == 0 ? StepDb : _rise / _rises, _modulation / Math.Max(1, _blocks),
        _flatness.Spread, BandSpreadDb(), _flux.Mean, _flux.Spread, _voicing.Mean, _pitch.Spread, ended);

    private readonly float BandSpreadDb()
    {
        float n = Math.Max(1, _flatness.Count);
        var mean = _band / n;
        return Vector256.Sum(Vector256.Sqrt(Vector256.Max(_bandSquares / n - mean * mean, Vector256<float>.Zero))) / Bands;
    }

    /// <summary>Count, mean and standard deviation of what went by.</summary>
    private struct Moments
    {
        private float _sum, _squares;

        public int Count { get; private set; }

        public readonly float Mean => Count == 0 ? 0f : _sum / Count;

        public readonly float Spread => Count < 2 ? 0f : MathF.Sqrt(MathF.Max(0f, _squares / Count - Mean * Mean));

        public void Add(float value)
        {
            Count++;
            _sum += value;
            _squares += value * value;
        }
    }

    [System.Runtime.CompilerServices.InlineArray(ToneBank.Bins)]
    private struct Powers
    {
        private float _first;
    }
}
