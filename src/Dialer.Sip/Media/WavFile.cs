using System.Buffers.Binary;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Media;

/// <summary>Reads WAV files: PCM of 8 to 32 bits, 32-bit float, A-law, mu-law; any rate from 4 to 192 kHz; one channel of up to 8.</summary>
public static class WavFile
{
    /// <summary>A prompt longer than this is surely a mistake, and would fill the memory.</summary>
    public const int MaxSeconds = 3600;

    public const int MaxChannels = 8;

    private const int MaxChunks = 256;
    private const int MaxFileBytes = 512 * 1024 * 1024;
    private const ushort Pcm = 1, IeeeFloat = 3, ALaw = 6, MuLaw = 7, Extensible = 0xFFFE;

    /// <summary>Reads a file. The result is null exactly when <paramref name="refusal"/> is not None.</summary>
    public static WavAudio? Read(string path, out WavRefusal refusal, int channel = 0)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                refusal = WavRefusal.TooLong;
                return null;
            }
            return Parse(File.ReadAllBytes(path), out refusal, channel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            refusal = WavRefusal.Unreadable;
            return null;
        }
    }

    /// <summary>Parses a whole file held in memory. A data chunk whose length overruns the file (a recording cut by a crash) is read to the file's end.</summary>
    public static WavAudio? Parse(ReadOnlySpan<byte> file, out WavRefusal refusal, int channel = 0)
    {
        refusal = FindChunks(file, out var format, out var data);
        if (refusal == WavRefusal.None)
            refusal = Check(format, data.Length, channel);
        return refusal == WavRefusal.None ? new WavAudio(Decode(format, data, channel), format.Rate) : null;
    }

    private readonly record struct Format(ushort Tag, int Channels, int Rate, int BlockBytes, int Bits);

    private static WavRefusal FindChunks(ReadOnlySpan<byte> file, out Format format, out ReadOnlySpan<byte> data)
    {
        format = default;
        data = default;
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            return WavRefusal.NotRiffWave;
        int offset = 12;
        bool hasFormat = false;
        for (int chunk = 0; chunk < MaxChunks && file.Length - offset >= 8; chunk++)
        {
            ScanSteps.Add(8);
            uint declared = BinaryPrimitives.ReadUInt32LittleEndian(file[(offset + 4)..]);
            var id = file.Slice(offset, 4);
            int available = file.Length - offset - 8;
            int length = (int)Math.Min(declared, (uint)available);
            var body = file.Slice(offset + 8, length);
            if (id.SequenceEqual("fmt "u8))
            {
                if (length < 16)
                    return WavRefusal.Truncated;
                format = ReadFormat(body);
                hasFormat = true;
            }
            else if (id.SequenceEqual("data"u8))
            {
                data = body;
                return hasFormat ? WavRefusal.None : WavRefusal.NoFormatChunk;
            }
            if (declared >= (uint)available)
                break;
            offset += 8 + length + (length & 1);
        }
        return hasFormat ? WavRefusal.NoDataChunk : WavRefusal.NoFormatChunk;
    }

    private static Format ReadFormat(ReadOnlySpan<byte> body)
    {
        ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        if (tag == Extensible && body.Length >= 26)
            tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
        return new(
            tag,
            BinaryPrimitives.ReadUInt16LittleEndian(body[2..]),
            (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(body[4..]), int.MaxValue),
            BinaryPrimitives.ReadUInt16LittleEndian(body[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(body[14..]));
    }

    private static WavRefusal Check(in Format format, int dataBytes, int channel)
    {
        if (format.Channels is < 1 or > MaxChannels)
            return WavRefusal.UnsupportedChannels;
        if (channel < 0 || channel >= format.Channels)
            return WavRefusal.NoSuchChannel;
        if (format.Rate is < 4_000 or > 192_000)
            return WavRefusal.UnsupportedRate;
        bool known = (format.Tag, format.Bits) is (Pcm, 8) or (Pcm, 16) or (Pcm, 24) or (Pcm, 32) or (IeeeFloat, 32) or (ALaw, 8) or (MuLaw, 8);
        if (!known || format.BlockBytes != format.Channels * format.Bits / 8)
            return WavRefusal.UnsupportedFormat;
        return dataBytes / format.BlockBytes > (long)format.Rate * MaxSeconds ? WavRefusal.TooLong : WavRefusal.None;
    }

    private static short[] Decode(in Format format, ReadOnlySpan<byte> data, int channel)
    {
        short[] samples = new short[data.Length / format.BlockBytes];
        ScanSteps.Add(samples.Length);
        Span<byte> octet = stackalloc byte[1];
        int offset = channel * format.Bits / 8;
        for (int i = 0; i < samples.Length; i++, offset += format.BlockBytes)
        {
            if (format.Bits == 16)
                samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[offset..]);
            else if (format.Bits > 16)
                samples[i] = Wide(format, data[offset..]);
            else if (format.Tag == Pcm)
                samples[i] = (short)((data[offset] - 128) << 8);
            else
            {
                octet[0] = data[offset];
                if (format.Tag == ALaw)
                    G711.DecodeALaw(octet, samples.AsSpan(i, 1));
                else
                    G711.DecodeMuLaw(octet, samples.AsSpan(i, 1));
            }
        }
        return samples;
    }

    /// <summary>The upper 16 of 24 or 32 bits; a float of full scale 1, clipped.</summary>
    private static short Wide(in Format format, ReadOnlySpan<byte> sample)
    {
        if (format.Tag == Pcm)
            return BinaryPrimitives.ReadInt16LittleEndian(sample[(format.Bits / 8 - 2)..]);
        float value = BinaryPrimitives.ReadSingleLittleEndian(sample);
        return float.IsFinite(value) ? (short)Math.Clamp(MathF.Round(value * 32768f), short.MinValue, short.MaxValue) : (short)0;
    }

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

    public const int HeaderBytes = 44;

    /// <summary>A whole mono or interleaved 16-bit file in memory, as this class reads it back.</summary>
    public static byte[] Build(ReadOnlySpan<short> samples, int sampleRate, int channels = 1)
    {
        byte[] file = new byte[HeaderBytes + (samples.Length * 2)];
        WriteHeader(file, channels, sampleRate, samples.Length * 2);
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (i * 2)), samples[i]);
        return file;
    }
}
