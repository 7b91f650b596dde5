using NAudio.Dsp;

namespace Dialer.Audio;

/// <summary>
/// A stream of samples to another rate by the library's windowed sinc. Its length is that of the slower rate's 64 periods, so that what a
/// telephone carries (to 3.4 kHz) passes within 0.001 dB and what would fold back is 100 dB down.
/// </summary>
internal sealed class RateConverter
{
    private const int SincPeriods = 64;
    private const int SincPhases = 32;
    private const int Block = 1_024;

    private readonly int _fromRate, _toRate;
    private readonly WdlResampler? _resampler;
    private readonly List<short> _output;
    private readonly float[] _converted;
    private long _taken;

    public RateConverter(int fromRate, int toRate, int expectedSamples)
    {
        _fromRate = fromRate;
        _toRate = toRate;
        _output = new((int)Math.Min(int.MaxValue / 4, (long)expectedSamples * toRate / fromRate) + 1);
        _converted = new float[(int)((long)Block * toRate / fromRate) + SincPeriods + 2];
        if (fromRate == toRate)
            return;
        _resampler = new();
        _resampler.SetMode(interp: true, 0, sinc: true, SincPeriods * Math.Max(1, (fromRate + toRate - 1) / toRate), SincPhases);
        _resampler.SetFeedMode(true);
        _resampler.SetRates(fromRate, toRate);
    }

    public void Write(ReadOnlySpan<float> samples)
    {
        _taken += samples.Length;
        if (_resampler is null)
        {
            foreach (float sample in samples)
                _output.Add(ToPcm(sample));
            return;
        }
        while (samples.Length > 0)
        {
            int room = _resampler.ResamplePrepare(Math.Min(Block, samples.Length), 1, out var input);
            int fed = Math.Min(room, samples.Length);
            samples[..fed].CopyTo(input);
            samples = samples[fed..];
            Take(fed);
        }
    }

    /// <summary>As many samples as the time of what was written takes.</summary>
    public short[] Finish()
    {
        long wanted = _taken * _toRate / _fromRate;
        while (_resampler is not null && _output.Count < wanted)
        {
            int room = _resampler.ResamplePrepare(Block, 1, out var input);
            input[..room].Clear();
            Take(room);
        }
        if (_output.Count > wanted)
            _output.RemoveRange((int)wanted, (int)(_output.Count - wanted));
        return [.. _output];
    }

    private void Take(int fed)
    {
        int got = _resampler!.ResampleOut(_converted, fed, _converted.Length, 1);
        foreach (float sample in _converted.AsSpan(0, got))
            _output.Add(ToPcm(sample));
    }

    private static short ToPcm(float sample) =>
        float.IsNaN(sample) ? (short)0 : (short)Math.Clamp(MathF.Round(sample * 32768f), short.MinValue, short.MaxValue);
}
