namespace Dialer.Sip.Media;

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
        for (int i = 0; i < coded.Length; i++)
            samples8[i] = (short)G722Band.Saturate(DecodeLow(coded[i] & 0x3F) << 1);
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
