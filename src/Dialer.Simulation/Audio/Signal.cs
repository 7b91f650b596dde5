using Dialer.Core.Time;

namespace Dialer.Simulation.Audio;

/// <summary>Small arithmetic on 8 kHz signals in 16-bit scale.</summary>
public static class Signal
{
    public const int Rate = 8000;

    public static short[] ToPcm(ReadOnlySpan<float> samples)
    {
        short[] pcm = new short[samples.Length];
        for (int i = 0; i < pcm.Length; i++)
            pcm[i] = (short)Math.Clamp(MathF.Round(samples[i]), -32768f, 32767f);
        return pcm;
    }

    public static float[] ToFloat(ReadOnlySpan<short> samples)
    {
        float[] result = new float[samples.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = samples[i];
        return result;
    }

    /// <summary>Amplitude (16-bit scale, root mean square) of a level in dBov.</summary>
    public static float Rms(double dbov) => (float)(32768 * Math.Pow(10, dbov / 20));

    public static double LevelDb(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float s in samples)
            sum += (double)s * s;
        return samples.Length == 0 || sum == 0 ? -100 : Math.Max(-100, 10 * Math.Log10(sum / samples.Length / (32768.0 * 32768.0)));
    }

    /// <summary>Level of each 20 ms, dBov.</summary>
    public static double[] Levels(ReadOnlySpan<float> samples)
    {
        double[] levels = new double[samples.Length / 160];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = LevelDb(samples.Slice(i * 160, 160));
        return levels;
    }

    public static double Percentile(double[] values, double share)
    {
        if (values.Length == 0)
            return double.NaN;
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)(share * sorted.Length), 0, sorted.Length - 1)];
    }

    /// <summary>Where somebody speaks, in samples: 20 ms frames within 35 dB of the loud ones and 9 dB above the quiet ones.</summary>
    public static (int First, int End) Utterance(ReadOnlySpan<float> samples)
    {
        double[] levels = Levels(samples);
        if (levels.Length == 0)
            return (0, samples.Length);
        double loud = Percentile(levels, 0.95);
        double quiet = Percentile(levels, 0.05);
        double gate = Math.Max(loud - 35, Math.Min(quiet + 9, loud - 10));
        int first = Array.FindIndex(levels, l => l > gate), last = Array.FindLastIndex(levels, l => l > gate);
        return first < 0 ? (0, samples.Length) : (first * 160, (last + 1) * 160);
    }

    /// <summary>Level of the frames in which somebody speaks, dBov.</summary>
    public static double ActiveLevelDb(ReadOnlySpan<float> samples)
    {
        double[] levels = Levels(samples);
        double gate = Percentile(levels, 0.95) - 20;
        double sum = 0;
        int n = 0;
        foreach (double level in levels)
        {
            if (level < gate)
                continue;
            sum += Math.Pow(10, level / 10);
            n++;
        }
        return n == 0 ? -100 : 10 * Math.Log10(sum / n);
    }

    public static void Scale(Span<float> samples, double db)
    {
        float factor = (float)Math.Pow(10, db / 20);
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= factor;
    }

    public static float Gaussian(SeededRandom random)
    {
        double u = 1 - random.NextDouble();
        return (float)(Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    /// <summary>Pink noise (Kellet's filter on white noise), root mean square 1.</summary>
    public static float[] Pink(int length, SeededRandom random)
    {
        float[] noise = new float[length];
        double a = 0, b = 0, c = 0;
        for (int i = -400; i < length; i++)
        {
            double white = Gaussian(random);
            a = 0.99765 * a + white * 0.0990460;
            b = 0.96300 * b + white * 0.2965164;
            c = 0.57000 * c + white * 1.0526913;
            if (i >= 0)
                noise[i] = (float)(a + b + c + white * 0.1848);
        }
        Normalize(noise);
        return noise;
    }

    public static void Normalize(Span<float> noise)
    {
        double sum = 0;
        foreach (float s in noise)
            sum += (double)s * s;
        float factor = sum == 0 ? 0 : (float)(1 / Math.Sqrt(sum / noise.Length));
        for (int i = 0; i < noise.Length; i++)
            noise[i] *= factor;
    }

    public static void Mix(Span<float> target, ReadOnlySpan<float> added, float factor)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] += factor * added[i % added.Length];
    }
}
