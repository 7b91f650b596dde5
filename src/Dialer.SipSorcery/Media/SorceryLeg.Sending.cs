using Dialer.Line;
using Dialer.Sip.Media;
using SIPSorcery.Net;

namespace Dialer.SipSorcery.Media;

/// <summary>What goes to the far end: relayed, played, mixed.</summary>
internal sealed partial class SorceryLeg
{
    // ---- What goes ----

    /// <summary>What arrives here goes to that leg's far end at once; null: no more.</summary>
    public void RelayTo(SorceryLeg? leg)
    {
        lock (_lock)
            _relayTo = leg;
        leg?.AwaitPeer();
    }

    private void AwaitPeer()
    {
        lock (_lock)
        {
            _relaying = false;
            _firstAfterBridge = _awaitPeer = true;
        }
    }

    private void Relay(RTPPacket packet, AudioCodec codec, int epoch)
    {
        bool told, first;
        lock (_lock)
        {
            if (!_maySend || _closed || _prompt is not null)
                return;
            byte[] coded = packet.GetPayloadBytes();
            if (codec != _codec)
            {
                coded = [.. coded];
                if (codec == AudioCodec.Pcmu)
                    G711.MuLawToALaw(coded);
                else
                    G711.ALawToMuLaw(coded);
            }
            bool marker = Follow(packet.Header.Timestamp, epoch);
            uint timestamp = packet.Header.Timestamp + _relayOffset;
            Send(coded, timestamp, marker, _payloadType, (uint)coded.Length);
            (told, first) = (_awaitPeer, _firstAfterBridge);
            _awaitPeer = _firstAfterBridge = false;
        }
        Tell(first, told);
    }

    private void RelayEvent(RTPEvent received, RTPHeader header, int epoch)
    {
        lock (_lock)
        {
            if (!_maySend || _closed || !HasEvents)
                return;
            Follow(header.Timestamp, epoch);
            byte[] payload = new byte[TelephoneEvent.Length];
            new TelephoneEvent(received.EventID, received.EndOfEvent, (byte)received.Volume, received.Duration).Write(payload);
            Send(payload, header.Timestamp + _relayOffset, header.MarkerBit == 1, _session.AudioStream.NegotiatedRtpEventPayloadID, received.Duration);
        }
    }

    /// <summary>Another stream begins here where ours stands; true: its first packet.</summary>
    private bool Follow(uint timestamp, int epoch)
    {
        if (_relaying && epoch == _relayEpoch)
            return false;
        _relaying = true;
        _relayEpoch = epoch;
        _relayOffset = Continued() - timestamp;
        return true;
    }

    /// <summary>The time stamp of what is sent next: pauses count.</summary>
    private uint Continued()
    {
        long gap = Math.Max(0, (NowNs - _nextAtNs) / SampleNs);
        return _nextTimestamp + (uint)gap;
    }

    private void Send(byte[] payload, uint timestamp, bool marker, int payloadType, uint duration)
    {
        _session.AudioStream.SendRtpRaw(payload, timestamp, marker ? 1 : 0, payloadType);
        _nextTimestamp = timestamp + duration;
        _nextAtNs = NowNs + (duration * SampleNs);
        PacketsSent++;
    }

    public long PacketsSent { get; private set; }

    /// <summary>Plays to the far end, in place of what was played before and of what is relayed. Returns what <see cref="ILegObserver.OnPlayed"/> names.</summary>
    /// <param name="over">Whose voice it is laid over; null: nobody's.</param>
    public long Play(Prompt prompt, bool loops = false, SorceryLeg? over = null)
    {
        long play;
        SorceryLeg? before;
        lock (_lock)
        {
            before = _over;
            _over = over;
            _prompt = prompt;
            _loops = loops;
            _promptFrame = 0;
            _relaying = false;
            play = _play = Interlocked.Increment(ref _plays);
        }
        over?.Listened(1);
        before?.Listened(-1);
        return play;
    }

    public void StopPlaying()
    {
        SorceryLeg? before;
        lock (_lock)
        {
            _prompt = null;
            (before, _over) = (_over, null);
        }
        before?.Listened(-1);
    }

    /// <summary>The far end hears the sum of what these legs receive, beside nothing that is relayed. None: no mix.</summary>
    public void Hear(params SorceryLeg[] sources)
    {
        SorceryLeg[] before;
        lock (_lock)
        {
            before = _sources;
            _sources = sources;
            if (sources.Length > 0)
            {
                _prompt = null;
                _relaying = false;
                _firstAfterBridge = _awaitPeer = true;
            }
        }
        foreach (var source in sources)
            source.Listened(1);
        foreach (var source in before)
            source.Listened(-1);
    }

    private void Listened(int change)
    {
        lock (_lock)
        {
            _listeners += change;
            DecodeAsNeeded();
        }
    }

    // ---- The media clock ----

    /// <summary>20 ms of what was received, to all who hear.</summary>
    public void HandOut()
    {
        char digit = '\0';
        lock (_lock)
        {
            if (_closed)
                return;
            if (_digits.Active && !_digits.Expire(NowNs, out digit, out _))
                digit = '\0';
            if (_jitter is not null)
                HandOutDue();
        }
        if (digit != '\0')
            _observer.OnDigit(digit);
    }

    private void HandOutDue()
    {
        int due = _jitter!.FramesDue(_digits.Active);
        if (due == 0 && _listeners > 0)
            _jitter.Bridge(_heard);
        for (; due > 0 && _jitter is not null; due--)
        {
            var flags = _jitter.Take(_heard, out uint timestamp);
            if (_early)
                flags |= AudioFrameFlags.EarlyMedia;
            if (_digits.Active)
                flags |= AudioFrameFlags.TelephoneEvent;
            var frame = new AudioFrame(_heard, timestamp, flags, _frameIndex++);
            for (int i = _taps.Count - 1; i >= 0; i--)
            {
                // A tap may remove itself while it is called.
                if (i < _taps.Count)
                    _taps[i].OnFrame(this, frame);
            }
        }
    }

    /// <summary>20 ms to the far end, of what is played or mixed. False: nothing is.</summary>
    public bool SendFrame()
    {
        long played = 0;
        bool told = false, first;
        SorceryLeg? heardOut = null;
        lock (_lock)
        {
            if (_closed || !_maySend)
                return false;
            if (_prompt is { } prompt)
            {
                (played, told) = SendPrompt(prompt);
                if (played != 0)
                    (heardOut, _over) = (_over, null);
            }
            else if (_sources.Length > 0)
                told = SendMix();
            else
                return false;
            first = _firstAfterBridge;
            told &= _awaitPeer;
            _firstAfterBridge = false;
            if (told)
                _awaitPeer = false;
        }
        heardOut?.Listened(-1);
        Tell(first, told);
        if (played != 0)
            _observer.OnPlayed(played);
        return true;
    }

    /// <summary>The play that has ended by this frame, 0 where it goes on; and whether another's voice was under it.</summary>
    private (long Ended, bool WithVoice) SendPrompt(Prompt prompt)
    {
        bool withVoice = _over is { _isHeardFrom: true };
        bool begins = _promptFrame == 0 && NowNs - _nextAtNs > MostGapNs;
        if (_over is { } other)
            SendLaidOver(prompt, other, begins);
        else
            SendMade(prompt.FramesIn(_codec).AsSpan(_promptFrame * AudioCodecs.FrameBytes, AudioCodecs.FrameBytes), begins);
        if (++_promptFrame < prompt.Frames)
            return (0, withVoice);
        _promptFrame = 0;
        if (_loops)
            return (0, withVoice);
        _prompt = null;
        return (_play, withVoice);
    }

    private void SendLaidOver(Prompt prompt, SorceryLeg other, bool begins)
    {
        Span<short> sum = stackalloc short[Frame];
        var samples = prompt.Samples.Span[(_promptFrame * Frame)..];
        samples[..Math.Min(Frame, samples.Length)].CopyTo(sum);
        Add(other._heard, sum);
        SendSum(sum, begins);
    }

    private static void Add(ReadOnlySpan<short> samples, Span<short> sum)
    {
        for (int i = 0; i < Frame; i++)
            sum[i] = (short)Math.Clamp(sum[i] + samples[i], short.MinValue, short.MaxValue);
    }

    private void SendSum(ReadOnlySpan<short> sum, bool marked)
    {
        Span<byte> coded = stackalloc byte[Frame];
        if (_codec == AudioCodec.Pcmu)
            G711.EncodeMuLaw(sum, coded);
        else
            G711.EncodeALaw(sum, coded);
        SendMade(coded, marked);
    }

    // The frames of others are written by this thread alone.
    private bool SendMix()
    {
        Span<short> sum = stackalloc short[Frame];
        bool any = false;
        foreach (var source in _sources)
        {
            any |= source._isHeardFrom;
            Add(source._heard, sum);
        }
        SendSum(sum, marked: false);
        return any;
    }

    // A frame that is made here goes on where the last one ended; only after a pause does the clock decide.
    private void SendMade(ReadOnlySpan<byte> frame, bool marked)
    {
        _marked |= marked;
        while (frame.Length > 0)
        {
            int count = Math.Min(frame.Length, _packet.Length - _packed);
            frame[..count].CopyTo(_packet.AsSpan(_packed));
            frame = frame[count..];
            _packed += count;
            if (_packed < _packet.Length)
                return;
            bool pause = NowNs - _nextAtNs > MostGapNs;
            Send([.. _packet], pause ? Continued() : _nextTimestamp, _marked, _payloadType, (uint)_packet.Length);
            _packed = 0;
            _marked = false;
        }
    }

    /// <summary>The media clock may be this late without a break in the time stamps.</summary>
    private const long MostGapNs = 200_000_000;

    private void Tell(bool first, bool peerHeard)
    {
        if (first)
            _observer.OnFirstPacketAfterBridge(NowNs);
        if (peerHeard)
            _observer.OnPeerHeard(NowNs);
    }
}
