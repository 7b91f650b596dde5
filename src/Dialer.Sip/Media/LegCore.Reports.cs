namespace Dialer.Sip.Media;

internal sealed partial class LegCore
{
    private static readonly DateTimeOffset s_ntpEpoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private long _nextRtcpNs;
    private uint _lastSenderReportNtp;
    private long _lastSenderReportNs;

    private void OnRtcp(Span<byte> packet, in WireAddress from, long nowNs)
    {
        if (!from.SameHost(_rtp))
        {
            Counters.ForeignSource++;
            return;
        }
        if (_srtpReceive is not null && !UnprotectRtcp(ref packet)) return;
        if (!RtcpPacket.TryRead(packet, _ssrc, out RtcpDigest digest))
        {
            Counters.Malformed++;
            return;
        }
        Counters.RtcpReceived++;
        if (digest.HasSenderReport)
        {
            _lastSenderReportNtp = digest.SenderReportNtp;
            _lastSenderReportNs = nowNs;
        }
        if (digest.HasBlock) ReadBlock(digest.Block);
    }

    private void ReadBlock(in RtcpReportBlock block)
    {
        Counters.RemoteFractionLost = block.FractionLost / 256.0;
        if (block.LastSenderReport == 0) return;
        // RFC 3550 section 6.4.1: in units of 1/65536 s, modulo 2^32.
        uint now = (uint)(NtpNow() >> 16);
        double roundTripMs = (int)(now - block.LastSenderReport - block.DelaySinceLastSenderReport) * 1000.0 / 65536;
        if (roundTripMs is >= 0 and < 10_000) Counters.RoundTripMs = roundTripMs;
    }

    private ulong NtpNow()
    {
        TimeSpan since = Reactor.Clock.UtcNow - s_ntpEpoch;
        ulong seconds = (ulong)(since.Ticks / TimeSpan.TicksPerSecond);
        ulong fraction = (ulong)(since.Ticks % TimeSpan.TicksPerSecond) * (1UL << 32) / TimeSpan.TicksPerSecond;
        return (seconds << 32) | fraction;
    }

    private void ScheduleRtcp(long nowNs) =>
        _nextRtcpNs = nowNs + (long)(_options.RtcpInterval.TotalNanoseconds * (0.5 + Random.Shared.NextDouble()));

    private void SendRtcp(long nowNs, bool bye)
    {
        ScheduleRtcp(nowNs);
        if (_rtcp.IsNone || _rtp.Port == 0) return;
        RtcpSenderInfo? sender = Counters.PacketsSent == 0 ? null : new RtcpSenderInfo(NtpNow(), TimestampAt(nowNs), Counters.PacketsSent, Counters.BytesSent - (12 * Counters.PacketsSent));
        RtcpReportBlock? block = _receiver.Started ? BuildBlock(nowNs) : null;
        byte[] scratch = Reactor.Scratch;
        int length = RtcpPacket.Write(scratch.AsSpan(MediaReactor.Headroom), _ssrc, sender, block, "dialer"u8, bye);
        if (_srtpSend is { } srtp) length = srtp.ProtectRtcp(scratch.AsSpan(MediaReactor.Headroom), length);
        if (Reactor.Wire.Send(this, rtcp: !RtcpMux, _rtcp, scratch.AsSpan(MediaReactor.Headroom, length))) Counters.RtcpSent++;
    }

    private uint TimestampAt(long nowNs) => _nextTimestamp + (uint)((nowNs - _lastSentNs) / 1000 * _codec.ClockRate() / 1_000_000);

    private RtcpReportBlock BuildBlock(long nowNs)
    {
        uint delay = _lastSenderReportNtp == 0 ? 0 : (uint)((nowNs - _lastSenderReportNs) / 1000 * 65536 / 1_000_000);
        return new(
            _receiver.Ssrc,
            _receiver.TakeFractionLost(),
            (int)Math.Clamp(_receiver.Lost, -0x800000, 0x7FFFFF),
            _receiver.ExtendedHighest,
            (uint)_receiver.Jitter,
            _lastSenderReportNtp,
            delay);
    }

    // With each packet, so that a call that ends is told as it was to its end.
    private void PublishQuality(PayloadKind kind, AudioCodec codec)
    {
        Counters.Lost = _receiver.Lost;
        if (kind == PayloadKind.Audio) Counters.JitterMs = _receiver.Jitter * 1000 / codec.ClockRate();
    }
}

/// <summary>The E-model of ITU-T G.107, reduced to what a receiver can measure.</summary>
public static class VoiceQuality
{
    /// <summary>
    /// Mean opinion score, 1 to 4.5. Loss is a share (0 to 1), random and concealed (Ie 0, Bpl 25.1: G.113 appendix I for G.711 with concealment).
    /// One-way delay is taken as half the round trip plus twice the jitter plus 20 ms of packet.
    /// </summary>
    public static double EstimateMos(double lossShare, double jitterMs, double roundTripMs)
    {
        double delay = (roundTripMs / 2) + (2 * jitterMs) + 20;
        double delayImpairment = (0.024 * delay) + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
        double percent = Math.Clamp(lossShare, 0, 1) * 100;
        double lossImpairment = 95 * percent / (percent + 25.1);
        double rating = Math.Clamp(93.2 - delayImpairment - lossImpairment, 0, 100);
        return Math.Clamp(1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6), 1, 4.5);
    }
}
