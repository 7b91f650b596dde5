namespace Dialer.Sip.Media;

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
        while (level < 30 && magnitude >= (G722Tables.DecisionLevels[level] * _low.Scale) >> 12)
            level++;
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
