namespace Dialer.Sip.Media;

/// <summary>Windowed-sinc resampling of whole prompts, off the media path.</summary>
public static class Resampler
{
    private const int HalfWidth = 24;

    /// <summary>Returns the samples at the new rate; the same array when the rates agree. Low-passed at 95 % of the lower Nyquist frequency.</summary>
    public static short[] Convert(short[] samples, int fromRate, int toRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(fromRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(toRate, 1);
        if (fromRate == toRate)
            return samples;
        double step = (double)fromRate / toRate;
        double cutoff = 0.95 * Math.Min(1, 1 / step);
        int reach = (int)Math.Ceiling(HalfWidth / cutoff);
        short[] output = new short[(int)((long)samples.Length * toRate / fromRate)];
        for (int i = 0; i < output.Length; i++)
            output[i] = At(samples, i * step, cutoff, reach);
        return output;
    }

    private static short At(short[] samples, double position, double cutoff, int reach)
    {
        int center = (int)Math.Floor(position);
        double sum = 0, weights = 0;
        for (int k = Math.Max(0, center - reach + 1); k <= Math.Min(samples.Length - 1, center + reach); k++)
        {
            double distance = position - k;
            double weight = Sinc(distance * cutoff) * (0.5 + (0.5 * Math.Cos(Math.PI * distance / (reach + 1))));
            sum += samples[k] * weight;
            weights += weight;
        }
        return (short)Math.Clamp(weights == 0 ? 0 : Math.Round(sum * cutoff / Normal(weights, cutoff)), short.MinValue, short.MaxValue);
    }

    // Away from the ends the weights sum to 1 / cutoff; near them the missing ones count as zeros, so a fixed gain is used.
    private static double Normal(double weights, double cutoff) => Math.Max(weights * cutoff, 1) > 1.05 ? weights * cutoff : 1;

    private static double Sinc(double x) => Math.Abs(x) < 1e-9 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
