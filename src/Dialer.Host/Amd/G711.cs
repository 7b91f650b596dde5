namespace Dialer.Host.Amd;

/// <summary>ITU-T G.711, as arithmetic: what the judge needs to send a composed call through a telephone network.</summary>
internal static class G711
{
    public static short FromMuLaw(byte code)
    {
        int u = ~code & 0xFF;
        int magnitude = (((u & 0x0F) << 3) + 0x84 << ((u & 0x70) >> 4)) - 0x84;
        return (short)((u & 0x80) != 0 ? -magnitude : magnitude);
    }

    public static byte ToMuLaw(short sample)
    {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.Min(Math.Abs((int)sample), 32635) + 0x84;
        int exponent = 7;
        for (int mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1) exponent--;
        return (byte)~(sign | exponent << 4 | (magnitude >> (exponent + 3) & 0x0F));
    }

    public static short FromALaw(byte code)
    {
        int a = code ^ 0x55;
        int exponent = (a & 0x70) >> 4;
        int magnitude = (a & 0x0F) << 4;
        magnitude = exponent == 0 ? magnitude + 8 : magnitude + 0x108 << exponent - 1;
        return (short)((a & 0x80) != 0 ? magnitude : -magnitude);
    }

    public static byte ToALaw(short sample)
    {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = sample >= 0 ? sample : -sample - 1;
        int exponent = 7;
        for (int mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1) exponent--;
        int mantissa = exponent == 0 ? magnitude >> 4 : magnitude >> exponent + 3 & 0x0F;
        return (byte)((sign | exponent << 4 | mantissa & 0x0F) ^ 0x55);
    }
}
