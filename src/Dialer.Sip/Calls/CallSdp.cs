using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Dialer.Line;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;

namespace Dialer.Sip.Calls;

/// <summary>
/// Our half of a call's offers and answers: between the stack's session descriptions and the media's legs. One audio stream;
/// what else a far end offers is refused within the answer (RFC 3264 section 6). Where SRTP is spoken each call needs its own,
/// since it holds the call's keys; without, one may serve many calls.
/// </summary>
public sealed class CallSdp
{
    // RFC 3264 section 8: the version grows whenever the description changes; one count for all calls grows as well.
    private static long _version;

    private readonly CallMedia _media;
    private readonly SdpLocalAudio _audio;
    private readonly PayloadMapping[] _offered;

    /// <param name="advertised">The address that the far end is told to send to.</param>
    /// <param name="media">Null: plain G.711.</param>
    public CallSdp(IPAddress advertised, CallMedia? media = null)
    {
        ArgumentNullException.ThrowIfNull(advertised);
        _media = media ?? CallMedia.Default;
        AudioCodec[] own = [.. _media.Codecs.Where(AudioCodecs.IsTranscodable)];
        if (own.Length == 0)
            throw new ArgumentException("No codec that can be made and read here.", nameof(media));
        _audio = new()
        {
            Address = advertised,
            Port = 9,
            Codecs = [.. own.Select(SdpCodecOf), SdpCodec.TelephoneEvent()],
            RelayCodec = _media.RelaysOpus ? SdpCodec.Opus : null,
            RtcpMux = _media.RtcpMux,
            Crypto = _media.Srtp == MediaSecurity.Off ? [] : NewKeys(_media.Suites),
            RequireCrypto = _media.Srtp == MediaSecurity.Required,
        };
        // What we may be sent after an offer of ours that named several: a far end may change between them at any time.
        _offered = [.. own.Select(codec => new PayloadMapping(codec.StaticPayloadType(), codec))];
    }

    private static IReadOnlyList<SdpCrypto> NewKeys(IReadOnlyList<SrtpSuite> suites) =>
        [.. suites.Select((suite, i) => SdpCrypto.FromKey(i + 1, suite.SdpName(), RandomNumberGenerator.GetBytes(suite.KeySaltBytes())))];

    /// <summary>An offer of all our codecs.</summary>
    /// <param name="preferRelay">Opus first: the leg is bridged to one that has it as well.</param>
    public byte[] Offer(MediaLeg leg, bool preferRelay = false) => SdpNegotiation.Offer(At(leg) with { PreferRelay = preferRelay }).ToBytes();

    /// <summary>The answer to an offer that was taken: one codec of it, its event type, the mirrored direction.</summary>
    public byte[] Answer(MediaLeg leg, CallOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var refusal = SdpNegotiation.Answer(offer.Session, At(leg), out var answer, out _);
        if (refusal != SdpRefusal.None)
            throw new InvalidOperationException($"An offer that was taken is refused: {refusal}.");
        return answer.ToBytes();
    }

    private SdpLocalAudio At(MediaLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        return _audio with
        {
            Port = leg.LocalRtp.Port,
            SessionId = (ulong)leg.LocalRtp.Port,
            Version = (ulong)Interlocked.Increment(ref _version),
        };
    }

    /// <summary>The far end's answer to our offer. False where there is none that fits.</summary>
    /// <param name="preferRelay">As it was in the offer.</param>
    public bool TryReadAnswer(SipMessage message, [NotNullWhen(true)] out RemoteMedia? remote, bool preferRelay = false) =>
        TryReadAnswer(message, out remote, out _, preferRelay);

    /// <param name="reading">What was odd, and why it is refused where it is.</param>
    public bool TryReadAnswer(SipMessage message, [NotNullWhen(true)] out RemoteMedia? remote, out SdpReading reading, bool preferRelay = false)
    {
        ArgumentNullException.ThrowIfNull(message);
        remote = null;
        if (!TryParse(message, out var session, out reading))
            return false;
        var refusal = SdpNegotiation.Accept(session, _audio with { PreferRelay = preferRelay }, out var agreed);
        reading = reading with { Refusal = refusal };
        return refusal == SdpRefusal.None && TryDescribe(message, agreed!, _offered, out remote);
    }

    private static bool TryParse(SipMessage message, out SdpSession session, out SdpReading reading)
    {
        bool isThere = !message.Sdp.IsEmpty;
        bool isRead = SdpSession.TryParse(message.Sdp, out session, out var fault);
        reading = new SdpReading(isThere, fault, SdpRefusal.None, session.Oddities);
        return isThere && isRead;
    }

    /// <summary>The far end's offer. False where nothing in it fits: the call gets 488.</summary>
    public bool TryReadOffer(SipMessage message, [NotNullWhen(true)] out CallOffer? offer) => TryReadOffer(message, out offer, out _);

    /// <param name="reading">What was odd, and why it is refused where it is.</param>
    public bool TryReadOffer(SipMessage message, [NotNullWhen(true)] out CallOffer? offer, out SdpReading reading)
    {
        ArgumentNullException.ThrowIfNull(message);
        offer = null;
        if (!TryParse(message, out var session, out reading))
            return false;
        var refusal = SdpNegotiation.Answer(session, _audio, out _, out var agreed);
        reading = reading with { Refusal = refusal };
        if (refusal != SdpRefusal.None)
            return false;
        if (!TryDescribe(message, agreed!, [new((byte)agreed!.ReceivePayloadType, CodecOf(agreed.SendCodec))], out var remote))
            return false;
        offer = new(session, remote);
        return true;
    }

    private bool TryDescribe(SipMessage message, SdpAgreedAudio agreed, PayloadMapping[] accepted, [NotNullWhen(true)] out RemoteMedia? remote)
    {
        remote = null;
        if (!TryReadKeys(agreed, out var srtp))
            return false;
        remote = new()
        {
            Rtp = agreed.RemoteRtp,
            SignallingHost = message.Source.Port == 0 ? null : message.Source.Address,
            Rtcp = agreed.RemoteRtcp,
            RtcpMux = agreed.RtcpMux,
            Codec = CodecOf(agreed.SendCodec),
            PayloadType = (byte)agreed.SendCodec.PayloadType,
            RelayPayloadType = (byte?)agreed.RelayCodec?.PayloadType,
            PtimeMs = agreed.SendPtimeMs,
            Accepted = agreed.ReceiveRelayPayloadType < 0 ? accepted : [.. accepted, new((byte)agreed.ReceiveRelayPayloadType, AudioCodec.Opus)],
            TelephoneEventPayloadType = (byte?)agreed.SendTelephoneEvent?.PayloadType,
            AcceptedTelephoneEventPayloadType = agreed.ReceiveTelephoneEventType < 0 ? null : (byte)agreed.ReceiveTelephoneEventType,
            Direction = DirectionOf(agreed.Direction),
            Srtp = srtp,
        };
        return true;
    }

    /// <summary>False: the far end's key is not one.</summary>
    private bool TryReadKeys(SdpAgreedAudio agreed, out SrtpParameters? srtp)
    {
        srtp = null;
        if (agreed.LocalCrypto is not { } ours || agreed.RemoteCrypto is not { } theirs)
            return true;
        var suite = _media.Suites.First(known => known.SdpName() == ours.Suite);
        if (theirs.KeySalt() is not { } receive)
            return false;
        srtp = new(suite, ours.KeySalt()!, receive);
        return srtp.IsValid;
    }

    private static MediaDirection DirectionOf(SdpDirection direction) => direction switch
    {
        SdpDirection.SendReceive => MediaDirection.SendReceive,
        SdpDirection.SendOnly => MediaDirection.SendOnly,
        SdpDirection.ReceiveOnly => MediaDirection.ReceiveOnly,
        SdpDirection.Inactive => MediaDirection.Inactive,
    };

    private static SdpCodec SdpCodecOf(AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu => SdpCodec.Pcmu,
        AudioCodec.Pcma => SdpCodec.Pcma,
        AudioCodec.G722 => SdpCodec.G722,
        AudioCodec.Opus => SdpCodec.Opus,
    };

    private AudioCodec CodecOf(SdpCodec agreed) => _media.Codecs.First(codec => SdpCodecOf(codec).Matches(agreed));
}
