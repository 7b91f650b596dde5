namespace Dialer.Core.CallProgress;

/// <summary>Frames to blocks of 10 ms at 8 kHz, and the holes between them.</summary>
public sealed partial class CallProgressAnalyzer
{
    /// <summary>One frame, in order, by its RTP timestamp (clock 8000 also for 16 kHz audio, as G.722's is). Late and repeated frames are ignored; gaps are held.</summary>
    public CallProgressEvents Push(ReadOnlySpan<short> frame, FrameFlags flags, uint rtpTimestamp)
    {
        _events = CallProgressEvents.None;
        int samples = frame.Length / _decimate;
        if (_anchored)
        {
            int ahead = unchecked((int)(rtpTimestamp - _expected));
            bool late = ahead < 0 && -ahead > _filledWithoutPackets && -ahead < LongestGapSamples;
            if (late)
                return _events;
            if (ahead > 0 && ahead < LongestGapSamples)
                Gap(ahead);
        }
        _anchored = true;
        _expected = unchecked(rtpTimestamp + (uint)samples);
        _filledWithoutPackets = 0;
        Take(frame, flags);
        return _events;
    }

    /// <summary>One frame that follows the last without a gap.</summary>
    public CallProgressEvents Push(ReadOnlySpan<short> frame, FrameFlags flags = FrameFlags.None)
    {
        _events = CallProgressEvents.None;
        _expected = unchecked(_expected + (uint)(frame.Length / _decimate));
        Take(frame, flags);
        return _events;
    }

    /// <summary>Media time passed and no packet came (the caller's clock, since packets are the analyzer's).</summary>
    public CallProgressEvents NoFrames(TimeSpan duration)
    {
        _events = CallProgressEvents.None;
        int samples = (int)(Math.Clamp(duration.TotalSeconds, 0, 60) * 8000);
        Gap(samples);
        _expected = unchecked(_expected + (uint)samples);
        _filledWithoutPackets = Math.Min(_filledWithoutPackets + samples, LongestGapSamples);
        return _events;
    }

    private void Take(ReadOnlySpan<short> frame, FrameFlags flags)
    {
        if ((flags & FrameFlags.Lost) != 0)
        {
            Gap(frame.Length == 0 ? 160 : frame.Length / _decimate);
            return;
        }
        if (_answeredAt >= 0 && (flags & FrameFlags.EarlyMedia) == 0)
            _mediaSinceAnswer = true;
        var kind = (flags & FrameFlags.ComfortNoise) != 0 ? BlockKind.ComfortNoise : BlockKind.Audio;
        if (_decimate == 2)
            TakeWide(frame, kind);
        else
            TakeNarrow(frame, kind);
    }

    private void TakeNarrow(ReadOnlySpan<short> frame, BlockKind kind)
    {
        while (frame.Length > 0)
        {
            int count = Math.Min(frame.Length, LevelMeter.BlockSamples - _filled);
            var place = ((Span<float>)_block).Slice(_filled, count);
            for (int i = 0; i < place.Length; i++)
                place[i] = frame[i];
            frame = frame[count..];
            _filled += count;
            _position += count;
            if (_filled < LevelMeter.BlockSamples)
                return;
            _filled = 0;
            Advance(_block, kind);
        }
    }

    /// <summary>16 kHz: a half-band filter of seven taps, then every second sample.</summary>
    private void TakeWide(ReadOnlySpan<short> frame, BlockKind kind)
    {
        Span<float> w = _wide;
        foreach (short sample in frame)
        {
            w[1..].CopyTo(w);
            w[WideTaps - 1] = sample;
            _wideOdd = !_wideOdd;
            if (_wideOdd)
                continue;
            Put((16f * w[3] + 9f * (w[2] + w[4]) - (w[0] + w[6])) / 32f, kind);
        }
    }

    private void Put(float sample, BlockKind kind)
    {
        _block[_filled++] = sample;
        _position++;
        if (_filled < LevelMeter.BlockSamples)
            return;
        _filled = 0;
        Advance(_block, kind);
    }

    private void Gap(int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            _position++;
            _block[_filled++] = 0;
            if (_filled < LevelMeter.BlockSamples)
                continue;
            _filled = 0;
            Advance(_block, BlockKind.Missing);
        }
    }
}
