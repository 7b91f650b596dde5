using NLayer;

namespace Dialer.Audio;

/// <summary>MP3, and MPEG layer II.</summary>
internal sealed class MpegSource : SoundSource
{
    // A decoder that was cut short may hold back the frame that it cannot finish.
    private const int LongestFrame = 1_152;

    private readonly MpegFile _file;

    private MpegSource(MpegFile file, long frames)
    {
        _file = file;
        Frames = frames;
    }

    public override int Rate => _file.SampleRate;
    public override int Channels => _file.Channels;
    public override long Frames { get; }

    protected override int Read(Span<float> block) => _file.ReadSamples(block);

    public override void Dispose()
    {
        _file.Dispose();
        base.Dispose();
    }

    /// <summary>A tag of its own (ID3), or the header of a frame of layer II or III (ISO 11172-3 section 2.4.1.3) that says nothing forbidden.</summary>
    public static bool IsMpeg(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("ID3"u8))
            return true;
        if (head.Length < 4 || head[0] != 0xFF || (head[1] & 0xE0) != 0xE0)
            return false;
        int version = (head[1] >> 3) & 3, layer = (head[1] >> 1) & 3, bitRate = head[2] >> 4, sampleRate = (head[2] >> 2) & 3;
        return version != 1 && layer is 1 or 2 && bitRate is > 0 and < 15 && sampleRate != 3;
    }

    /// <exception cref="InvalidDataException">And others: no frames follow each other.</exception>
    public static MpegSource? Of(Stream stream, out SoundRefusal refusal)
    {
        if (TagBytes(stream) > stream.Length)
        {
            refusal = SoundRefusal.Truncated;
            return null;
        }
        MpegFile file = new(stream);
        refusal = SoundRefusal.None;

        // In octets of the library's floating point samples.
        long frames = file.Length / sizeof(float) / Math.Max(1, file.Channels);
        return new(file, Math.Max(0, frames - LongestFrame));
    }

    // Four times seven bits (ID3v2 section 3.1), for which the library takes memory before it looks whether they are there.
    private static long TagBytes(Stream stream)
    {
        Span<byte> head = stackalloc byte[10];
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (read < head.Length || !head.StartsWith("ID3"u8))
            return 0;
        return head.Length + ((head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F));
    }
}
