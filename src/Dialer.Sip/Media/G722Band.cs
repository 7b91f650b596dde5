namespace Dialer.Sip.Media;

/// <summary>
/// One sub-band's ADPCM state of ITU-T G.722: the adaptive quantiser's scale and the pole-zero predictor.
/// Names follow the Recommendation's section 3.5 and 3.6 (d, p, r, a, b, nabla, det).
/// </summary>
internal sealed class G722Band
{
    private static readonly int[] InverseLog =
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];

    private readonly int[] _differences = new int[7];
    private readonly int[] _zeros = new int[7];
    private readonly int _nablaLimit;
    private readonly int _logOffset;
    private int _r1, _r2, _p1, _p2, _a1, _a2, _nabla, _zeroPart;

    private G722Band(int initialScale, int nablaLimit, int logOffset)
    {
        Scale = initialScale;
        _nablaLimit = nablaLimit;
        _logOffset = logOffset;
    }

    public static G722Band Low() => new(32, 18432, 8);

    public static G722Band High() => new(8, 22528, 10);

    /// <summary>The quantiser's step (det).</summary>
    public int Scale { get; private set; }

    /// <summary>The predicted next sample.</summary>
    public int Prediction { get; private set; }

    public static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    /// <summary>Adapts scale and predictor to one quantised difference.</summary>
    public void Adapt(int difference, int logWeight)
    {
        _nabla = Math.Clamp(((_nabla * 127) >> 7) + logWeight, 0, _nablaLimit);
        int shift = _logOffset - (_nabla >> 11);
        int mantissa = InverseLog[(_nabla >> 6) & 31];
        Scale = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
        Predict(difference);
    }

    private void Predict(int difference)
    {
        int reconstructed = Saturate(Prediction + difference);
        int partial = Saturate(_zeroPart + difference);
        AdaptPoles(partial);
        AdaptZeros(difference);
        (_r2, _r1) = (_r1, reconstructed);
        (_p2, _p1) = (_p1, partial);
        int poles = Saturate(((_a1 * Saturate(_r1 + _r1)) >> 15) + ((_a2 * Saturate(_r2 + _r2)) >> 15));
        int zeros = 0;
        for (int i = 6; i > 0; i--)
            zeros += (_zeros[i] * Saturate(_differences[i] + _differences[i])) >> 15;
        _zeroPart = Saturate(zeros);
        Prediction = Saturate(poles + _zeroPart);
    }

    private void AdaptPoles(int partial)
    {
        bool sameAsLast = (partial >> 15) == (_p1 >> 15);
        bool sameAsBeforeLast = (partial >> 15) == (_p2 >> 15);
        int scaled = Saturate(_a1 << 2);
        int sign = Math.Min(sameAsLast ? -scaled : scaled, 32767);
        int second = Math.Clamp((sameAsBeforeLast ? 128 : -128) + (sign >> 7) + ((_a2 * 32512) >> 15), -12288, 12288);
        int limit = Saturate(15360 - second);
        int first = Saturate((sameAsLast ? 192 : -192) + ((_a1 * 32640) >> 15));
        _a2 = second;
        _a1 = Math.Clamp(first, -limit, limit);
    }

    private void AdaptZeros(int difference)
    {
        int step = difference == 0 ? 0 : 128;
        int sign = difference >> 15;
        for (int i = 6; i > 0; i--)
        {
            int change = (_differences[i] >> 15) == sign ? step : -step;
            _zeros[i] = Saturate(change + ((_zeros[i] * 32640) >> 15));
        }
        for (int i = 6; i > 1; i--)
            _differences[i] = _differences[i - 1];
        _differences[1] = difference;
    }
}
