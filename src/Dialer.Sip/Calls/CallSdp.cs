using System.Diagnostics.CodeAnalysis;
using System.Net;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;

namespace Dialer.Sip.Calls;

/// <summary>An offer of the far end that we can take.</summary>
/// <param name="Remote">What it settles about the far end.</param>
public sealed record CallOffer(SdpSession Session, RemoteMedia Remote);

/// <summary>
/// Between the stack's session descriptions and the media's legs: calls with one audio stream of G.711 and telephone-event.
/// What else a far end offers is refused within the answer (RFC 3264 section 6).
/// </summary>
public sealed class CallSdp(IPAddress advertised)
{
    private static readonly SdpCodec[] s_codecs = [SdpCodec.Pcma, SdpCodec.Pcmu, SdpCodec.TelephoneEvent()];

    // What we may be sent after an offer of ours that named both: a far end may change between them at any time.
    private static readonly PayloadMapping[] s_offered = [new(8, AudioCodec.Pcma), new(0, AudioCodec.Pcmu)];

    // RFC 3264 section 8: the version grows whenever the description changes; one count for all calls grows as well.
    private static long s_version;

    /// <summary>An offer of all our codecs.</summary>
    public byte[] Offer(MediaLeg leg) => SdpNegotiation.Offer(Local(leg)).ToBytes();

    /// <summary>The answer to an offer that <see cref="TryReadOffer"/> took: one codec of it, its event type, the mirrored direction.</summary>
    public byte[] Answer(MediaLeg leg, CallOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        SdpRefusal refusal = SdpNegotiation.Answer(offer.Session, Local(leg), out SdpSession answer, out _);
        if (refusal != SdpRefusal.None) throw new InvalidOperationException($"An offer that was taken is refused: {refusal}.");
        return answer.ToBytes();
    }

    private SdpLocalAudio Local(MediaLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        return new()
        {
            Address = advertised,
            Port = leg.LocalRtp.Port,
            Codecs = s_codecs,
            SessionId = (ulong)leg.LocalRtp.Port,
            Version = (ulong)Interlocked.Increment(ref s_version),
        };
    }

    /// <summary>The far end's answer to our offer. False where there is none that fits.</summary>
    public static bool TryReadAnswer(SipMessage message, [NotNullWhen(true)] out RemoteMedia? remote)
    {
        ArgumentNullException.ThrowIfNull(message);
        remote = null;
        if (message.Sdp.IsEmpty || !SdpSession.TryParse(message.Sdp, out SdpSession session)) return false;
        if (SdpNegotiation.Accept(session, s_anyLocal, out SdpAgreedAudio? agreed) != SdpRefusal.None) return false;
        remote = RemoteOf(agreed!, s_offered);
        return true;
    }

    /// <summary>The far end's offer. False where nothing in it fits: the call gets 488.</summary>
    public static bool TryReadOffer(SipMessage message, [NotNullWhen(true)] out CallOffer? offer)
    {
        ArgumentNullException.ThrowIfNull(message);
        offer = null;
        if (message.Sdp.IsEmpty || !SdpSession.TryParse(message.Sdp, out SdpSession session)) return false;
        if (SdpNegotiation.Answer(session, s_anyLocal, out _, out SdpAgreedAudio? agreed) != SdpRefusal.None) return false;
        offer = new(session, RemoteOf(agreed!, [new((byte)agreed!.ReceivePayloadType, CodecOf(agreed.SendCodec))]));
        return true;
    }

    // For reading alone: our address and port have no part in what is agreed.
    private static readonly SdpLocalAudio s_anyLocal = new() { Address = IPAddress.Loopback, Port = 9, Codecs = s_codecs };

    private static RemoteMedia RemoteOf(SdpAgreedAudio agreed, PayloadMapping[] accepted) => new()
    {
        Rtp = agreed.RemoteRtp,
        Rtcp = agreed.RemoteRtcp,
        Codec = CodecOf(agreed.SendCodec),
        PayloadType = (byte)agreed.SendCodec.PayloadType,
        Accepted = accepted,
        TelephoneEventPayloadType = (byte?)agreed.SendTelephoneEvent?.PayloadType,
        AcceptedTelephoneEventPayloadType = agreed.ReceiveTelephoneEventType < 0 ? null : (byte)agreed.ReceiveTelephoneEventType,
        Direction = agreed.Direction switch
        {
            SdpDirection.SendReceive => MediaDirection.SendReceive,
            SdpDirection.SendOnly => MediaDirection.SendOnly,
            SdpDirection.ReceiveOnly => MediaDirection.ReceiveOnly,
            SdpDirection.Inactive => MediaDirection.Inactive,
        },
    };

    private static AudioCodec CodecOf(SdpCodec codec) => codec.Matches(SdpCodec.Pcma) ? AudioCodec.Pcma : AudioCodec.Pcmu;
}
