using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Lines from 281 to 2250 Hz: 64 Goertzel filters on the bins of a Hann window of 256 samples. The window is folded
/// once (even bins need x[n] + x[n+128], odd bins x[n] - x[n+128]), so each filter runs over 128 samples only.
/// </summary>
internal static class ToneBank
{
    public const int Window = 256;
    public const int FirstBin = 9;
    public const int Bins = 64;
    private const float BinHz = 8000f / Window;
    private const int Half = Window / 2;
    private const int Lobe = 3;

    private static readonly float[] Hann = MakeHann();
    private static readonly float[] Coefficients = MakeCoefficients();

    /// <param name="samples">The last 256 samples above 150 Hz, 16-bit scale.</param>
    /// <param name="powers">64 powers out, by bin, from 281 Hz.</param>
    public static ToneFrame Analyse(ReadOnlySpan<float> samples, Span<float> powers)
    {
        Span<float> even = stackalloc float[Half];
        Span<float> odd = stackalloc float[Half];
        float total = Fold(samples, even, odd);
        Span<float> halves = stackalloc float[Bins];
        Goertzel(odd, Coefficients.AsSpan(0, Bins / 2), halves);
        Goertzel(even, Coefficients.AsSpan(Bins / 2), halves[(Bins / 2)..]);
        for (int i = 0; i < Bins / 2; i++)
        {
            powers[2 * i] = halves[i];
            powers[2 * i + 1] = halves[Bins / 2 + i];
        }
        return Read(powers, total);
    }

    /// <summary>Windows and folds; gives the power in the scale of the bins (Parseval: a lone line's bins sum to it).</summary>
    private static float Fold(ReadOnlySpan<float> x, Span<float> even, Span<float> odd)
    {
        var sum = Vector256<float>.Zero;
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float window = ref MemoryMarshal.GetArrayDataReference(Hann);
        ref float e = ref MemoryMarshal.GetReference(even);
        ref float o = ref MemoryMarshal.GetReference(odd);
        for (nuint i = 0; i < Half; i += 8)
        {
            var a = Vector256.LoadUnsafe(ref source, i) * Vector256.LoadUnsafe(ref window, i);
            var b = Vector256.LoadUnsafe(ref source, i + Half) * Vector256.LoadUnsafe(ref window, i + Half);
            sum += a * a + b * b;
            (a + b).StoreUnsafe(ref e, i);
            (a - b).StoreUnsafe(ref o, i);
        }
        return Vector256.Sum(sum) * (Window / 2);
    }

    /// <summary>32 filters in four vectors: |X|^2 = s1^2 + s2^2 - c s1 s2.</summary>
    private static void Goertzel(ReadOnlySpan<float> x, ReadOnlySpan<float> coefficients, Span<float> powers)
    {
        ref float c = ref MemoryMarshal.GetReference(coefficients);
        ref float p = ref MemoryMarshal.GetReference(powers);
        Vector256<float> c0 = Vector256.LoadUnsafe(ref c, 0), c1 = Vector256.LoadUnsafe(ref c, 8), c2 = Vector256.LoadUnsafe(ref c, 16), c3 = Vector256.LoadUnsafe(ref c, 24);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        foreach (float sample in x)
        {
            var s = Vector256.Create(sample);
            Vector256<float> n0 = s - b0 + c0 * a0, n1 = s - b1 + c1 * a1, n2 = s - b2 + c2 * a2, n3 = s - b3 + c3 * a3;
            b0 = a0;
            b1 = a1;
            b2 = a2;
            b3 = a3;
            a0 = n0;
            a1 = n1;
            a2 = n2;
            a3 = n3;
        }
        (a0 * a0 + b0 * b0 - c0 * a0 * b0).StoreUnsafe(ref p, 0);
        (a1 * a1 + b1 * b1 - c1 * a1 * b1).StoreUnsafe(ref p, 8);
        (a2 * a2 + b2 * b2 - c2 * a2 * b2).StoreUnsafe(ref p, 16);
        (a3 * a3 + b3 * b3 - c3 * a3 * b3).StoreUnsafe(ref p, 24);
    }

    private static ToneFrame Read(ReadOnlySpan<float> powers, float total)
    {
        int first = Loudest(powers, -100);
        int second = Loudest(powers, first);
        float one = Around(powers, first, -100), two = Around(powers, second, first);
        float norm = 1f / MathF.Max(total, 1f);
        float level = 10f * MathF.Log10(MathF.Max(total, 1f) / (Window / 2 * 96f * 32768f * 32768f));
        float secondHz = second >= 0 && two > 0.05f * one ? Frequency(powers, second) : 0f;
        return new ToneFrame(Frequency(powers, first), secondHz, MathF.Min(1, one * norm), MathF.Min(1, (one + two) * norm), level);
    }

    private static int Loudest(ReadOnlySpan<float> powers, int not)
    {
        int best = -1;
        float most = 0;
        for (int i = 0; i < powers.Length; i++)
        {
            if (powers[i] <= most || Math.Abs(i - not) <= Lobe)
                continue;
            (best, most) = (i, powers[i]);
        }
        return best;
    }

    private static float Around(ReadOnlySpan<float> powers, int bin, int not)
    {
        if (bin < 0)
            return 0;
        float sum = 0;
        for (int i = Math.Max(0, bin - Lobe); i <= Math.Min(Bins - 1, bin + Lobe); i++)
            if (Math.Abs(i - not) > Lobe)
                sum += powers[i];
        return sum;
    }

    /// <summary>Hann's main lobe between two bins: offset = (2r - 1) / (r + 1), r the ratio of their amplitudes.</summary>
    private static float Frequency(ReadOnlySpan<float> powers, int bin)
    {
        if (bin < 0)
            return 0;
        float left = bin > 0 ? powers[bin - 1] : 0, right = bin < Bins - 1 ? powers[bin + 1] : 0, centre = MathF.Max(powers[bin], 1e-3f);
        bool up = right >= left;
        float r = MathF.Sqrt((up ? right : left) / centre);
        float offset = Math.Clamp((2 * r - 1) / (r + 1), -0.5f, 0.5f);
        return (bin + FirstBin + (up ? offset : -offset)) * BinHz;
    }

    private static float[] MakeHann()
    {
        float[] window = new float[Window];
        for (int i = 0; i < Window; i++)
            window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / Window));
        return window;
    }

    /// <summary>The odd bins 9, 11 ... 71, then the even ones 10, 12 ... 72.</summary>
    private static float[] MakeCoefficients()
    {
        float[] c = new float[Bins];
        for (int i = 0; i < Bins / 2; i++)
        {
            c[i] = (float)(2 * Math.Cos(2 * Math.PI * (FirstBin + 2 * i) / Window));
            c[Bins / 2 + i] = (float)(2 * Math.Cos(2 * Math.PI * (FirstBin + 2 * i + 1) / Window));
        }
        return c;
    }
}
