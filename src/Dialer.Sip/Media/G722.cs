namespace Dialer.Sip.Media;

/// <summary>
/// One sub-band's ADPCM state of ITU-T G.722: the adaptive quantiser's scale and the pole-zero predictor.
/// Names follow the Recommendation's section 3.5 and 3.6 (d, p, r, a, b, nabla, det).
/// </summary>
internal sealed class G722Band
{
    private static readonly int[] s_inverseLog =
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
        int mantissa = s_inverseLog[(_nabla >> 6) & 31];
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
        for (int i = 6; i > 0; i--) zeros += (_zeros[i] * Saturate(_differences[i] + _differences[i])) >> 15;
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
        for (int i = 6; i > 1; i--) _differences[i] = _differences[i - 1];
        _differences[1] = difference;
    }
}

/// <summary>The constant tables of ITU-T G.722 (tables 14 to 21).</summary>
internal static class G722Tables
{
    public static readonly int[] Qmf = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

    public static readonly int[] DecisionLevels =
    [
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650,
        714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
    ];

    public static readonly int[] LowNegative = [0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4];
    public static readonly int[] LowPositive = [0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32];
    public static readonly int[] LowWeights = [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];
    public static readonly int[] LowInverse4 = [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];

    public static readonly int[] LowInverse6 =
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    public static readonly int[] HighInverse = [-7408, -1616, 7408, 1616];
    public static readonly int[] HighWeights = [798, -214, 798, -214];
}

/// <summary>ITU-T G.722 at 64 kbit/s: two samples of 16 kHz in one octet. Not thread-safe; one per stream.</summary>
public sealed class G722Encoder
{
    private readonly G722Band _low = G722Band.Low();
    private readonly G722Band _high = G722Band.High();
    private readonly int[] _history = new int[24];

    /// <summary>Encodes an even number of 16 kHz samples into half as many octets.</summary>
    public void Encode(ReadOnlySpan<short> samples16, Span<byte> coded)
    {
        for (int i = 0; i + 1 < samples16.Length; i += 2)
        {
            _history.AsSpan(2).CopyTo(_history);
            _history[22] = samples16[i];
            _history[23] = samples16[i + 1];
            int odd = 0, even = 0;
            for (int k = 0; k < 12; k++)
            {
                odd += _history[2 * k] * G722Tables.Qmf[k];
                even += _history[(2 * k) + 1] * G722Tables.Qmf[11 - k];
            }
            coded[i / 2] = (byte)((EncodeHigh((even - odd) >> 14) << 6) | EncodeLow((even + odd) >> 14));
        }
    }

    /// <summary>Encodes 8 kHz samples as the lower sub-band, the upper one silent: one octet a sample. What a narrow-band source is worth.</summary>
    public void EncodeNarrow(ReadOnlySpan<short> samples8, Span<byte> coded)
    {
        for (int i = 0; i < samples8.Length; i++)
            coded[i] = (byte)((EncodeHigh(0) << 6) | EncodeLow(samples8[i] >> 1));
    }

    private int EncodeLow(int sample)
    {
        int difference = G722Band.Saturate(sample - _low.Prediction);
        int magnitude = difference >= 0 ? difference : -(difference + 1);
        int level = 1;
        while (level < 30 && magnitude >= (G722Tables.DecisionLevels[level] * _low.Scale) >> 12) level++;
        int code = difference < 0 ? G722Tables.LowNegative[level] : G722Tables.LowPositive[level];
        _low.Adapt((_low.Scale * G722Tables.LowInverse4[code >> 2]) >> 15, G722Tables.LowWeights[code >> 2]);
        return code;
    }

    private int EncodeHigh(int sample)
    {
        int difference = G722Band.Saturate(sample - _high.Prediction);
        int magnitude = difference >= 0 ? difference : -(difference + 1);
        bool large = magnitude >= (564 * _high.Scale) >> 12;
        int code = difference < 0 ? (large ? 0 : 1) : (large ? 2 : 3);
        _high.Adapt((_high.Scale * G722Tables.HighInverse[code]) >> 15, G722Tables.HighWeights[code]);
        return code;
    }
}

/// <summary>Decodes ITU-T G.722 at 64 kbit/s. Not thread-safe; one per stream.</summary>
public sealed class G722Decoder
{
    private readonly G722Band _low = G722Band.Low();
    private readonly G722Band _high = G722Band.High();
    private readonly int[] _history = new int[24];

    /// <summary>Decodes to 16 kHz, two samples an octet.</summary>
    public void Decode(ReadOnlySpan<byte> coded, Span<short> samples16)
    {
        for (int i = 0; i < coded.Length; i++)
        {
            int low = DecodeLow(coded[i] & 0x3F);
            int high = DecodeHigh(coded[i] >> 6);
            _history.AsSpan(2).CopyTo(_history);
            _history[22] = low + high;
            _history[23] = low - high;
            int first = 0, second = 0;
            for (int k = 0; k < 12; k++)
            {
                second += _history[2 * k] * G722Tables.Qmf[k];
                first += _history[(2 * k) + 1] * G722Tables.Qmf[11 - k];
            }
            samples16[2 * i] = (short)G722Band.Saturate(first >> 11);
            samples16[(2 * i) + 1] = (short)G722Band.Saturate(second >> 11);
        }
    }

    /// <summary>Decodes only the lower sub-band, which is the audio at 8 kHz: one sample an octet.</summary>
    public void DecodeNarrow(ReadOnlySpan<byte> coded, Span<short> samples8)
    {
        for (int i = 0; i < coded.Length; i++) samples8[i] = (short)G722Band.Saturate(DecodeLow(coded[i] & 0x3F) << 1);
    }

    private int DecodeLow(int code)
    {
        int sample = Math.Clamp(_low.Prediction + ((_low.Scale * G722Tables.LowInverse6[code]) >> 15), -16384, 16383);
        _low.Adapt((_low.Scale * G722Tables.LowInverse4[code >> 2]) >> 15, G722Tables.LowWeights[code >> 2]);
        return sample;
    }

    private int DecodeHigh(int code)
    {
        int difference = (_high.Scale * G722Tables.HighInverse[code]) >> 15;
        int sample = Math.Clamp(_high.Prediction + difference, -16384, 16383);
        _high.Adapt(difference, G722Tables.HighWeights[code]);
        return sample;
    }
}
