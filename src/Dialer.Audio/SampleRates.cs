namespace Dialer.Audio;

/// <summary>Whole recordings from one sample rate to another. Far too slow for the media path.</summary>
public static class SampleRates
{
    /// <summary>The samples at the new rate, aligned with the old; the same array where the rates agree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate below 1.</exception>
    public static short[] Convert(short[] samples, int fromRate, int toRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(fromRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(toRate, 1);
        if (fromRate == toRate)
            return samples;
        RateConverter converter = new(fromRate, toRate, samples.Length);
        float[] block = new float[4_096];
        for (int at = 0; at < samples.Length; at += block.Length)
        {
            var part = samples.AsSpan(at, Math.Min(block.Length, samples.Length - at));
            for (int i = 0; i < part.Length; i++)
                block[i] = part[i] / 32768f;
            converter.Write(block.AsSpan(0, part.Length));
        }
        return converter.Finish();
    }
}
