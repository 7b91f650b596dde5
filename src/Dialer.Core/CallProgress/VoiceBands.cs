using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Voice that the whole level hides: eight bands of 250 Hz, each over a noise of its own. A vowel stands out of pink
/// noise, or of a fan, in one or two of them when the sum of all has hardly moved.
/// </summary>
internal struct VoiceBands
{
    private const int Bands = 8;
    private const float MostRatio = 5f;

    /// <summary>Noise alone gives 1 +- 0.15.</summary>
    private const float NoiseBelow = 1.45f;
    private const int FirstSteps = 10;
    private const float Follow = 0.06f;
    private const float FallFast = 0.2f;
    private const float Creep = 1.01f;

    private Noise _noise;
    private int _steps;

    /// <summary>Mean over the bands of power over noise, each at most 5: 1 is noise, above 1.6 hardly ever is.</summary>
    public float Evidence { get; private set; }

    public void Reset() => this = default;

    /// <summary>Nothing to hear in this step.</summary>
    public void Quiet() => Evidence = 0;

    /// <summary>One spectrum of <see cref="ToneBank"/>.</summary>
    public void Add(ReadOnlySpan<float> powers)
    {
        ref float p = ref MemoryMarshal.GetReference(powers);
        Span<float> noise = _noise;
        Span<float> bands = stackalloc float[Bands];
        float sum = 0;
        for (int b = 0; b < Bands; b++)
        {
            bands[b] = Vector256.Sum(Vector256.LoadUnsafe(ref p, (nuint)(8 * b))) + 1f;
            sum += MathF.Min(MostRatio, bands[b] / MathF.Max(noise[b], 1f));
        }
        _steps = Math.Min(_steps + 1, FirstSteps);
        if (_steps < FirstSteps)
        {
            for (int b = 0; b < Bands; b++)
                noise[b] += (bands[b] - noise[b]) / _steps;
            return;
        }
        Evidence = sum / Bands;
        bool noiseLike = Evidence < NoiseBelow;
        for (int b = 0; b < Bands; b++)
            noise[b] = Learn(noise[b], bands[b], noiseLike);
    }

    private static float Learn(float noise, float heard, bool noiseLike)
    {
        if (heard < 0.25f * noise)
            return noise + FallFast * (heard - noise);
        return noiseLike || heard < noise ? noise + Follow * (heard - noise) : noise * Creep;
    }

    [InlineArray(Bands)]
    private struct Noise
    {
        private float _first;
    }
}
