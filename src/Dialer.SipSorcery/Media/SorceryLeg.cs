using System.Net;
using Dialer.Line;
using Dialer.Sip.Media;
using SIPSorcery.Net;
using SIPSorcery.SIP.App;
using SIPSorcery.Sys;
using SIPSorceryMedia.Abstractions;

namespace Dialer.SipSorcery.Media;

/// <summary>
/// One call's RTP session of the library, and what the line does with it: relays, plays, mixes, hears. Packets come on threads of the
/// library, frames on the media clock's, orders on the line's; what they share is behind one lock, and never two of them are held.
/// </summary>
internal sealed partial class SorceryLeg : IHeardLeg, IDisposable
{
    private const int Frame = AudioCodecs.FrameSamples;
    private const int MaxTaps = 8;
    private const long SampleNs = 125_000;

    private readonly Lock _lock = new();
    private readonly MediaPacer _pacer;
    private readonly ILegObserver _observer;
    private readonly RTPSession _session;
    private readonly List<SDPAudioVideoMediaFormat> _formats;
    private readonly IPAddress _advertised;
    private readonly bool _behindNat;
    private readonly List<IAudioTap> _taps = [];
    private readonly short[] _heard = new short[Frame];
    private JitterBuffer? _jitter;
    private RtpReceiver _receiver;
    private DigitReceiver _digits;
    private long _frameIndex, _late;
    private int _epoch;
    private bool _early, _closed, _started, _maySend, _isHeardFrom;
    private AudioCodec _codec = AudioCodec.Pcma;
    private byte _payloadType = 8;
    private SorceryLeg? _relayTo;
    private SorceryLeg[] _sources = [];

    /// <summary>Whose voice is heard under what is played.</summary>
    private SorceryLeg? _over;
    private int _listeners;
    private Prompt? _prompt;
    private bool _loops;
    private int _promptFrame;
    private long _play;
    private bool _relaying, _firstAfterBridge, _awaitPeer;
    private int _relayEpoch;
    private uint _relayOffset, _nextTimestamp;

    /// <summary>What is made here waits for a whole packet of the length that the far end asked for.</summary>
    private byte[] _packet = new byte[AudioCodecs.FrameBytes];
    private int _packed;
    private bool _marked;
    private long _nextAtNs;
    private double _roundTripMs;
    private static long _plays;

    /// <exception cref="ApplicationException">No port of the range is free.</exception>
    public SorceryLeg(MediaPacer pacer, ILegObserver observer, CallMedia media, IPAddress bind, IPAddress advertised, PortRange ports, bool behindNat)
    {
        _pacer = pacer;
        _observer = observer;
        _advertised = advertised;
        _behindNat = behindNat;
        _formats = [.. media.Codecs.Select(FormatOf)];
        _session = new RTPSession(new RtpSessionConfig { IsRtcpMultiplexed = false, BindAddress = bind, RtpPortRange = ports });
        _session.addTrack(new MediaStreamTrack(SDPMediaTypesEnum.audio, false, [.. _formats], MediaStreamStatusEnum.SendRecv));
        _session.AcceptRtpFromAny = behindNat;
        _session.OnRtpPacketReceived += OnPacket;
        _session.OnRtpEvent += OnEvent;
        _session.OnReceiveReport += OnReport;
        _nextAtNs = NowNs;
        _pacer.Add(this);
    }

    public long NowNs => _pacer.Clock.NowNs;

    /// <summary>Of the media clock: when audio came last, or reports; 0: never.</summary>
    public long LastAudioNs { get; private set; }
    public long LastReportNs { get; private set; }

    /// <summary>Nothing of the far end is heard by others.</summary>
    public bool Muted { get; set; }

    /// <summary>Keys to the far end, one after the other; without telephone-events they are not sent.</summary>
    public void SendKeys(string keys)
    {
        if (HasEvents)
            _keysSent = SendKeysAsync(_keysSent, keys);
    }

    private Task _keysSent = Task.CompletedTask;

    private async Task SendKeysAsync(Task before, string keys)
    {
        await before.ConfigureAwait(false);
        foreach (char key in keys)
            if (TelephoneEvent.TryCodeOf(key, out byte code) && !_closed)
                await _session.SendDtmf(code, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The far end is known, and agreed on a codec.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>It asked us to be silent, or said that it will be: its silence says nothing.</summary>
    public bool IsOnHold { get; private set; }

    /// <summary>The far end sends keys as telephone-events.</summary>
    public bool HasEvents { get; private set; }

    private static SDPAudioVideoMediaFormat FormatOf(AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu => new(SDPWellKnownMediaFormatsEnum.PCMU),
        AudioCodec.Pcma => new(SDPWellKnownMediaFormatsEnum.PCMA),
        AudioCodec.G722 or AudioCodec.Opus => throw new NotSupportedException($"{codec} is not spoken by this line."),
    };

    // ---- Session descriptions; on the line's thread ----

    public string Offer()
    {
        Restore();
        var offer = _session.CreateOffer(_advertised);
        offer.Connection = new SDPConnectionInformation(_advertised);
        return offer.ToString();
    }

    /// <summary>After <see cref="TryTake"/> of an offer.</summary>
    public string Answer()
    {
        var answer = _session.CreateAnswer(_advertised);
        answer.Connection = new SDPConnectionInformation(_advertised);
        return answer.ToString();
    }

    /// <summary>Takes the far end's half. False: nothing is in common, or it cannot be read; the reason says which.</summary>
    public bool TryTake(string body, bool isOffer, out string why)
    {
        why = "";
        SDP description;
        try
        {
            description = SDP.ParseSDPDescription(body);
        }
#pragma warning disable CA1031 // The library's parser throws whatever it meets first.
        catch (Exception unreadable)
#pragma warning restore CA1031
        {
            why = unreadable.Message;
            return false;
        }
        if (description?.Media is not { Count: > 0 })
        {
            why = "no media is described";
            return false;
        }
        if (description.Media.Find(media => media.Media == SDPMediaTypesEnum.audio) is { Port: > 0 } audio && !audio.Transport.StartsWith("RTP/AVP", StringComparison.Ordinal))
        {
            // The library would answer it in the clear.
            why = $"{audio.Transport} is not spoken";
            return false;
        }
        Restore();
        lock (_lock)
        {
            var result = _session.SetRemoteDescription(isOffer ? SdpType.offer : SdpType.answer, description);
            if (result != SetDescriptionResultEnum.OK || _session.AudioStream.DestinationEndPoint is null)
            {
                why = result.ToString();
                return false;
            }
            Adopt();
            int length = PacketTimes.BytesAskedFor(body);
            if (length != _packet.Length)
                (_packet, _packed) = (new byte[length], 0);
        }
        if (!_started)
        {
            _started = true;
            _ = _session.Start();
        }
        return true;
    }

    // Each description narrows the library's list of what is spoken: the next may choose among all again.
    private void Restore()
    {
        var spoken = _session.AudioStream.LocalTrack.Capabilities;
        spoken.RemoveAll(format => _formats.Any(ours => ours.ID == format.ID));
        spoken.InsertRange(0, _formats);
    }

    private void Adopt()
    {
        var stream = _session.AudioStream;
        var format = stream.GetSendingFormat();
        _codec = format.Name() == "PCMU" ? AudioCodec.Pcmu : AudioCodec.Pcma;
        _payloadType = (byte)format.ID;
        HasEvents = _session.RemoteDescription.Media.Any(media => media.MediaFormats.Values.Any(each => string.Equals(each.Name(), SDP.TELEPHONE_EVENT_ATTRIBUTE, StringComparison.OrdinalIgnoreCase)));
        var ours = stream.LocalTrack.StreamStatus;
        _maySend = ours is MediaStreamStatusEnum.SendRecv or MediaStreamStatusEnum.SendOnly;
        IsOnHold = stream.RemoteTrack.StreamStatus is MediaStreamStatusEnum.SendOnly or MediaStreamStatusEnum.Inactive || ours == MediaStreamStatusEnum.Inactive;
        IsConnected = true;
        _receiver.AllowSwitch();
    }

    // ---- What comes; on threads of the library ----

    private void OnPacket(IPEndPoint source, SDPMediaTypesEnum kind, RTPPacket packet)
    {
        if (kind != SDPMediaTypesEnum.audio)
            return;
        SorceryLeg? relayTo;
        AudioCodec codec;
        int epoch;
        lock (_lock)
        {
            if (_closed || !IsBelieved(source) || !TryCodecOf(packet.Header.PayloadType, out codec))
                return;
            long now = NowNs;
            if (_receiver.Judge(packet.Header.SyncSource, packet.Header.SequenceNumber, packet.Header.Timestamp, now, 8000) != RtpVerdict.Accepted)
                return;
            LastAudioNs = now;
            _isHeardFrom = true;
            if (Muted)
                return;
            epoch = _receiver.Epoch;
            if (_jitter is not null)
                Put(packet, codec, epoch);
            relayTo = _relayTo;
        }
        relayTo?.Relay(packet, codec, epoch);
    }

    private void Put(RTPPacket packet, AudioCodec codec, int epoch)
    {
        byte[] coded = packet.GetPayloadBytes();
        if (coded.Length is 0 or > 4 * Frame)
            return;
        Span<short> samples = stackalloc short[coded.Length];
        if (codec == AudioCodec.Pcmu)
            G711.DecodeMuLaw(coded, samples);
        else
            G711.DecodeALaw(coded, samples);
        if (epoch != _epoch)
        {
            _epoch = epoch;
            _jitter!.Reset();
        }
        if (!_jitter!.Put(packet.Header.Timestamp, samples))
            _late++;
    }

    // A stranger who guesses the port is not heard: the host must be the one that the far end named.
    private bool IsBelieved(IPEndPoint source) =>
        _session.AudioStream.DestinationEndPoint is { } named && (named.Address.Equals(source.Address) || (_behindNat && !_isHeardFrom));

    private static bool TryCodecOf(int payloadType, out AudioCodec codec)
    {
        codec = payloadType == 0 ? AudioCodec.Pcmu : AudioCodec.Pcma;
        return payloadType is 0 or 8;
    }

    private void OnEvent(IPEndPoint source, RTPEvent received, RTPHeader header)
    {
        char digit;
        bool ended;
        SorceryLeg? relayTo;
        int epoch;
        lock (_lock)
        {
            if (_closed || !IsBelieved(source))
                return;
            LastAudioNs = NowNs;
            var packet = new TelephoneEvent(received.EventID, received.EndOfEvent, (byte)received.Volume, received.Duration);
            ended = _digits.Take(packet, header.Timestamp, NowNs, out digit, out _);
            relayTo = _relayTo;
            epoch = _receiver.Epoch;
        }
        relayTo?.RelayEvent(received, header, epoch);
        if (ended)
            _observer.OnDigit(digit);
    }

    private void OnReport(IPEndPoint source, SDPMediaTypesEnum kind, RTCPCompoundPacket report)
    {
        lock (_lock)
        {
            LastReportNs = NowNs;
            var samples = report.SenderReport?.ReceptionReports ?? report.ReceiverReport?.ReceptionReports;
            if (samples is not { Count: > 0 } || samples[0].LastSenderReportTimestamp == 0)
                return;
            uint now = RTCPSession.DateTimeToNtpTimestamp32(_pacer.Clock.UtcNow.UtcDateTime);
            int units = (int)(now - samples[0].LastSenderReportTimestamp - samples[0].DelaySinceLastSenderReport);
            if (units >= 0)
                _roundTripMs = units * 1_000.0 / 65_536;
        }
    }

    // ---- Taps ----

    public bool AddTap(IAudioTap tap)
    {
        lock (_lock)
        {
            if (_closed || _taps.Count >= MaxTaps || _taps.Contains(tap))
                return false;
            _taps.Add(tap);
            DecodeAsNeeded();
            return true;
        }
    }

    public bool RemoveTap(IAudioTap tap)
    {
        lock (_lock)
        {
            bool removed = _taps.Remove(tap);
            DecodeAsNeeded();
            return removed;
        }
    }

    private void DecodeAsNeeded()
    {
        if (_taps.Count > 0 || _listeners > 0)
            _jitter ??= new JitterBuffer();
        else
        {
            _jitter = null;
            Array.Clear(_heard);
        }
    }

    /// <summary>What comes now came before the answer.</summary>
    public void SetEarly(bool early)
    {
        lock (_lock)
            _early = early;
    }

    // ---- The end ----

    /// <summary>How the audio arrived; null: none did.</summary>
    public CallQuality? Quality(Core.Ids.CallId call)
    {
        lock (_lock)
        {
            if (!_receiver.Started)
                return null;
            long unheard = Math.Max(0, _receiver.Lost) + _late;
            long heard = Received - _late;
            double jitterMs = _receiver.Jitter / 8;
            double lost = heard + unheard == 0 ? 0 : (double)unheard / (heard + unheard);
            return new CallQuality(call, heard, unheard, jitterMs, _roundTripMs > 0 ? _roundTripMs : null, VoiceQuality.EstimateMos(lost, jitterMs, _roundTripMs));
        }
    }

    private long Received => _session.AudioStream.RtcpSession?.PacketsReceivedCount ?? 0;

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            _taps.Clear();
            _relayTo = null;
        }
        Hear();
        StopPlaying();
        _pacer.Remove(this);
        _session.Close(null);
        _session.Dispose();
    }
}
