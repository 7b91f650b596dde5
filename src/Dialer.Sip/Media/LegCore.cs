using System.Net;
using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// A leg's media, owned by one reactor: every member but the counters is touched by that reactor's thread alone.
/// The sending half lies in LegCore.Sending.cs.
/// </summary>
internal sealed partial class LegCore
{
    private const int MaxTaps = 8;
    private static long _streams;

    private readonly MediaEngineOptions _options;
    private readonly PayloadKind[] _kinds = new PayloadKind[128];
    private readonly AudioCodec[] _codecs = new AudioCodec[128];
    private RemoteMedia? _remoteMedia;
    private WireAddress _sdpRtp, _rtp, _rtcp;
    private SourceLearner _learner;
    private RtpReceiver _receiver;
    private int _epoch;
    private long _stream;
    private DigitReceiver _digits;
    private bool _earlyMedia;
    private bool _mediaLost;
    private long _lastReportNs;
    private bool _announcedSilence;
    private long _expectMediaSinceNs;
    private LegCore? _peer;

    private JitterBuffer? _jitter;
    private G722Decoder? _wideDecoder;
    private readonly List<IAudioTap> _taps = [];
    private long _frameIndex;

    public LegCore(MediaLeg handle, MediaReactor reactor, LegSockets sockets, MediaLegOptions options, MediaEngineOptions engineOptions)
    {
        Handle = handle;
        Reactor = reactor;
        Sockets = sockets;
        LegOptions = options;
        _options = engineOptions;
        _rtpDescriptor = (int)sockets.Rtp.Handle;
        _rtcpDescriptor = sockets.Rtcp is { } rtcp ? (int)rtcp.Handle : _rtpDescriptor;
        _ssrc = (uint)Random.Shared.NextInt64(1, uint.MaxValue);
        _nextSequence = (ushort)Random.Shared.Next(0, 32768);
        _nextTimestamp = (uint)Random.Shared.NextInt64(0, uint.MaxValue);
    }

    private readonly int _rtpDescriptor, _rtcpDescriptor;

    public MediaLeg Handle { get; }
    public MediaReactor Reactor { get; }
    public LegSockets Sockets { get; }
    public MediaLegOptions LegOptions { get; }
    public int WireKey { get; set; }

    /// <summary>State that a wire keeps with the leg.</summary>
    public object? WireState { get; set; }

    /// <summary>Where the leg stands in its reactor's lists; -1 is nowhere.</summary>
    public int ListIndex { get; set; } = -1;
    public int Slot { get; set; } = -1;
    public bool Closed { get; private set; }
    public bool RtcpMux => LegOptions.RtcpMux || _remoteMedia is { RtcpMux: true };
    public LegCounters Counters { get; } = new();

    /// <summary>Where the leg sends, as learned or as the SDP says.</summary>
    public WireAddress Destination => _rtp;

    public WireAddress RtcpDestination => _rtcp;

    public int DescriptorOf(bool rtcp) => rtcp ? _rtcpDescriptor : _rtpDescriptor;

    public void SetRemote(RemoteMedia remote)
    {
        if (Closed)
            return;
        long now = Reactor.NowNs;
        var sdp = WireAddress.From(remote.Rtp);
        bool moved = sdp != _sdpRtp, multiplexed = RtcpMux;
        _remoteMedia = remote;
        MapPayloadTypes(remote);
        _receiver.AllowSwitch();
        _expectMediaSinceNs = now;
        if (moved)
        {
            _sdpRtp = _rtp = sdp;
            var signalling = remote.SignallingHost is { } host ? WireAddress.From(new IPEndPoint(host, 1)) : default;
            _learner.Begin(sdp, signalling, LegOptions.RemoteBehindNat, now, (long)_options.LearnSourceWithin.TotalNanoseconds);
        }
        if (moved || RtcpMux != multiplexed)
        {
            _rtcp = RtcpMux ? _rtp : remote.Rtcp is { } rtcp ? WireAddress.From(rtcp) : sdp with { Port = (ushort)(sdp.Port + 1) };
            Reactor.Wire.Expect(this);
        }
        SetSending(remote);
        if (_nextRtcpNs == 0)
            ScheduleRtcp(now);
    }

    private void MapPayloadTypes(RemoteMedia remote)
    {
        Array.Clear(_kinds);
        _kinds[13] = PayloadKind.ComfortNoise;
        if (remote.Accepted is { Count: > 0 } accepted)
            foreach (var mapping in accepted.Take(16))
                Map(mapping.PayloadType, mapping.Codec);
        else
            Map(remote.PayloadType ?? remote.Codec.StaticPayloadType(), remote.Codec);
        byte? events = remote.AcceptedTelephoneEventPayloadType ?? remote.TelephoneEventPayloadType;
        if (events is { } type)
            _kinds[type & 0x7F] = PayloadKind.TelephoneEvent;
    }

    private void Map(byte payloadType, AudioCodec codec)
    {
        _kinds[payloadType & 0x7F] = PayloadKind.Audio;
        _codecs[payloadType & 0x7F] = codec;
    }

    /// <summary>Frames from now on are not early media; the source may be learned for another moment, as the far end may have moved with its answer.</summary>
    public void SetEarlyMedia(bool early)
    {
        if (_earlyMedia && !early)
        {
            _receiver.AllowSwitch();
            _learner.Extend(Reactor.NowNs, (long)_options.LearnSourceWithin.TotalNanoseconds);
        }
        _earlyMedia = early;
    }

    /// <summary>One datagram, at <paramref name="offset"/> in a buffer with headroom before it. Never throws on what is in it.</summary>
    public void OnDatagram(byte[] buffer, int offset, int length, in WireAddress from, bool rtcpPort, long nowNs)
    {
        if (Closed || _remoteMedia is null)
        {
            Counters.ForeignSource++;
            return;
        }
        if (length > MediaReactor.MaxDatagram)
        {
            Counters.Malformed++;
            return;
        }
        var packet = buffer.AsSpan(offset, length);
        if (rtcpPort || (RtcpMux && RtpHeader.LooksLikeRtcp(packet)))
            OnRtcp(packet, from, nowNs);
        else
            OnRtp(buffer, offset, packet, from, nowNs);
    }

    private void OnRtp(byte[] buffer, int offset, Span<byte> packet, in WireAddress from, long nowNs)
    {
        bool isForeign = from != _rtp;
        if (isForeign && !_learner.MayBecome(from, nowNs))
        {
            Counters.ForeignSource++;
            NoteForeign(packet, from);
            return;
        }
        if (_srtpReceive is not null && !Unprotect(ref packet))
            return;
        if (!RtpHeader.TryParse(packet, out var header))
        {
            Counters.Malformed++;
            return;
        }
        var kind = _kinds[header.PayloadType];
        if (kind == PayloadKind.Unknown)
        {
            Counters.WrongPayloadType++;
            return;
        }
        // Only packets that passed every check, their tag included, may say where the far end is.
        if (isForeign && !_learner.IsPersuadedBy(from, header.Ssrc, header.Sequence, _srtpReceive is not null, nowNs))
        {
            Counters.ForeignSource++;
            return;
        }
        if (isForeign)
            MoveTo(from);
        var codec = _codecs[header.PayloadType];
        int clockRate = kind == PayloadKind.Audio ? codec.ClockRate() : 8000;
        var verdict = _receiver.Judge(header.Ssrc, header.Sequence, header.Timestamp, nowNs, clockRate);
        if (verdict != RtpVerdict.Accepted)
        {
            Count(verdict);
            return;
        }
        _learner.Confirm(from);
        Accept(buffer, offset, packet.Length, header, kind, codec, nowNs);
    }

    private void NoteForeign(ReadOnlySpan<byte> packet, in WireAddress from)
    {
        if (!RtpHeader.TryParse(packet, out var header) || _kinds[header.PayloadType] == PayloadKind.Unknown)
            return;
        if (_learner.IsSecondSource(from, header.Ssrc, header.Sequence))
            Reactor.NotifySecondSource(this, from.ToEndPoint());
    }

    // Whoever speaks from there has its own stream, and may hold another SSRC than who was believed before.
    private void MoveTo(in WireAddress from)
    {
        _receiver.AllowSwitch();
        if (RtcpMux)
            _rtcp = from;
        else if (!from.SameHost(_rtp))
            _rtcp = @from with { Port = (ushort)(from.Port + 1) };
        _rtp = from;
        Reactor.Wire.Expect(this);
    }

    private void Count(RtpVerdict verdict)
    {
        switch (verdict)
        {
            case RtpVerdict.Accepted: break;
            case RtpVerdict.WrongSsrc: Counters.WrongSsrc++; break;
            case RtpVerdict.SequenceJump: Counters.SequenceJumps++; break;
            case RtpVerdict.Duplicate: Counters.Duplicates++; break;
            case RtpVerdict.TooLate: Counters.Duplicates++; break;
        }
    }

    private void Accept(byte[] buffer, int offset, int packetLength, in RtpHeader header, PayloadKind kind, AudioCodec codec, long nowNs)
    {
        Counters.PacketsReceived++;
        Counters.BytesReceived += packetLength;
        PublishQuality(kind, codec);
        if (Counters.LastPacketNs == 0)
            Reactor.Notify(this, static (observer, leg, now) => observer.OnMediaStarted(leg, now));
        Counters.LastPacketNs = nowNs;
        _announcedSilence = kind == PayloadKind.ComfortNoise;
        ResumeMedia();
        if (_receiver.Epoch != _epoch)
        {
            _epoch = _receiver.Epoch;
            _stream = Interlocked.Increment(ref _streams);
            _jitter?.Reset();
            _digits.Reset();
        }
        int payloadOffset = offset + header.PayloadOffset;
        bool isUnheard = Muted && !Silence(buffer.AsSpan(payloadOffset, header.PayloadLength), kind, codec);
        if (kind == PayloadKind.TelephoneEvent)
            OnTelephoneEvent(buffer.AsSpan(payloadOffset, header.PayloadLength), header.Timestamp, nowNs);
        if (_jitter is not null)
            Decode(buffer.AsSpan(payloadOffset, header.PayloadLength), header.Timestamp, kind, codec);
        if (_peer is { } peer && !isUnheard)
        {
            var frame = new RelayFrame(_stream, header.Sequence, header.Timestamp, header.Marker, kind, codec);
            if (peer.Reactor == Reactor)
                peer.Relay(frame, buffer, payloadOffset, header.PayloadLength);
            else
                peer.Reactor.Crossing.TryPush(peer, frame, buffer.AsSpan(payloadOffset, header.PayloadLength));
        }
    }

    /// <summary>Nothing of the far end's voice or keys is heard by others.</summary>
    public bool Muted { get; set; }

    private G722Encoder? _silentEncoder;

    /// <summary>False: it cannot be made silent, and must not go on.</summary>
    private bool Silence(Span<byte> payload, PayloadKind kind, AudioCodec codec)
    {
        if (kind != PayloadKind.Audio)
            return kind == PayloadKind.ComfortNoise;
        if (!codec.IsTranscodable() || payload.Length > MediaReactor.MaxAudioBytes)
            return false;
        switch (codec)
        {
            case AudioCodec.Pcmu: payload.Fill(0xFF); break;
            case AudioCodec.Pcma: payload.Fill(0xD5); break;
            case AudioCodec.G722: (_silentEncoder ??= new()).EncodeNarrow(stackalloc short[payload.Length], payload); break;
            case AudioCodec.Opus: break;
        }
        return true;
    }

    private void ResumeMedia()
    {
        if (!_mediaLost)
            return;
        _mediaLost = false;
        Reactor.Notify(this, static (observer, leg, _) => observer.OnMediaResumed(leg));
    }

    private void OnTelephoneEvent(ReadOnlySpan<byte> payload, uint timestamp, long nowNs)
    {
        if (!TelephoneEvent.TryRead(payload, out var packet))
        {
            Counters.Malformed++;
            return;
        }
        if (_digits.Take(packet, timestamp, nowNs, out char digit, out int durationMs))
            NotifyDigit(digit, durationMs);
    }

    private void NotifyDigit(char digit, int durationMs) => Reactor.NotifyDigit(this, digit, durationMs);

    private void Decode(ReadOnlySpan<byte> payload, uint timestamp, PayloadKind kind, AudioCodec codec)
    {
        if (kind == PayloadKind.ComfortNoise)
            _jitter!.PutComfortNoise(timestamp, payload.Length > 0 ? payload[0] & 0x7F : 60);
        if (kind != PayloadKind.Audio || payload.Length > MediaReactor.MaxAudioBytes || !codec.IsTranscodable())
            return;
        Span<short> samples = stackalloc short[MediaReactor.MaxAudioBytes];
        samples = samples[..payload.Length];
        DecodeNarrow(codec, payload, samples, ref _wideDecoder);
        if (!_jitter!.Put(timestamp, samples))
            Counters.Late++;
    }

    internal static void DecodeNarrow(AudioCodec codec, ReadOnlySpan<byte> payload, Span<short> samples, ref G722Decoder? wide)
    {
        switch (codec)
        {
            case AudioCodec.Pcmu: G711.DecodeMuLaw(payload, samples); break;
            case AudioCodec.Pcma: G711.DecodeALaw(payload, samples); break;
            case AudioCodec.G722: (wide ??= new()).DecodeNarrow(payload, samples); break;
            case AudioCodec.Opus: samples.Clear(); break;
        }
    }

    public void AddTap(IAudioTap tap)
    {
        if (Closed || _taps.Count >= MaxTaps || _taps.Contains(tap))
            return;
        _taps.Add(tap);
        StartDecoding();
    }

    public void RemoveTap(IAudioTap tap)
    {
        _taps.Remove(tap);
        StopDecodingIfUnheard();
    }

    private void StartDecoding()
    {
        _jitter ??= new();
        Reactor.Pace(this);
    }

    private void StopDecodingIfUnheard()
    {
        if (_taps.Count == 0 && _published is null)
            _jitter = null;
    }

    private void HandOutDue()
    {
        int due = _jitter!.FramesDue(_digits.Active);
        if (due == 0 && _published is not null)
            PublishConcealed();

        // A tap may end all hearing while it is called.
        for (; due > 0 && _jitter is not null; due--)
            HandOutFrame();
    }

    // Those who listen live do not wait with the others: what they miss is over when it comes.
    private void PublishConcealed()
    {
        Span<short> samples = stackalloc short[AudioCodecs.FrameSamples];
        _jitter!.Bridge(samples);
        _published!.Publish(samples);
    }

    // One frame for all who listen: taps, recorders and mixes.
    private void HandOutFrame()
    {
        Span<short> samples = stackalloc short[AudioCodecs.FrameSamples];
        var flags = _jitter!.Take(samples, out uint timestamp);
        if (_earlyMedia)
            flags |= AudioFrameFlags.EarlyMedia;
        if (_digits.Active)
            flags |= AudioFrameFlags.TelephoneEvent;
        var frame = new AudioFrame(samples, timestamp, flags, _frameIndex++);
        _published?.Publish(samples);
        // A tap may remove itself while it is called.
        for (int i = _taps.Count - 1; i >= 0; i--)
            if (i < _taps.Count)
                Reactor.CallTap(_taps[i], Handle, frame);
    }

    public void Bridge(LegCore peer, Prompt? zip)
    {
        if (Closed)
            return;
        StopPlaying(PlayEnd.Replaced);
        StopMixing();
        _source = null;
        // Whoever was bridged to this leg before must not go on speaking into it.
        if (_peer is { } before && before != peer)
            before.Reactor.PostAlways(() => before.Unbridge(this));
        _peer = peer;
        _awaitFirstAfterBridge = _awaitPeer = true;
        if (zip is not null)
            Zip(zip);
    }

    public void Unbridge(LegCore? onlyFrom)
    {
        if (onlyFrom is not null && _peer != onlyFrom)
            return;
        _peer = null;
        _awaitFirstAfterBridge = _awaitPeer = false;
    }

    public LegCore? Peer => _peer;

    /// <summary>Twice a second: digits left open, lost media, RTCP, keep-alive.</summary>
    public void Housekeep(long nowNs)
    {
        if (_remoteMedia is null)
            return;
        if (_digits.Expire(nowNs, out char digit, out int durationMs))
            NotifyDigit(digit, durationMs);
        CheckMediaLost(nowNs);
        if (nowNs >= _nextRtcpNs && _options.RtcpInterval > TimeSpan.Zero)
            SendRtcp(nowNs, bye: false);
        KeepAlive(nowNs);
    }

    private void CheckMediaLost(long nowNs)
    {
        bool expected = _remoteMedia!.Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly;
        if (!expected)
            _expectMediaSinceNs = nowNs;
        var limit = LegOptions.MediaLostAfter ?? _options.MediaLostAfter;
        if (!expected || _mediaLost || limit <= TimeSpan.Zero)
            return;
        long silentNs = nowNs - Math.Max(Counters.LastPacketNs, _expectMediaSinceNs);
        if (silentNs < limit.TotalNanoseconds || (BelievesReports(silentNs) && nowNs - _lastReportNs < limit.TotalNanoseconds))
            return;
        _mediaLost = true;
        Reactor.NotifyLost(this, TimeSpan.FromTicks(silentNs / 100));
    }

    private bool BelievesReports(long silentNs) =>
        LegOptions.BelieveReportsFor > TimeSpan.Zero && _lastReportNs != 0 && (_announcedSilence || silentNs < LegOptions.BelieveReportsFor.TotalNanoseconds);

    public void Close()
    {
        if (Closed)
            return;
        StopPlaying(PlayEnd.LegClosed);
        StopMixing();
        if (_remoteMedia is not null && _nextRtcpNs != 0 && _options.RtcpInterval > TimeSpan.Zero)
            SendRtcp(Reactor.NowNs, bye: true);
        Closed = true;
        DropSrtp();
        var peer = _peer;
        _peer = null;
        _taps.Clear();
        _jitter = null;
        _published = null;
        if (peer is not null)
            peer.Reactor.PostAlways(() => peer.Unbridge(this));
    }

    public IPEndPoint? CurrentRemote => _rtp.IsNone ? null : _rtp.ToEndPoint();
}
