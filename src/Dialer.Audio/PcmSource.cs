using System.Buffers.Binary;
using NAudio.Wave;

namespace Dialer.Audio;

/// <summary>WAV and AIFF: samples that stand one after the other.</summary>
internal sealed class PcmSource : SoundSource
{
    private readonly WaveStream _reader;
    private readonly ISampleProvider _samples;

    private PcmSource(WaveStream reader, ISampleProvider samples, long frames)
    {
        _reader = reader;
        _samples = samples;
        Frames = frames;
    }

    public override int Rate => _samples.WaveFormat.SampleRate;
    public override int Channels => _samples.WaveFormat.Channels;
    public override long Frames { get; }

    protected override int Read(Span<float> block)
    {
        int read = 0;
        while (read < block.Length)
        {
            int got = _samples.Read(block[read..]);
            if (got <= 0)
                break;
            read += got;
        }
        return read;
    }

    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    /// <exception cref="FormatException">And others: the header is broken.</exception>
    public static PcmSource? OfWave(Stream stream, out SoundRefusal refusal)
    {
        if (Truncates(() => new WaveFileReader(stream), stream, isBigEndian: false) is not { } reader)
        {
            refusal = SoundRefusal.Truncated;
            return null;
        }
        var format = Standard(reader.WaveFormat);
        refusal = Check(format);
        if (refusal == SoundRefusal.None && PromisedBytes(stream) > stream.Length - stream.Position)
            refusal = SoundRefusal.Truncated;
        if (refusal != SoundRefusal.None)
            return null;
        var samples = format.Encoding is WaveFormatEncoding.ALaw or WaveFormatEncoding.MuLaw
            ? new CompandedSamples(reader, format)
            : new RawSourceWaveStream(reader, format).ToSampleProvider();
        return new(reader, samples, reader.Length / format.BlockAlign);
    }

    /// <exception cref="FormatException">And others: the header is broken.</exception>
    public static PcmSource? OfAiff(Stream stream, out SoundRefusal refusal)
    {
        if (Truncates(() => new AiffFileReader(stream), stream, isBigEndian: true) is not { } reader)
        {
            refusal = SoundRefusal.Truncated;
            return null;
        }
        refusal = Check(reader.WaveFormat);
        if (refusal != SoundRefusal.None)
            return null;
        return new(reader, reader.ToSampleProvider(), reader.Length / reader.WaveFormat.BlockAlign);
    }

    // A file that was cut off lacks chunks, and the reader says only that. Its first chunk knows how long it was; that it is wrong does no
    // harm where the samples are all there, as in the files of many a recorder.
    private static T? Truncates<T>(Func<T> open, Stream stream, bool isBigEndian) where T : class
    {
        try
        {
            return open();
        }
        catch (Exception) when (IsShorterThanItSays(stream, isBigEndian))
        {
            return null;
        }
    }

    private static bool IsShorterThanItSays(Stream stream, bool isBigEndian)
    {
        Span<byte> size = stackalloc byte[4];
        stream.Position = 4;
        stream.ReadExactly(size);
        return (isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size)) + 8L > stream.Length;
    }

    // The reader stands at the first sample, and has cut what the header says to what there is.
    private static long PromisedBytes(Stream stream)
    {
        Span<byte> size = stackalloc byte[4];
        stream.Position -= size.Length;
        stream.ReadExactly(size);
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    // The format of an extensible header stands in the first bytes of its GUID.
    private static WaveFormat Standard(WaveFormat written) => written switch
    {
        WaveFormatExtensible extensible => extensible.ToStandardWaveFormat(),
        WaveFormatExtraData { Encoding: WaveFormatEncoding.Extensible, ExtraSize: >= 8 } extra => WaveFormat.CreateCustomFormat(
            (WaveFormatEncoding)BinaryPrimitives.ReadUInt16LittleEndian(extra.ExtraData.AsSpan(6)),
            written.SampleRate, written.Channels, written.AverageBytesPerSecond, written.BlockAlign, written.BitsPerSample),
        _ => written,
    };

    private static SoundRefusal Check(WaveFormat format)
    {
        bool isKnown = (format.Encoding, format.BitsPerSample) is
            (WaveFormatEncoding.Pcm, 8 or 16 or 24 or 32) or (WaveFormatEncoding.IeeeFloat, 32 or 64) or (WaveFormatEncoding.ALaw or WaveFormatEncoding.MuLaw, 8);
        if (!isKnown)
            return SoundRefusal.UnsupportedFormat;
        if (format.Channels is < 1 or > SoundFile.MaxChannels)
            return SoundRefusal.UnsupportedChannels;
        return format.BlockAlign == format.Channels * format.BitsPerSample / 8 ? SoundRefusal.None : SoundRefusal.BrokenHeader;
    }
}
