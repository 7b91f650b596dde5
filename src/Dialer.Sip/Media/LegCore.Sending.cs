using Dialer.Line;

namespace Dialer.Sip.Media;

internal sealed partial class LegCore
{
    private const int FrameMs = 20;
    private const int EventEndPackets = 3;
    private const long ZipAloneAfterNs = 35_000_000;

    /// <summary>Mean square of a frame above -40 dBov: somebody speaks, and the zip steps back by 9 dB.</summary>
    private const double VoiceMeanSquare = 327.68 * 327.68;
    private const int ZipUnderVoice = 23;

    private readonly uint _ssrc;
    private ushort _nextSequence;
    private uint _nextTimestamp;
    private long _lastSentNs;
    private AudioCodec _codec;
    private byte _payloadType;
    private int _eventPayloadType = -1;
    private int _relayPayloadType = -1;
    private bool _maySend;

    // Audio of ours that waits until a packet of another length than 20 ms is full.
    private int _packetBytes = AudioCodecs.FrameBytes;
    private byte[]? _gathered;
    private int _gatheredBytes;

    private long _relayStream;
    private ushort _relaySequenceOffset;
    private uint _relayTimestampOffset;
    private bool _awaitFirstAfterBridge, _awaitPeer;
    private G722Encoder? _wideEncoder;
    private G722Decoder? _relayWideDecoder;

    private Prompt? _prompt;
    private byte[]? _promptFrames;
    private int _promptPosition;
    private bool _promptLoop;
    private bool _zip;
    private long _zipMixedNs;
    private long _playId;
    private IAudioSource? _source;
    private FramePublisher? _published;
    private LegMix? _mix;

    private string? _sendDigits;
    private int _digitPosition, _digitElapsed, _digitEndsSent, _digitMs, _digitGapMs;
    private uint _digitTimestamp;

    /// <summary>Our synchronisation source, and the sequence number of the next packet: for tests that forge packets.</summary>
    public uint Ssrc => _ssrc;

    public ushort NextSequence => _nextSequence;

    private void SetSending(RemoteMedia remote)
    {
        var before = _codec;
        _codec = remote.Codec;
        _payloadType = (byte)((remote.PayloadType ?? remote.Codec.StaticPayloadType()) & 0x7F);
        _eventPayloadType = remote.TelephoneEventPayloadType ?? -1;
        _relayPayloadType = remote.RelayPayloadType ?? -1;
        SetPacketLength(remote.PtimeMs);
        _maySend = remote.Direction is MediaDirection.SendReceive or MediaDirection.SendOnly && remote.Rtp.Port != 0
            && !remote.Rtp.Address.Equals(System.Net.IPAddress.Any) && !remote.Rtp.Address.Equals(System.Net.IPAddress.IPv6Any);
        if (before != _codec && _prompt is { } prompt)
            _promptFrames = prompt.FramesIn(_codec);
        SetSrtp(remote.Srtp);
        if (_prompt is not null || _source is not null || _mix is not null)
            Reactor.Pace(this);
    }

    private void SetPacketLength(int ptimeMs)
    {
        _packetBytes = ptimeMs * (AudioCodecs.FrameBytes / FrameMs);
        _gatheredBytes = 0;
        _gathered = _packetBytes == AudioCodecs.FrameBytes ? null : new byte[_packetBytes + AudioCodecs.FrameBytes];
    }

    public void Play(Prompt prompt, bool loop, long playId, bool atOnce = false)
    {
        if (Closed)
        {
            if (playId != 0)
                Reactor.NotifyPlayEnded(this, playId, PlayEnd.LegClosed);
            return;
        }
        StopPlaying(PlayEnd.Replaced);
        _prompt = prompt;
        _promptFrames = prompt.FramesIn(_codec);
        _promptPosition = 0;
        _promptLoop = loop;
        _playId = playId;
        // The first frame leaves in this turn; the next ones keep the leg's slot of the media clock.
        // A zip does not wait for a slot that comfort noise already has: the far end gets one frame up to 20 ms early, once.
        if ((Slot < 0 || atOnce) && _remoteMedia is not null)
            SendNextFrame(Reactor.NowNs);
        Reactor.Pace(this);
    }

    /// <summary>A short tone under the peer's voice: its first frame leaves in this turn, the next are added to what is relayed, or sent alone while nothing is.</summary>
    public void Zip(Prompt prompt)
    {
        Play(prompt, loop: false, playId: 0, atOnce: true);
        _zip = _prompt is not null;
    }

    private void AddZip(Span<byte> coded)
    {
        var tone = _prompt!.Samples.Span[Math.Min(_promptPosition, _prompt.Samples.Length)..];
        Span<short> samples = stackalloc short[MediaReactor.MaxAudioBytes];
        samples = samples[..coded.Length];
        DecodeNarrow(_codec, coded, samples, ref _relayWideDecoder);
        int share = _prompt.YieldsToVoice && IsVoice(samples) ? ZipUnderVoice : 64;
        for (int i = 0; i < Math.Min(samples.Length, tone.Length); i++)
            samples[i] = (short)Math.Clamp(samples[i] + (tone[i] * share / 64), short.MinValue, short.MaxValue);
        EncodeNarrow(samples, coded);
        _promptPosition += coded.Length;
        _zipMixedNs = Reactor.NowNs;
        if (_promptPosition >= _promptFrames!.Length)
            StopPlaying(PlayEnd.Finished);
    }

    private static bool IsVoice(ReadOnlySpan<short> samples)
    {
        double energy = 0;
        foreach (short sample in samples)
            energy += (double)sample * sample;
        return energy > VoiceMeanSquare * samples.Length;
    }

    private bool MayZip(in RelayFrame frame, int payloadLength) =>
        _zip && frame.Kind == PayloadKind.Audio && payloadLength <= MediaReactor.MaxAudioBytes && frame.Codec.IsTranscodable() && _codec.IsTranscodable();

    public void StopPlaying(PlayEnd reason)
    {
        _zip = false;
        if (_prompt is null)
            return;
        long ended = _playId;
        _prompt = null;
        _promptFrames = null;
        if (ended != 0)
            Reactor.NotifyPlayEnded(this, ended, reason);
    }

    public void SetSource(IAudioSource? source)
    {
        if (Closed)
            return;
        _source = source;
        if (source is not null)
            Reactor.Pace(this);
    }

    public void SendDigits(string digits, int toneMs, int gapMs)
    {
        if (Closed)
            return;
        if (_eventPayloadType < 0)
        {
            Reactor.Notify(this, static (observer, leg, _) => observer.OnDigitsSent(leg));
            return;
        }
        _sendDigits = _sendDigits is null ? digits : _sendDigits[_digitPosition..] + digits;
        _digitPosition = 0;
        _digitMs = toneMs;
        _digitGapMs = gapMs;
        Reactor.Pace(this);
    }

    /// <summary>The leg's 20 ms on the media clock. False when there is nothing more to pace.</summary>
    public bool Tick(long nowNs)
    {
        if (_jitter is not null)
            HandOutDue();
        if (_remoteMedia is not null)
            SendNextFrame(nowNs);
        return _jitter is not null || _prompt is not null || _source is not null || _mix is not null || _sendDigits is not null;
    }

    private void SendNextFrame(long nowNs)
    {
        if (_sendDigits is not null)
            SendDigitStep(nowNs);
        else if (_promptFrames is not null)
            SendPromptFrame(nowNs);
        else if (_source is { } source)
            SendSourceFrame(source, nowNs);
        else if (_mix is { } mix)
            SendMixFrame(mix, nowNs);
    }

    private void SendPromptFrame(long nowNs)
    {
        byte[] frames = _promptFrames!;
        if (_zip && nowNs - _zipMixedNs < ZipAloneAfterNs)
            return;
        if (_promptPosition >= frames.Length)
        {
            if (!_promptLoop || frames.Length == 0)
            {
                StopPlaying(PlayEnd.Finished);
                SendNextFrame(nowNs);
                return;
            }
            _promptPosition = 0;
        }
        SendAudio(frames.AsSpan(_promptPosition, Math.Min(AudioCodecs.FrameBytes, frames.Length - _promptPosition)), nowNs);
        _promptPosition += AudioCodecs.FrameBytes;
        if (_promptPosition >= frames.Length && !_promptLoop)
            StopPlaying(PlayEnd.Finished);
    }

    private void SendSourceFrame(IAudioSource source, long nowNs)
    {
        Span<short> samples = stackalloc short[AudioCodecs.FrameSamples];
        if (!Reactor.CallSource(source, samples))
        {
            if (_source == source)
                _source = null;
            return;
        }
        SendSamples(samples, nowNs);
    }

    private void SendSamples(ReadOnlySpan<short> samples, long nowNs)
    {
        Span<byte> coded = stackalloc byte[AudioCodecs.FrameBytes];
        EncodeNarrow(samples, coded);
        SendAudio(coded, nowNs);
    }

    private void EncodeNarrow(ReadOnlySpan<short> samples, Span<byte> coded)
    {
        switch (_codec)
        {
            case AudioCodec.Pcmu: G711.EncodeMuLaw(samples, coded); break;
            case AudioCodec.Pcma: G711.EncodeALaw(samples, coded); break;
            case AudioCodec.G722: (_wideEncoder ??= new()).EncodeNarrow(samples, coded); break;
            case AudioCodec.Opus: break;
        }
    }

    private void SendAudio(ReadOnlySpan<byte> coded, long nowNs)
    {
        if (!_codec.IsTranscodable())
        {
            Counters.NotTranscodable++;
            return;
        }
        if (_gathered is null)
            SendPacket(coded, nowNs);
        else
            Gather(_gathered, coded, nowNs);
    }

    private void Gather(byte[] gathered, ReadOnlySpan<byte> coded, long nowNs)
    {
        coded.CopyTo(gathered.AsSpan(_gatheredBytes));
        _gatheredBytes += coded.Length;
        int sent = 0;
        for (; _gatheredBytes - sent >= _packetBytes; sent += _packetBytes)
            SendPacket(gathered.AsSpan(sent, _packetBytes), nowNs);
        gathered.AsSpan(sent, _gatheredBytes - sent).CopyTo(gathered);
        _gatheredBytes -= sent;
    }

    private void SendPacket(ReadOnlySpan<byte> coded, long nowNs)
    {
        bool resumed = AdvanceAfterPause(nowNs);
        _relayStream = 0;
        byte[] scratch = Reactor.Scratch;
        coded.CopyTo(scratch.AsSpan(MediaReactor.Headroom + RtpHeader.Length));
        SendRtp(scratch, MediaReactor.Headroom, coded.Length, _payloadType, resumed, _nextSequence++, _nextTimestamp, nowNs);
        _nextTimestamp += (uint)coded.Length;
    }

    // After a pause the time stamp moves on as the time did, in whole frames, and the next packet opens a talk spurt.
    private bool AdvanceAfterPause(long nowNs)
    {
        if (_lastSentNs == 0)
            return true;
        long silentMs = (nowNs - _lastSentNs) / 1_000_000;
        int packetMs = _packetBytes * FrameMs / AudioCodecs.FrameBytes;
        if (silentMs < packetMs + (2 * FrameMs))
            return false;
        _nextTimestamp += (uint)((silentMs - packetMs) / FrameMs) * (uint)(_codec.ClockRate() / 50);
        return true;
    }

    private void SendDigitStep(long nowNs)
    {
        if (_digitElapsed == 0 && _digitEndsSent == 0)
        {
            AdvanceAfterPause(nowNs);
            _digitTimestamp = _nextTimestamp;
        }
        bool known = TelephoneEvent.TryCodeOf(_sendDigits![_digitPosition], out byte code);
        _digitElapsed += FrameMs;
        if (known && _digitEndsSent < EventEndPackets)
        {
            bool end = _digitElapsed >= _digitMs;
            SendEvent(code, end, (ushort)Math.Min(Math.Min(_digitElapsed, _digitMs) * 8, ushort.MaxValue), nowNs);
            if (end)
                _digitEndsSent++;
            return;
        }
        if (known && _digitElapsed < _digitMs + _digitGapMs)
            return;
        NextDigit();
    }

    private void NextDigit()
    {
        _nextTimestamp = _digitTimestamp + (uint)(_digitElapsed * 8);
        _digitElapsed = 0;
        _digitEndsSent = 0;
        if (++_digitPosition < _sendDigits!.Length)
            return;
        _sendDigits = null;
        _digitPosition = 0;
        Reactor.Notify(this, static (observer, leg, _) => observer.OnDigitsSent(leg));
    }

    private void SendEvent(byte code, bool end, ushort duration, long nowNs)
    {
        _relayStream = 0;
        byte[] scratch = Reactor.Scratch;
        new TelephoneEvent(code, end, 10, duration).Write(scratch.AsSpan(MediaReactor.Headroom + RtpHeader.Length));
        bool first = _digitElapsed == FrameMs;
        SendRtp(scratch, MediaReactor.Headroom, TelephoneEvent.Length, (byte)_eventPayloadType, first, _nextSequence++, _digitTimestamp, nowNs);
    }

    /// <summary>Sends on a packet of the bridged peer: its header is rewritten in place before the payload, its payload translated in place where the codecs differ.</summary>
    public void Relay(in RelayFrame frame, byte[] buffer, int payloadOffset, int payloadLength)
    {
        if (Closed || !_maySend || _sendDigits is not null)
            return;
        bool zip = MayZip(frame, payloadLength);
        if (_promptFrames is not null && !zip)
        {
            // A voice that the tone cannot be laid under goes before it.
            if (!_zip || frame.Kind != PayloadKind.Audio)
                return;
            StopPlaying(PlayEnd.Replaced);
        }
        if (!Translate(frame, buffer.AsSpan(payloadOffset, payloadLength), out byte payloadType))
            return;
        if (zip)
            AddZip(buffer.AsSpan(payloadOffset, payloadLength));
        long nowNs = Reactor.NowNs;
        bool marker = frame.Marker;
        if (frame.Stream != _relayStream)
        {
            AdvanceAfterPause(nowNs);
            _relayStream = frame.Stream;
            _relaySequenceOffset = (ushort)(_nextSequence - frame.Sequence);
            _relayTimestampOffset = _nextTimestamp - frame.Timestamp;
            marker = frame.Kind == PayloadKind.Audio;
        }
        ushort sequence = (ushort)(frame.Sequence + _relaySequenceOffset);
        uint timestamp = frame.Timestamp + _relayTimestampOffset;
        SendRtp(buffer, payloadOffset - RtpHeader.Length, payloadLength, payloadType, marker, sequence, timestamp, nowNs);
        if (frame.Kind == PayloadKind.Audio)
            TellPeerHeard();
        if ((short)(sequence - _nextSequence) < 0)
            return;
        _nextSequence = (ushort)(sequence + 1);
        _nextTimestamp = timestamp + (uint)(frame.Kind == PayloadKind.Audio && frame.Codec.IsTranscodable() ? payloadLength : frame.Codec.ClockRate() / 50);
    }

    private void TellPeerHeard()
    {
        if (!_awaitPeer)
            return;
        _awaitPeer = false;
        Reactor.Notify(this, static (observer, leg, now) => observer.OnPeerHeard(leg, now));
    }

    private bool Translate(in RelayFrame frame, Span<byte> payload, out byte payloadType)
    {
        switch (frame.Kind)
        {
            case PayloadKind.Audio:
                bool relayed = !frame.Codec.IsTranscodable() && _relayPayloadType >= 0;
                payloadType = relayed ? (byte)_relayPayloadType : _payloadType;
                if (relayed || frame.Codec == _codec || Transcode(frame.Codec, payload))
                    return true;
                Counters.NotTranscodable++;
                return false;
            case PayloadKind.TelephoneEvent:
                payloadType = (byte)_eventPayloadType;
                return _eventPayloadType >= 0;
            case PayloadKind.ComfortNoise:
                payloadType = 13;
                return true;
            case PayloadKind.Unknown:
            default:
                payloadType = 0;
                return false;
        }
    }

    private bool Transcode(AudioCodec from, Span<byte> payload)
    {
        if (!from.IsTranscodable() || !_codec.IsTranscodable() || payload.Length > MediaReactor.MaxAudioBytes)
            return false;
        if (from == AudioCodec.Pcma && _codec == AudioCodec.Pcmu)
            G711.ALawToMuLaw(payload);
        else if (from == AudioCodec.Pcmu && _codec == AudioCodec.Pcma)
            G711.MuLawToALaw(payload);
        else
        {
            Span<short> samples = stackalloc short[MediaReactor.MaxAudioBytes];
            samples = samples[..payload.Length];
            DecodeNarrow(from, payload, samples, ref _relayWideDecoder);
            EncodeNarrow(samples, payload);
        }
        return true;
    }

    private void SendRtp(byte[] buffer, int offset, int payloadLength, byte payloadType, bool marker, ushort sequence, uint timestamp, long nowNs)
    {
        if (!_maySend)
            return;
        RtpHeader.Write(buffer.AsSpan(offset), payloadType, marker, sequence, timestamp, _ssrc);
        int length = RtpHeader.Length + payloadLength;
        if (_srtpSend is { } srtp)
            length = srtp.Protect(buffer.AsSpan(offset), length);
        if (!Reactor.Wire.Send(this, rtcp: false, _rtp, buffer.AsSpan(offset, length)))
            Counters.SendFailures++;
        _lastSentNs = nowNs;
        Counters.PacketsSent++;
        Counters.BytesSent += length;
        if (!_awaitFirstAfterBridge)
            return;
        _awaitFirstAfterBridge = false;
        Reactor.Notify(this, static (observer, leg, now) => observer.OnFirstPacketAfterBridge(leg, now));
    }

    private void KeepAlive(long nowNs)
    {
        if (_options.KeepAliveAfter <= TimeSpan.Zero || !_maySend || !_codec.IsTranscodable())
            return;
        if (_lastSentNs != 0 && nowNs - _lastSentNs < _options.KeepAliveAfter.TotalNanoseconds)
            return;
        Span<short> silence = stackalloc short[AudioCodecs.FrameSamples];
        silence.Clear();
        SendSamples(silence, nowNs);
    }

    /// <summary>From now on the leg hears the sum of the received audio of the sources; it ends a bridge's relaying to this leg.</summary>
    public void Mix(LegMix mix)
    {
        if (Closed)
            return;
        StopPlaying(PlayEnd.Replaced);
        _peer?.Reactor.PostAlways(new PeerRelease(_peer, this).Run);
        _mix = mix;
        _awaitFirstAfterBridge = _awaitPeer = true;
        Reactor.Pace(this);
    }

    private sealed record PeerRelease(LegCore Peer, LegCore Leg)
    {
        public void Run() => Peer.Unbridge(Leg);
    }

    public void StopMixing() => _mix = null;

    /// <summary>Decodes what arrives and shows it to mixes on any reactor.</summary>
    public void Publish(FramePublisher publisher)
    {
        if (Closed)
            return;
        _published = publisher;
        StartDecoding();
    }

    private void SendMixFrame(LegMix mix, long nowNs)
    {
        Span<short> samples = stackalloc short[AudioCodecs.FrameSamples];
        bool any = mix.Sum(samples);
        SendSamples(samples, nowNs);
        if (any)
            TellPeerHeard();
    }
}
