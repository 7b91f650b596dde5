namespace Dialer.Sip.Media;

/// <summary>G.711 by table (ITU-T G.711). Samples are 16-bit linear; 0 dBm0 full scale conventions of the standard.</summary>
public static class G711
{
    private static readonly short[] MuLawToLinear = BuildMuLawDecode();
    private static readonly short[] ALawToLinear = BuildALawDecode();
    private static readonly byte[] LinearToMuLaw = BuildEncode(EncodeMuLaw);
    private static readonly byte[] LinearToALaw = BuildEncode(EncodeALaw);
    private static readonly byte[] MuLawToALawTable = BuildTranscode(MuLawToLinear, EncodeALaw);
    private static readonly byte[] ALawToMuLawTable = BuildTranscode(ALawToLinear, EncodeMuLaw);

    public const byte MuLawSilence = 0xFF;
    public const byte ALawSilence = 0xD5;

    public static void DecodeMuLaw(ReadOnlySpan<byte> coded, Span<short> samples) => Decode(MuLawToLinear, coded, samples);

    public static void DecodeALaw(ReadOnlySpan<byte> coded, Span<short> samples) => Decode(ALawToLinear, coded, samples);

    public static void EncodeMuLaw(ReadOnlySpan<short> samples, Span<byte> coded) => Encode(LinearToMuLaw, samples, coded);

    public static void EncodeALaw(ReadOnlySpan<short> samples, Span<byte> coded) => Encode(LinearToALaw, samples, coded);

    /// <summary>Translates in place, one octet for one octet.</summary>
    public static void MuLawToALaw(Span<byte> coded) => Translate(MuLawToALawTable, coded);

    /// <summary>Translates in place, one octet for one octet.</summary>
    public static void ALawToMuLaw(Span<byte> coded) => Translate(ALawToMuLawTable, coded);

    private static void Decode(short[] table, ReadOnlySpan<byte> coded, Span<short> samples)
    {
        samples = samples[..coded.Length];
        for (int i = 0; i < coded.Length; i++)
            samples[i] = table[coded[i]];
    }

    private static void Encode(byte[] table, ReadOnlySpan<short> samples, Span<byte> coded)
    {
        coded = coded[..samples.Length];
        for (int i = 0; i < samples.Length; i++)
            coded[i] = table[(ushort)samples[i] >> 2];
    }

    private static void Translate(byte[] table, Span<byte> coded)
    {
        for (int i = 0; i < coded.Length; i++)
            coded[i] = table[coded[i]];
    }

    private static short[] BuildMuLawDecode()
    {
        short[] table = new short[256];
        for (int code = 0; code < 256; code++)
        {
            int inverted = ~code & 0xFF;
            int magnitude = ((((inverted & 0x0F) << 3) + 0x84) << ((inverted >> 4) & 7)) - 0x84;
            table[code] = (short)((inverted & 0x80) != 0 ? -magnitude : magnitude);
        }
        return table;
    }

    private static short[] BuildALawDecode()
    {
        short[] table = new short[256];
        for (int code = 0; code < 256; code++)
        {
            int toggled = code ^ 0x55;
            int exponent = (toggled >> 4) & 7;
            int mantissa = ((toggled & 0x0F) << 4) + 8;
            int magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
            table[code] = (short)((toggled & 0x80) != 0 ? magnitude : -magnitude);
        }
        return table;
    }

    // 14 bits of the sample choose the code word: mu-law resolves 14 bits and A-law 13, so the two lowest bits never matter.
    private static byte[] BuildEncode(Func<int, byte> encode)
    {
        byte[] table = new byte[1 << 14];
        for (int index = 0; index < table.Length; index++)
            table[index] = encode((short)(index << 2));
        return table;
    }

    private static byte[] BuildTranscode(short[] decode, Func<int, byte> encode)
    {
        byte[] table = new byte[256];
        for (int code = 0; code < 256; code++)
            table[code] = encode(decode[code]);
        return table;
    }

    private static byte EncodeMuLaw(int sample)
    {
        int sign = sample < 0 ? 0x80 : 0;
        // Of a negative sample the complement, as in the reference (ITU-T G.191): else its side would be 1 louder at each decision.
        int magnitude = Math.Min(sample < 0 ? -sample - 1 : sample, 32635) + 0x84;
        int exponent = System.Numerics.BitOperations.Log2((uint)magnitude) - 7;
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }

    private static byte EncodeALaw(int sample)
    {
        int sign = sample < 0 ? 0 : 0x80;
        int magnitude = Math.Min(sample < 0 ? -sample - 1 : sample, 32767);
        int exponent = magnitude < 256 ? 0 : System.Numerics.BitOperations.Log2((uint)magnitude) - 7;
        int mantissa = (magnitude >> (exponent == 0 ? 4 : exponent + 3)) & 0x0F;
        return (byte)((sign | (exponent << 4) | mantissa) ^ 0x55);
    }
}
