using System.Buffers.Binary;

namespace Dialer.Sip.Media;

/// <summary>Writes WAV files of 16-bit PCM: recordings and clips. What people give us is read by Dialer.Audio.</summary>
public static class WavFile
{
    public const int HeaderBytes = 44;

    private const ushort Pcm = 1;

    /// <summary>Writes a 44-octet header of 16-bit PCM for the given number of octets of audio data.</summary>
    public static void WriteHeader(Span<byte> header, int channels, int sampleRate, long dataBytes)
    {
        uint data = (uint)Math.Min(dataBytes, uint.MaxValue - 36);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], data + 36);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)channels);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)sampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)(sampleRate * channels * 2));
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], (ushort)(channels * 2));
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], data);
    }

    /// <summary>A whole mono or interleaved 16-bit file in memory.</summary>
    public static byte[] Build(ReadOnlySpan<short> samples, int sampleRate, int channels = 1)
    {
        byte[] file = new byte[HeaderBytes + (samples.Length * 2)];
        WriteHeader(file, channels, sampleRate, samples.Length * 2);
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (i * 2)), samples[i]);
        return file;
    }
}
