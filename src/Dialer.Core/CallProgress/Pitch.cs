using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dialer.Core.CallProgress;

/// <summary>The pitch of a voice, 71 to 400 Hz: the normalised autocorrelation of 32 ms, at 2 kHz.</summary>
internal static class Pitch
{
    private const int Decimate = 4;
    private const int Length = ToneBank.Window / Decimate;
    private const int ShortestLag = 5, LongestLag = 28;

    /// <summary>A longer lag must be so much better: the double of a period fits as well as the period.</summary>
    private const float Better = 0.02f;

    /// <summary>Strength, 0 to 1.</summary>
    /// <param name="samples">256 at 8 kHz.</param>
    /// <param name="octave">log2 of the pitch over 100 Hz; 0 where there is none.</param>
    public static float Find(ReadOnlySpan<float> samples, out float octave)
    {
        // Zeros behind, so that each lag may read a whole window.
        Span<float> x = stackalloc float[Length + LongestLag + 4];
        x[Length..].Clear();
        Span<float> energy = stackalloc float[Length + 1];
        energy[0] = 0;
        for (int i = 0; i < Length; i++)
        {
            float sample = samples[Decimate * i] + samples[Decimate * i + 1] + samples[Decimate * i + 2] + samples[Decimate * i + 3];
            x[i] = sample;
            energy[i + 1] = energy[i] + sample * sample;
        }
        float best = 0;
        int lag = 0;
        for (int k = ShortestLag; k <= LongestLag; k++)
        {
            float one = energy[Length - k] + 1f, other = energy[Length] - energy[k] + 1f;
            float alike = Product(x, k) / MathF.Sqrt(one * other);
            if (alike > best + Better)
                (best, lag) = (alike, k);
        }
        octave = lag == 0 ? 0f : MathF.Log2(2000f / lag / 100f);
        return best;
    }

    private static float Product(ReadOnlySpan<float> x, int lag)
    {
        ref float first = ref MemoryMarshal.GetReference(x);
        Vector256<float> sum = default;
        for (nuint i = 0; i < Length; i += 8)
            sum += Vector256.LoadUnsafe(ref first, i) * Vector256.LoadUnsafe(ref first, i + (nuint)lag);
        return Vector256.Sum(sum);
    }
}
