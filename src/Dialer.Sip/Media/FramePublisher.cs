using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// A leg's last decoded frames, written by its reactor and read by any other's without a lock: the ring is long enough
/// that a reader who is up to 120 ms behind reads whole frames, and a torn frame is noticed and left out.
/// </summary>
internal sealed class FramePublisher
{
    private const int Frames = 8;
    private readonly short[] _ring = new short[Frames * AudioCodecs.FrameSamples];
    private long _written;

    public long Written => Volatile.Read(ref _written);

    public void Publish(ReadOnlySpan<short> frame)
    {
        long index = _written;
        frame.CopyTo(_ring.AsSpan((int)(index % Frames) * AudioCodecs.FrameSamples));
        Volatile.Write(ref _written, index + 1);
    }

    /// <summary>False when the frame is not there yet, or is gone.</summary>
    public bool TryRead(long index, Span<short> frame)
    {
        if (index >= Written || index < Written - (Frames - 2))
            return false;
        _ring.AsSpan((int)(index % Frames) * AudioCodecs.FrameSamples, AudioCodecs.FrameSamples).CopyTo(frame);
        return index >= Written - (Frames - 2);
    }
}
