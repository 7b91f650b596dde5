using Dialer.Core.Time;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>Network tones, fax, beeps and music, made from their definitions.</summary>
internal static class ToneMaker
{
    private const double LineDb = -19;

    /// <summary>A rhythm of lines: on, off, on, off ... repeated for the whole length. 5 ms edges.</summary>
    public static float[] Cadence(double seconds, double[] hz, int[] patternMs)
    {
        float[] signal = new float[(int)(seconds * Signal.Rate)];
        int period = patternMs.Sum() * 8;
        for (int i = 0; i < signal.Length; i++)
            signal[i] = Lines(i, hz) * Gate(i % period, patternMs);
        return signal;
    }

    /// <summary>Three tones one after the other, 0.3 s after the begin.</summary>
    public static float[] Sit(double[] hz, int[] lengthsMs, double seconds)
    {
        float[] signal = new float[(int)(seconds * Signal.Rate)];
        int at = 2400;
        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < lengthsMs[k] * 8; i++)
                signal[at + i] = Lines(i, [hz[k]]);
            at += lengthsMs[k] * 8;
        }
        return signal;
    }

    /// <summary>One tone between two silences.</summary>
    public static float[] Single(double hz, double fromSeconds, double lengthSeconds, double seconds)
    {
        float[] signal = new float[(int)(seconds * Signal.Rate)];
        int first = (int)(fromSeconds * Signal.Rate), count = (int)(lengthSeconds * Signal.Rate);
        for (int i = 0; i < count && first + i < signal.Length; i++)
            signal[first + i] = Lines(i, [hz]) * Edge(i, count);
        return signal;
    }

    /// <summary>A tune over chords with a bass and a light beat: sustained notes, as on hold.</summary>
    public static float[] Music(double seconds, SeededRandom random)
    {
        double[] scale = [0, 2, 4, 5, 7, 9, 11, 12];
        int[] roots = [0, 9, 5, 7];
        float[] signal = new float[(int)(seconds * Signal.Rate)];
        double key = 196 * Math.Pow(2, random.Next(8) / 12.0);
        int beat = (int)(Signal.Rate * (0.38 + 0.3 * random.NextDouble()));
        double percussion = random.NextDouble() * 0.25;
        for (int b = 0; b * beat < signal.Length; b++)
        {
            int root = roots[b / 4 % roots.Length];
            if (b % 4 == 0)
                foreach (int third in (int[])[0, 4, 7])
                    Note(signal, b * beat, 4 * beat, key * Math.Pow(2, (root + third) / 12.0), 0.35, 1.2);
            Note(signal, b * beat, beat * (1 + random.Next(2)), 2 * key * Math.Pow(2, scale[random.Next(scale.Length)] / 12), 0.6, 2.5);
            for (int i = 0; i < 500 && b * beat + i < signal.Length; i++)
                signal[b * beat + i] += (float)(percussion * Signal.Gaussian(random) * Math.Exp(-i / 120.0));
        }
        Signal.Scale(signal, -20 - Signal.LevelDb(signal));
        return signal;
    }

    private static void Note(float[] signal, int at, int length, double hz, double gain, double decay)
    {
        for (int i = 0; i < length && at + i < signal.Length; i++)
        {
            double envelope = gain * Math.Min(1, i / 160.0) * Math.Exp(-decay * i / Signal.Rate) * Math.Min(1, (length - i) / 200.0);
            double phase = 2 * Math.PI * hz * i / Signal.Rate;
            signal[at + i] += (float)(envelope * (Math.Sin(phase) + 0.5 * Math.Sin(2 * phase) + 0.25 * Math.Sin(3 * phase)));
        }
    }

    private static float Lines(int i, double[] hz)
    {
        double sum = 0;
        foreach (double f in hz)
            sum += Math.Sin(2 * Math.PI * f * i / Signal.Rate);
        return (float)(sum * Signal.Rms(LineDb) * 1.41421 / Math.Sqrt(hz.Length));
    }

    private static float Gate(int sample, int[] patternMs)
    {
        int start = 0;
        for (int k = 0; k < patternMs.Length; k++)
        {
            int end = start + patternMs[k] * 8;
            if (sample < end)
                return (k & 1) == 1 ? 0 : patternMs.Length == 1 ? 1 : Edge(sample - start, end - start);
            start = end;
        }
        return 0;
    }

    private static float Edge(int i, int count) => Math.Min(1f, Math.Min(i + 1, count - i) / 40f);
}
