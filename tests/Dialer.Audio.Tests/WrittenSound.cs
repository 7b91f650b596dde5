using System.Buffers.Binary;
using System.Text;

namespace Dialer.Audio.Tests;

/// <summary>Files as a person's programs write them, byte by byte, without a library.</summary>
internal static class WrittenSound
{
    public const double ToneHz = 700;
    public const double Amplitude = 0.3;

    /// <summary>A second (or less) of the tone, the same on each channel, in [-1, 1].</summary>
    public static double[] Tone(int rate, int channels = 1, double seconds = 1, double hz = ToneHz)
    {
        double[] samples = new double[(int)(rate * seconds) * channels];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = Amplitude * Math.Sin(2 * Math.PI * hz * (i / channels) / rate);
        return samples;
    }

    /// <param name="tag">1 PCM, 3 floating point, 6 A-law, 7 mu-law.</param>
    public static byte[] Wave(double[] samples, int rate, int channels = 1, int bits = 16, int tag = 1, bool isExtensible = false)
    {
        byte[] data = [.. samples.SelectMany(sample => Bytes(sample, bits, tag))];
        byte[] extension = isExtensible ? [22, 0, (byte)bits, 0, 4, 0, 0, 0, (byte)tag, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71] : [];
        byte[] format =
        [
            .. Little16(isExtensible ? 0xFFFE : tag), .. Little16(channels), .. Little32(rate), .. Little32(rate * channels * bits / 8), .. Little16(channels * bits / 8), .. Little16(bits),
            .. extension,
        ];
        byte[] chunks = [.. "WAVE"u8, .. Chunk("fmt ", format), .. Chunk("LIST", "INFOsoft"u8.ToArray()), .. Chunk("data", data)];
        return [.. "RIFF"u8, .. Little32(chunks.Length), .. chunks];
    }

    public static byte[] Aiff(double[] samples, int rate, int channels = 1, int bits = 16)
    {
        byte[] data = [0, 0, 0, 0, 0, 0, 0, 0, .. samples.SelectMany(sample => bits == 8 ? [(byte)(sbyte)Math.Round(sample * 127)] : Bytes(sample, bits, 1).Reverse())];
        byte[] common = [.. Big16(channels), .. Big32(samples.Length / channels), .. Big16(bits), .. Extended(rate)];
        byte[] chunks = [.. "AIFF"u8, .. BigChunk("COMM", common), .. BigChunk("SSND", data)];
        return [.. "FORM"u8, .. Big32(chunks.Length), .. chunks];
    }

    public static byte[] Resource(string name)
    {
        using var stream = typeof(WrittenSound).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Bytes(double sample, int bits, int tag) => (tag, bits) switch
    {
        (3, 32) => BitConverter.GetBytes((float)sample),
        (3, 64) => BitConverter.GetBytes(sample),
        (6, 8) => [ALaw(sample)],
        (7, 8) => [MuLaw(sample)],
        (1, 8) => [(byte)(128 + Math.Round(sample * 127))],
        _ => BitConverter.GetBytes((int)Math.Round(sample * ((1L << (bits - 1)) - 1)))[..(bits / 8)],
    };

    // ITU-T G.711 table 1a: 13 bits with sign, segments of 16 steps, every other bit turned.
    private static byte ALaw(double sample)
    {
        int magnitude = (int)Math.Min(4_095, Math.Abs(sample) * 4_096), segment = magnitude < 32 ? 0 : (int)Math.Log2(magnitude) - 4;
        int step = segment < 2 ? magnitude >> 1 : magnitude >> segment;
        return (byte)(((sample >= 0 ? 0x80 : 0) | (segment << 4) | (step & 15)) ^ 0x55);
    }

    // ITU-T G.711 table 2a: 14 bits with sign, biased by 33, all bits turned.
    private static byte MuLaw(double sample)
    {
        int magnitude = (int)Math.Min(8_158, Math.Abs(sample) * 8_192) + 33, segment = (int)Math.Log2(magnitude) - 5;
        return (byte)~((sample >= 0 ? 0 : 0x80) | (segment << 4) | ((magnitude >> (segment + 1)) & 15));
    }

    // IEEE 754 extended precision: exponent biased by 16,383, an integer bit before the fraction.
    private static byte[] Extended(int rate)
    {
        int exponent = (int)Math.Log2(rate);
        byte[] bytes = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(16_383 + exponent));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(2), (ulong)rate << (63 - exponent));
        return bytes;
    }

    private static byte[] Chunk(string id, byte[] body) => [.. Encoding.ASCII.GetBytes(id), .. Little32(body.Length), .. body, .. new byte[body.Length & 1]];

    private static byte[] BigChunk(string id, byte[] body) => [.. Encoding.ASCII.GetBytes(id), .. Big32(body.Length), .. body, .. new byte[body.Length & 1]];

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Little32(int value) => [.. Little16(value), .. Little16(value >> 16)];

    private static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Big32(int value) => [.. Big16(value >> 16), .. Big16(value)];
}
