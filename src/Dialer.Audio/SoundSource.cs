namespace Dialer.Audio;

/// <summary>The samples of a file as its own format's reader gives them: floating point, channels side by side.</summary>
internal abstract class SoundSource : IDisposable
{
    private const int HeadBytes = 12;

    public abstract int Rate { get; }
    public abstract int Channels { get; }

    /// <summary>At least so many, as the header says.</summary>
    public abstract long Frames { get; }

    /// <summary>The next frames, whole; <paramref name="frames"/> is 0 at the end. False: what follows cannot be read.</summary>
    public bool TryRead(Span<float> block, out int frames)
    {
        try
        {
            frames = Read(block) / Channels;
            return true;
        }
        catch (Exception broken) when (IsOfTheFile(broken))
        {
            frames = 0;
            return false;
        }
    }

    protected abstract int Read(Span<float> block);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>By the first bytes, whatever the file is called.</summary>
    public static SoundSource? Open(Stream stream, out SoundRefusal refusal)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        int length = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        stream.Position = 0;
        head = head[..length];
        try
        {
            if (head.StartsWith("RIFF"u8) && Kind(head).SequenceEqual("WAVE"u8))
                return PcmSource.OfWave(stream, out refusal);
            if (head.StartsWith("FORM"u8) && (Kind(head).SequenceEqual("AIFF"u8) || Kind(head).SequenceEqual("AIFC"u8)))
                return PcmSource.OfAiff(stream, out refusal);
            if (MpegSource.IsMpeg(head))
                return MpegSource.Of(stream, out refusal);
            refusal = head.StartsWith("RF64"u8) ? SoundRefusal.UnsupportedFormat : length < HeadBytes && length > 0 ? SoundRefusal.Truncated : SoundRefusal.NotASound;
            return null;
        }
        catch (Exception broken) when (IsOfTheFile(broken))
        {
            refusal = Kind(head).SequenceEqual("AIFC"u8) ? SoundRefusal.UnsupportedFormat : SoundRefusal.BrokenHeader;
            return null;
        }
    }

    private static ReadOnlySpan<byte> Kind(ReadOnlySpan<byte> head) => head.Length < HeadBytes ? default : head[8..];

    // What the readers of the libraries throw where a file is not as it should be.
    private static bool IsOfTheFile(Exception error) => error is
        FormatException or InvalidDataException or EndOfStreamException or ArgumentException or OverflowException or InvalidOperationException
        or IndexOutOfRangeException or NotSupportedException or NullReferenceException or DivideByZeroException or NotImplementedException;
}
