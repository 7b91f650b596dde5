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
        if (index >= Written || index < Written - (Frames - 2)) return false;
        _ring.AsSpan((int)(index % Frames) * AudioCodecs.FrameSamples, AudioCodecs.FrameSamples).CopyTo(frame);
        return index >= Written - (Frames - 2);
    }
}

/// <summary>What one listener of a mix hears: the saturated sum of other legs' received audio. Used by the listener's reactor alone.</summary>
internal sealed class LegMix(FramePublisher[] sources)
{
    private readonly long[] _next = Array.ConvertAll(sources, source => Math.Max(0, source.Written - 1));

    public void Sum(Span<short> sum)
    {
        Span<int> total = stackalloc int[AudioCodecs.FrameSamples];
        Span<short> frame = stackalloc short[AudioCodecs.FrameSamples];
        total.Clear();
        for (int i = 0; i < sources.Length; i++)
        {
            long written = sources[i].Written;
            // The two slots drift by scheduling: stay one to three frames behind, skip when further.
            if (_next[i] < written - 3) _next[i] = written - 1;
            if (!sources[i].TryRead(_next[i], frame)) continue;
            _next[i]++;
            for (int k = 0; k < frame.Length; k++) total[k] += frame[k];
        }
        for (int k = 0; k < sum.Length; k++) sum[k] = (short)Math.Clamp(total[k], short.MinValue, short.MaxValue);
    }
}
