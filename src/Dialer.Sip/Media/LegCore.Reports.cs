using Dialer.Line;

namespace Dialer.Sip.Media;

internal sealed partial class LegCore
{
    private static readonly DateTimeOffset NtpEpoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

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
        if (_srtpReceive is not null && !UnprotectRtcp(ref packet))
            return;
        if (!RtcpPacket.TryRead(packet, _ssrc, out var digest))
        {
            Counters.Malformed++;
            return;
        }
        Counters.RtcpReceived++;
        _lastReportNs = nowNs;
        if (_mediaLost && BelievesReports(nowNs - Math.Max(Counters.LastPacketNs, _expectMediaSinceNs)))
            ResumeMedia();
        if (digest.HasSenderReport)
        {
            _lastSenderReportNtp = digest.SenderReportNtp;
            _lastSenderReportNs = nowNs;
        }
        if (digest.HasBlock)
            ReadBlock(digest.Block);
    }

    private void ReadBlock(in RtcpReportBlock block)
    {
        Counters.RemoteFractionLost = block.FractionLost / 256.0;
        if (block.LastSenderReport == 0)
            return;
        // RFC 3550 section 6.4.1: in units of 1/65536 s, modulo 2^32.
        uint now = (uint)(NtpNow() >> 16);
        double roundTripMs = (int)(now - block.LastSenderReport - block.DelaySinceLastSenderReport) * 1000.0 / 65536;
        if (roundTripMs is >= 0 and < 10_000)
            Counters.RoundTripMs = roundTripMs;
    }

    private ulong NtpNow()
    {
        var since = Reactor.Clock.UtcNow - NtpEpoch;
        ulong seconds = (ulong)(since.Ticks / TimeSpan.TicksPerSecond);
        ulong fraction = (ulong)(since.Ticks % TimeSpan.TicksPerSecond) * (1UL << 32) / TimeSpan.TicksPerSecond;
        return (seconds << 32) | fraction;
    }

    private void ScheduleRtcp(long nowNs) =>
        _nextRtcpNs = nowNs + (long)(_options.RtcpInterval.TotalNanoseconds * (0.5 + Random.Shared.NextDouble()));

    private void SendRtcp(long nowNs, bool bye)
    {
        ScheduleRtcp(nowNs);
        if (_rtcp.IsNone || _rtp.Port == 0)
            return;
        RtcpSenderInfo? sender = Counters.PacketsSent == 0 ? null : new RtcpSenderInfo(NtpNow(), TimestampAt(nowNs), Counters.PacketsSent, Counters.BytesSent - (12 * Counters.PacketsSent));
        RtcpReportBlock? block = _receiver.Started ? BuildBlock(nowNs) : null;
        byte[] scratch = Reactor.Scratch;
        int length = RtcpPacket.Write(scratch.AsSpan(MediaReactor.Headroom), _ssrc, sender, block, "dialer"u8, bye);
        if (_srtpSend is { } srtp)
            length = srtp.ProtectRtcp(scratch.AsSpan(MediaReactor.Headroom), length);
        if (Reactor.Wire.Send(this, rtcp: !RtcpMux, _rtcp, scratch.AsSpan(MediaReactor.Headroom, length)))
            Counters.RtcpSent++;
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
        if (kind == PayloadKind.Audio)
            Counters.JitterMs = _receiver.Jitter * 1000 / codec.ClockRate();
    }
}
