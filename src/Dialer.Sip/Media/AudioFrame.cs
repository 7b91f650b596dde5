namespace Dialer.Sip.Media;

/// <summary>20 ms of received audio: 160 samples at 8 kHz, valid during the call only.</summary>
public readonly ref struct AudioFrame(ReadOnlySpan<short> samples, uint rtpTimestamp, AudioFrameFlags flags, long index)
{
    public ReadOnlySpan<short> Samples { get; } = samples;

    /// <summary>The time stamp of the first sample; continued by 160 where a packet is missing.</summary>
    public uint RtpTimestamp { get; } = rtpTimestamp;

    public AudioFrameFlags Flags { get; } = flags;

    /// <summary>Frames since decoding began on this leg: the sample clock, without gaps.</summary>
    public long Index { get; } = index;
}
