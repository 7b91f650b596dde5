using System.Runtime.CompilerServices;

namespace Dialer.Core.CallProgress;

/// <summary>
/// How a phrase sounds, whatever it says and however loud the line is: what tells an announcement, spoken evenly
/// close to a good microphone, from somebody who picks up. All levels are relative to the phrase's own loud blocks.
/// </summary>
/// <param name="PhraseSeconds">First voice to last voice.</param>
/// <param name="VoicedSeconds">Voice within it.</param>
/// <param name="Bursts">Runs of voice.</param>
/// <param name="UpperSpreadDb">From the 95th to the 75th percentile of block levels: small when the voice is even.</param>
/// <param name="MiddleSpreadDb">From the 95th to the 50th.</param>
/// <param name="DepthDb">From the 95th to the 3rd: how deep the gaps between sounds go.</param>
/// <param name="OverFloorDb">From the 95th percentile to the noise floor.</param>
/// <param name="RiseDb">Mean of the rises over 1.5 dB from block to block.</param>
/// <param name="FallDb">Mean of the falls over 1.5 dB: small in a reverberant room.</param>
/// <param name="WanderHz">Mean step of the strongest line from one 20 ms to the next, loud blocks only.</param>
/// <param name="Purity">Mean part of the power within 94 Hz of the strongest line, loud blocks only: noise and echoes fill the gaps between harmonics.</param>
/// <param name="SharpRises">Part of the voiced blocks that rise by more than 6 dB.</param>
/// <param name="SharpFalls">Part of the voiced blocks that fall by more than 6 dB.</param>
/// <param name="Syllables">Swings of the envelope over 6 dB, per second of voice.</param>
/// <param name="Ended">The phrase is followed by a pause (1) or goes on (0).</param>
public readonly record struct PhraseFeatures(
    float PhraseSeconds, float VoicedSeconds, int Bursts, float UpperSpreadDb, float MiddleSpreadDb, float DepthDb,
    float OverFloorDb, float RiseDb, float FallDb, float WanderHz,
    float Purity, float SharpRises, float SharpFalls, float Syllables, bool Ended);

/// <summary>Gathers <see cref="PhraseFeatures"/> block by block in fixed space.</summary>
internal struct PhraseStatistics
{
    private const int Bins = 96;
    private const float StepDb = 1.5f;
    private const float LongestStepHz = 200f;

    /// <summary>Blocks by level, 1 dB each, from -96 dBov; the second holds the pause that may yet be within the phrase.</summary>
    private Histogram _levels, _pending;
    private int _count, _pendingCount;
    private float _previousDb, _previousHz;
    private float _rise, _fall, _wander;
    private int _rises, _falls, _steps, _spectra, _sharpRises, _sharpFalls, _swings;
    private float _purity, _swingLow, _swingHigh;
    private bool _swingUp;

    public void Reset() => this = default;

    /// <summary>One block of the phrase.</summary>
    /// <param name="speaking">Voice, or the hangover after it; false in a pause.</param>
    /// <param name="loud">A new spectrum in a loud block; null otherwise.</param>
    public void Add(float levelDb, bool speaking, in ToneFrame? loud)
    {
        int bin = Math.Clamp((int)(levelDb + Bins), 0, Bins - 1);
        if (speaking)
        {
            if (_pendingCount > 0) TakePending();
            _levels[bin]++;
            _count++;
            AddStep(levelDb);
            if (loud is { Hz: > 0 } spectrum) AddSpectrum(spectrum);
        }
        else if (_pendingCount < 200)
        {
            _pending[bin]++;
            _pendingCount++;
        }
        _previousDb = levelDb;
    }

    public readonly PhraseFeatures Read(int phraseMs, int voicedMs, int bursts, float floorDb, bool ended)
    {
        float loud = Percentile(0.95f);
        return new PhraseFeatures(
            phraseMs / 1000f, voicedMs / 1000f, bursts,
            loud - Percentile(0.75f), loud - Percentile(0.50f), loud - Percentile(0.03f), loud - floorDb,
            _rises == 0 ? StepDb : _rise / _rises, _falls == 0 ? StepDb : _fall / _falls, _steps == 0 ? 0 : _wander / _steps,
            _spectra == 0 ? 0.4f : _purity / _spectra, _sharpRises / (float)Math.Max(1, _count), _sharpFalls / (float)Math.Max(1, _count), _swings * 1000f / Math.Max(200, voicedMs), ended);
    }

    private void AddStep(float levelDb)
    {
        float step = levelDb - _previousDb;
        if (step > 6) _sharpRises++;
        if (step < -6) _sharpFalls++;
        Swing(levelDb);
        if (step > StepDb)
        {
            _rise += step;
            _rises++;
        }
        else if (step < -StepDb)
        {
            _fall -= step;
            _falls++;
        }
    }

    private void Swing(float levelDb)
    {
        if (_swingUp)
        {
            _swingHigh = MathF.Max(_swingHigh, levelDb);
            if (levelDb > _swingHigh - 6) return;
            _swingUp = false;
            _swingLow = levelDb;
        }
        else
        {
            _swingLow = MathF.Min(_swingLow, levelDb);
            if (levelDb < _swingLow + 6) return;
            _swingUp = true;
            _swingHigh = levelDb;
            _swings++;
        }
    }

    private void AddSpectrum(in ToneFrame spectrum)
    {
        float hz = spectrum.Hz;
        _purity += spectrum.Purity;
        _spectra++;
        if (_previousHz > 0)
        {
            _wander += MathF.Min(LongestStepHz, MathF.Abs(hz - _previousHz));
            _steps++;
        }
        _previousHz = hz;
    }

    private void TakePending()
    {
        for (int i = 0; i < Bins; i++)
        {
            _levels[i] += _pending[i];
            _pending[i] = 0;
        }
        _count += _pendingCount;
        _pendingCount = 0;
    }

    private readonly float Percentile(float share)
    {
        float wanted = share * _count;
        float below = 0;
        for (int i = 0; i < Bins; i++)
        {
            int here = _levels[i];
            if (here > 0 && below + here >= wanted) return i - Bins + (wanted - below) / here;
            below += here;
        }
        return 0;
    }

    [InlineArray(Bins)]
    private struct Histogram
    {
        private ushort _first;
    }
}
