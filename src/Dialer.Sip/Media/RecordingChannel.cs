using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>One leg's frames on their way to the writer: a ring of 1.28 s with one producer (the reactor) and one consumer (the writer).</summary>
internal sealed class RecordingChannel(long startNs, long silentFrames) : IAudioTap
{
    private const int Frames = 64;
    private const long FrameNs = 20_000_000;
    private const int MaxDriftFrames = 10;
    private readonly short[] _ring = new short[Frames * AudioCodecs.FrameSamples];
    private readonly long[] _positions = new long[Frames];
    private long _head, _tail;
    private long _next;
    private bool _started;
    private long _lost;

    public volatile bool Muted;

    /// <summary>The position, in frames since the recording began, after the newest frame.</summary>
    public long Next => Volatile.Read(ref _next);

    public long Lost => Volatile.Read(ref _lost);

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        long byClock = Math.Max(0, (leg.NowNs - startNs) / FrameNs);
        // Consecutive frames are consecutive in the file; only a stall of the machine moves them to where the clock says.
        long position = _started && Math.Abs(byClock - _next) <= MaxDriftFrames ? _next : Math.Max(byClock, _next);
        _started = true;
        if (_tail - Volatile.Read(ref _head) < Frames)
        {
            int slot = (int)(_tail % Frames);
            var samples = _ring.AsSpan(slot * AudioCodecs.FrameSamples, AudioCodecs.FrameSamples);
            if (Muted || position < silentFrames)
                samples.Clear();
            else
                frame.Samples.CopyTo(samples);
            _positions[slot] = position;
            Volatile.Write(ref _tail, _tail + 1);
        }
        else
        {
            Volatile.Write(ref _lost, _lost + 1);
        }
        Volatile.Write(ref _next, position + 1);
    }

    /// <summary>Takes the frames before <paramref name="from"/> + <paramref name="count"/> into an interleaved stereo batch.</summary>
    public void CopyTo(Span<byte> batch, long from, int count, int channel)
    {
        long tail = Volatile.Read(ref _tail);
        while (_head < tail)
        {
            int slot = (int)(_head % Frames);
            long offset = _positions[slot] - from;
            if (offset >= count)
                return;
            if (offset >= 0)
                Interleave(batch[(int)(offset * AudioCodecs.FrameSamples * 4)..], slot, channel);
            Volatile.Write(ref _head, _head + 1);
        }
    }

    private void Interleave(Span<byte> frame, int slot, int channel)
    {
        ReadOnlySpan<short> samples = _ring.AsSpan(slot * AudioCodecs.FrameSamples, AudioCodecs.FrameSamples);
        for (int i = 0; i < samples.Length; i++)
        {
            // Two who are heard in one channel are added, as the ear does.
            var at = frame[((i * 4) + (channel * 2))..];
            int sum = System.Buffers.Binary.BinaryPrimitives.ReadInt16LittleEndian(at) + samples[i];
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(at, (short)Math.Clamp(sum, short.MinValue, short.MaxValue));
        }
    }
}
