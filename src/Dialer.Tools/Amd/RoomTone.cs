using Dialer.Core.Time;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>
/// The sound of the room where a clip was made: its level and its spectral shape (a linear predictor of order 10 over
/// the clip's quiet tenth), so that a call composed from the clip has no seam. Never digital silence.
/// </summary>
internal sealed class RoomTone
{
    private const int Order = 10;
    private const double QuietestDb = -72;
    private readonly double[] _predictor;
    private readonly double _levelDb;

    public RoomTone(ReadOnlySpan<float> clip)
    {
        double[] levels = Signal.Levels(clip);
        double gate = Math.Max(Signal.Percentile(levels, 0.12), -90);
        double[] correlation = new double[Order + 1];
        double power = 0;
        int frames = 0;
        for (int f = 0; f < levels.Length; f++)
        {
            if (levels[f] > gate)
                continue;
            var frame = clip.Slice(f * 160, 160);
            for (int lag = 0; lag <= Order; lag++)
                for (int i = lag; i < frame.Length; i++)
                    correlation[lag] += frame[i] * (double)frame[i - lag];
            power += Math.Pow(10, levels[f] / 10);
            frames++;
        }
        _levelDb = frames == 0 ? QuietestDb : Math.Max(QuietestDb, 10 * Math.Log10(power / frames));
        _predictor = Predictor(correlation);
    }

    public double LevelDb => _levelDb;

    public float[] Make(int length, SeededRandom random)
    {
        float[] noise = new float[length + 400];
        for (int i = 0; i < noise.Length; i++)
        {
            double sample = Signal.Gaussian(random);
            for (int k = 1; k <= Math.Min(i, Order); k++)
                sample -= _predictor[k] * noise[i - k];
            noise[i] = (float)Math.Clamp(sample, -1e6, 1e6);
        }
        float[] result = noise[400..];
        Signal.Normalize(result);
        float factor = Signal.Rms(_levelDb);
        for (int i = 0; i < result.Length; i++)
            result[i] *= factor;
        return result;
    }

    /// <summary>Levinson-Durbin; a white-noise correction of 1 % keeps it stable.</summary>
    private static double[] Predictor(double[] r)
    {
        double[] a = new double[Order + 1];
        a[0] = 1;
        double error = r[0] * 1.01 + 1;
        for (int i = 1; i <= Order; i++)
        {
            double k = r[i];
            for (int j = 1; j < i; j++)
                k += a[j] * r[i - j];
            k = -k / error;
            double[] next = [.. a];
            for (int j = 1; j < i; j++)
                next[j] = a[j] + k * a[i - j];
            next[i] = k;
            a = next;
            error *= 1 - k * k;
        }
        return a;
    }
}
