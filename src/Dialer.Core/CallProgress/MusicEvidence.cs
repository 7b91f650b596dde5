using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Music holds its notes: from one 20 ms to the next the spectrum hardly moves (Bhattacharyya coefficient of the two).
/// Speech moves all the time. Counts, over the loud steps, how many stayed.
/// </summary>
internal struct MusicEvidence
{
    private const float StayedFrom = 0.955f;
    private Spectrum _previous;
    private bool _have;

    /// <summary>Loud steps compared.</summary>
    public int Steps { get; private set; }

    public int Stayed { get; private set; }

    /// <summary>The newest steps that stayed, in a row. Noise never does: its spectrum is new each time.</summary>
    public int StayRun { get; private set; }

    public readonly float Share => Steps == 0 ? 0 : Stayed / (float)Steps;

    public void Reset() => this = default;

    /// <summary>One spectrum of a loud moment.</summary>
    public void Add(ReadOnlySpan<float> powers)
    {
        Span<float> previous = _previous;
        if (_have)
        {
            Steps++;
            bool stayed = Alike(powers, previous) > StayedFrom;
            if (stayed)
                Stayed++;
            StayRun = stayed ? StayRun + 1 : 0;
        }
        powers.CopyTo(previous);
        _have = true;
    }

    /// <summary>A quiet moment: nothing to compare the next with.</summary>
    public void Break()
    {
        _have = false;
        StayRun = 0;
    }

    private static float Alike(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float pa = ref MemoryMarshal.GetReference(a);
        ref float pb = ref MemoryMarshal.GetReference(b);
        Vector256<float> cross = default, sumA = default, sumB = default;
        for (nuint i = 0; i < ToneBank.Bins; i += 8)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref pa, i), y = Vector256.LoadUnsafe(ref pb, i);
            cross += Vector256.Sqrt(Vector256.Max(x, Vector256<float>.Zero)) * Vector256.Sqrt(Vector256.Max(y, Vector256<float>.Zero));
            sumA += x;
            sumB += y;
        }
        float product = Vector256.Sum(sumA) * Vector256.Sum(sumB);
        return product <= 0 ? 0 : Vector256.Sum(cross) / MathF.Sqrt(product);
    }

    [InlineArray(ToneBank.Bins)]
    private struct Spectrum
    {
        private float _first;
    }
}
