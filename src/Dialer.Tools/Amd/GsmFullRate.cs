namespace Dialer.Tools.Amd;

/// <summary>
/// What a call sounds like after GSM full rate (ETSI EN 300 961, RPE-LTP at 13 kbit/s), encoder and decoder in one, in
/// floating point: the quantizers are the standard's, the arithmetic is not bit-exact. For composing calls only.
/// </summary>
internal static class GsmFullRate
{
    private const int Order = 8, FrameLength = 160, SubLength = 40, Pulses = 13, LongestLag = 120;

    private static readonly double[] A = [20, 20, 20, 20, 13.637, 15, 8.334, 8.824];
    private static readonly double[] B = [0, 0, 4, -5, 0.184, -3.5, -0.666, -2.235];
    private static readonly int[] Top = [31, 31, 15, 15, 7, 7, 3, 3];
    private static readonly double[] Gains = [0.1, 0.35, 0.65, 1.0];
    private static readonly double[] Weighting = [-134, -374, 0, 2054, 5741, 8192, 5741, 2054, 0, -374, -134];

    public static short[] RoundTrip(ReadOnlySpan<short> pcm)
    {
        Codec codec = new();
        short[] result = new short[pcm.Length];
        double[] frame = new double[FrameLength];
        for (int at = 0; at + FrameLength <= pcm.Length; at += FrameLength)
        {
            for (int i = 0; i < FrameLength; i++)
                frame[i] = pcm[at + i];
            codec.Pass(frame);
            for (int i = 0; i < FrameLength; i++)
                result[at + i] = (short)Math.Clamp(Math.Round(frame[i]), -32768, 32767);
        }
        return result;
    }

    private sealed class Codec
    {
        private readonly double[] _history = new double[LongestLag + FrameLength];
        private readonly double[] _analysis = new double[Order + 1];
        private readonly double[] _synthesis = new double[Order + 1];
        private double _before, _deemphasis;

        public void Pass(double[] frame)
        {
            for (int i = 0; i < FrameLength; i++)
            {
                double x = frame[i];
                frame[i] = x - 0.86 * _before;
                _before = x;
            }
            double[] reflection = QuantizedReflection(frame);
            for (int i = 0; i < FrameLength; i++)
                frame[i] = Analyse(frame[i], reflection);
            Array.Copy(_history, FrameLength, _history, 0, LongestLag);
            for (int sub = 0; sub < FrameLength; sub += SubLength)
                LongTerm(frame.AsSpan(sub, SubLength), LongestLag + sub);
            for (int i = 0; i < FrameLength; i++)
            {
                _deemphasis = Synthesise(_history[LongestLag + i], reflection) + 0.86 * _deemphasis;
                frame[i] = _deemphasis;
            }
        }

        private double Analyse(double x, double[] k)
        {
            double forward = x, backward = x;
            for (int i = 0; i < Order; i++)
            {
                double delayed = _analysis[i];
                _analysis[i] = backward;
                backward = delayed + k[i] * forward;
                forward += k[i] * delayed;
            }
            return forward;
        }

        private double Synthesise(double residual, double[] k)
        {
            double x = residual;
            for (int i = Order - 1; i >= 0; i--)
            {
                x -= k[i] * _synthesis[i];
                _synthesis[i + 1] = _synthesis[i] + k[i] * x;
            }
            _synthesis[0] = x;
            return x;
        }

        private void LongTerm(ReadOnlySpan<double> residual, int at)
        {
            (int lag, double gain) = BestLag(residual, at);
            Span<double> rest = stackalloc double[SubLength];
            for (int i = 0; i < SubLength; i++)
                rest[i] = residual[i] - gain * _history[at + i - lag];
            Span<double> pulses = stackalloc double[SubLength];
            RegularPulses(rest, pulses);
            for (int i = 0; i < SubLength; i++)
                _history[at + i] = pulses[i] + gain * _history[at + i - lag];
        }

        private (int Lag, double Gain) BestLag(ReadOnlySpan<double> residual, int at)
        {
            int best = 40;
            double most = 0, energy = 1;
            for (int lag = 40; lag <= LongestLag; lag++)
            {
                double cross = 0, power = 1;
                for (int i = 0; i < SubLength; i++)
                {
                    double past = _history[at + i - lag];
                    cross += residual[i] * past;
                    power += past * past;
                }
                if (cross <= most)
                    continue;
                (best, most, energy) = (lag, cross, power);
            }
            double gain = most / energy;
            return (best, gain <= 0.2 ? Gains[0] : gain <= 0.5 ? Gains[1] : gain <= 0.8 ? Gains[2] : Gains[3]);
        }
    }

    private static double[] QuantizedReflection(double[] s)
    {
        double[] r = new double[Order + 1];
        for (int lag = 0; lag <= Order; lag++)
            for (int i = lag; i < s.Length; i++)
                r[lag] += s[i] * s[i - lag];
        double[] a = new double[Order + 1], k = new double[Order];
        double error = r[0] + 1;
        for (int i = 1; i <= Order; i++)
        {
            double sum = r[i];
            for (int j = 1; j < i; j++)
                sum += a[j] * r[i - j];
            double reflection = Math.Clamp(-sum / error, -0.999, 0.999);
            k[i - 1] = Dequantized(reflection, i - 1);
            double[] next = [.. a];
            for (int j = 1; j < i; j++)
                next[j] = a[j] + reflection * a[i - j];
            next[i] = reflection;
            a = next;
            error *= 1 - reflection * reflection;
        }
        return k;
    }

    /// <summary>Log area ratio in the standard's three straight pieces, quantized, and back.</summary>
    private static double Dequantized(double reflection, int index)
    {
        double size = Math.Abs(reflection);
        double ratio = Math.Sign(reflection) * (size < 0.675 ? size : size < 0.95 ? 2 * size - 0.675 : 8 * size - 6.375);
        double code = Math.Clamp(Math.Round(A[index] * ratio + B[index]), -Top[index] - 1, Top[index]);
        double back = (code - B[index]) / A[index];
        double magnitude = Math.Abs(back);
        return Math.Sign(back) * Math.Min(0.999, magnitude < 0.675 ? magnitude : magnitude < 1.225 ? 0.5 * magnitude + 0.3375 : 0.125 * magnitude + 0.796875);
    }

    private static void RegularPulses(ReadOnlySpan<double> rest, Span<double> result)
    {
        Span<double> x = stackalloc double[SubLength];
        for (int i = 0; i < SubLength; i++)
            for (int j = 0; j < 11; j++)
            {
                int at = i + 5 - j;
                if (at is >= 0 and < SubLength)
                    x[i] += Weighting[j] / 8192 * rest[at];
            }
        int grid = 0;
        double most = -1;
        for (int m = 0; m < 4; m++)
        {
            double energy = 0;
            for (int i = 0; i < Pulses; i++)
                energy += x[m + 3 * i] * x[m + 3 * i];
            if (energy <= most)
                continue;
            (grid, most) = (m, energy);
        }
        double peak = 1;
        for (int i = 0; i < Pulses; i++)
            peak = Math.Max(peak, Math.Abs(x[grid + 3 * i]));
        // Block maximum: 6 bits, eight steps an octave from 512 on.
        double block = peak < 512 ? Math.Ceiling(peak / 32) * 32 : Math.Pow(2, Math.Ceiling(Math.Log2(peak) * 8) / 8);
        result.Clear();
        for (int i = 0; i < Pulses; i++)
        {
            double code = Math.Clamp(Math.Floor((x[grid + 3 * i] / block + 1) * 4), 0, 7);
            result[grid + 3 * i] = ((code + 0.5) / 4 - 1) * block;
        }
    }
}
