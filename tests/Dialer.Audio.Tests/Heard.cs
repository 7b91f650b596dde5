namespace Dialer.Audio.Tests;

/// <summary>How much of some samples is one tone.</summary>
internal readonly record struct Heard(double Share, double Amplitude)
{
    public static Heard Of(ReadOnlySpan<short> samples, int rate, double hz)
    {
        double re = 0, im = 0, energy = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double angle = 2 * Math.PI * hz * i / rate, sample = samples[i] / 32768.0;
            re += sample * Math.Cos(angle);
            im += sample * Math.Sin(angle);
            energy += sample * sample;
        }
        double power = ((re * re) + (im * im)) * 2 / samples.Length;
        return new(energy == 0 ? 0 : power / energy, 2 * Math.Sqrt((re * re) + (im * im)) / samples.Length);
    }
}
