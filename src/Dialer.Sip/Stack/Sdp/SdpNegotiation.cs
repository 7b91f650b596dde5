using System.Net;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>Offer and answer (RFC 3264) for one audio stream; other streams of an offer are refused with port 0.</summary>
public static class SdpNegotiation
{
    public static SdpSession Offer(SdpLocalAudio local) => Describe(local, [Section(local, AllCodecs(local), local.Crypto, local.RtcpMux, local.Direction)]);

    private static IReadOnlyList<SdpCodec> AllCodecs(SdpLocalAudio local)
    {
        if (local.RelayCodec is not { } relay)
            return local.Codecs;
        if (local.PreferRelay)
            return [relay, .. local.Codecs];
        return [.. local.Codecs.Where(IsAudio), relay, .. local.Codecs.Where(codec => !IsAudio(codec))];
    }

    private static bool IsAudio(SdpCodec codec) => !codec.IsTelephoneEvent && !codec.IsComfortNoise;

    /// <summary>Answers an offer; or names why it cannot be, in which case the call gets 488.</summary>
    public static SdpRefusal Answer(SdpSession offer, SdpLocalAudio local, out SdpSession answer, out SdpAgreedAudio? agreed)
    {
        var refusal = SdpRefusal.NoAudio;
        answer = offer;
        agreed = null;
        int taken = -1;
        for (int i = 0; i < offer.Media.Count && taken < 0; i++)
        {
            var media = offer.Media[i];
            if (media.Kind != "audio" || media.Port == 0)
                continue;
            refusal = Agree(offer, media, local, isOffer: true, out agreed);
            if (refusal == SdpRefusal.None)
                taken = i;
        }
        if (taken < 0)
            return refusal;
        List<SdpMedia> sections = [];
        for (int i = 0; i < offer.Media.Count; i++)
            sections.Add(i == taken ? AnswerSection(offer.Media[i], local, agreed!) : Refused(offer.Media[i]));
        answer = Describe(local, sections);
        return SdpRefusal.None;
    }

    /// <summary>Reads the answer to an offer that <see cref="Offer"/> made.</summary>
    public static SdpRefusal Accept(SdpSession answer, SdpLocalAudio offered, out SdpAgreedAudio? agreed)
    {
        agreed = null;
        if (answer.Media.Count == 0)
            return SdpRefusal.NoAudio;

        // One section was offered; whatever else stands around the audio is not ours.
        if (answer.Media.FirstOrDefault(section => section.Kind == "audio") is not { } media)
            return SdpRefusal.AnswerMismatch;
        return media.Port == 0 ? SdpRefusal.NoAudio : Agree(answer, media, offered, isOffer: false, out agreed);
    }

    private static SdpSession Describe(SdpLocalAudio local, IReadOnlyList<SdpMedia> sections) => new()
    {
        SessionId = local.SessionId,
        Version = local.Version,
        OriginAddress = local.Address.ToString(),
        ConnectionAddress = local.Address.ToString(),
        Media = sections,
    };

    private static SdpMedia Section(SdpLocalAudio local, IReadOnlyList<SdpCodec> codecs, IReadOnlyList<SdpCrypto> crypto, bool rtcpMux, SdpDirection direction) => new()
    {
        Kind = "audio",
        Port = local.Port,
        Protocol = crypto.Count > 0 && local.RequireCrypto ? "RTP/SAVP" : "RTP/AVP",
        Formats = [.. codecs.Select(codec => SdpSession.Number(codec.PayloadType))],
        Codecs = codecs,
        PtimeMs = local.PtimeMs,
        RtcpMux = rtcpMux,
        Crypto = crypto,
        Direction = direction,
    };

    private static SdpMedia Refused(SdpMedia media) => new()
    {
        Kind = media.Kind,
        Port = 0,
        Protocol = media.Protocol,
        Formats = media.Formats,
    };

    private static SdpMedia AnswerSection(SdpMedia offered, SdpLocalAudio local, SdpAgreedAudio agreed)
    {
        // One codec, under the offerer's payload type, the one to relay, and the events and noise that go with it.
        List<SdpCodec> codecs = [agreed.SendCodec];
        if (agreed.RelayCodec is { } relay && relay != agreed.SendCodec)
            codecs.Add(relay);
        if (agreed.SendTelephoneEvent is { } events)
            codecs.Add(events);
        if (agreed.ComfortNoiseType is { } noise)
            codecs.Add(SdpCodec.ComfortNoise with { PayloadType = noise });
        IReadOnlyList<SdpCrypto> crypto = agreed.LocalCrypto is { } key ? [key] : [];
        return Section(local, codecs, crypto, agreed.RtcpMux, agreed.Direction) with { Protocol = offered.Protocol };
    }

    private static SdpRefusal Agree(SdpSession theirs, SdpMedia media, SdpLocalAudio local, bool isOffer, out SdpAgreedAudio? agreed)
    {
        agreed = null;
        bool plain = Is(media.Protocol, "RTP/AVP") || Is(media.Protocol, "RTP/AVPF");
        bool secure = Is(media.Protocol, "RTP/SAVP") || Is(media.Protocol, "RTP/SAVPF");
        if (!plain && !secure)
            return SdpRefusal.UnsupportedTransport;
        var crypto = AgreeOnCrypto(media, local, isOffer, secure, out var ours, out var remote);
        if (crypto != SdpRefusal.None)
            return crypto;
        if (SdpSession.ToUnicast(theirs.AddressOf(media)) is not { } address || !IsReachable(address, local.Address))
            return SdpRefusal.NoUsableAddress;
        var relay = local.RelayCodec is { } known ? media.Codecs.FirstOrDefault(known.Matches) : null;
        bool picked = TryPickCodec(media, local, out var send, out var receive);
        if (!picked && (relay is null || !local.PreferRelay))
            return SdpRefusal.NoCommonCodec;
        if (!picked)
            (send, receive) = (relay, local.RelayCodec);
        bool rtcpMux = media.RtcpMux && (local.RtcpMux || isOffer);
        var events = FindEvents(media.Codecs, send!.ClockRate);
        var ownEvents = FindEvents(local.Codecs, send.ClockRate);
        agreed = new SdpAgreedAudio
        {
            RemoteRtp = new IPEndPoint(address, media.Port),
            RemoteRtcp = RtcpOf(media, address, rtcpMux),
            RtcpMux = rtcpMux,
            SendCodec = send,
            ReceivePayloadType = isOffer ? send.PayloadType : receive!.PayloadType,
            RelayCodec = relay,
            ReceiveRelayPayloadType = relay is null ? -1 : isOffer ? relay.PayloadType : local.RelayCodec!.PayloadType,
            SendTelephoneEvent = ownEvents is null ? null : events,
            ReceiveTelephoneEventType = ownEvents is null || events is null ? -1 : isOffer ? events.PayloadType : ownEvents.PayloadType,
            ComfortNoiseType = local.Codecs.Any(c => c.IsComfortNoise) ? media.Codecs.FirstOrDefault(c => c.IsComfortNoise && c.ClockRate == 8000)?.PayloadType : null,
            SendPtimeMs = PtimeOf(media, local),
            Direction = DirectionFor(theirs.DirectionOf(media), address, local.Direction),
            LocalCrypto = ours,
            RemoteCrypto = remote,
        };
        return SdpRefusal.None;
    }

    private static bool Is(string protocol, string name) => protocol.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static SdpRefusal AgreeOnCrypto(SdpMedia media, SdpLocalAudio local, bool isOffer, bool secure, out SdpCrypto? ours, out SdpCrypto? remote)
    {
        ours = remote = null;

        // A key that is none does not stand in the way of the next one.
        foreach (var theirs in media.Crypto.OrderBy(key => key.KeySalt() is null))
        {
            var match = local.Crypto.FirstOrDefault(key => key.Suite == theirs.Suite && (isOffer || key.Tag == theirs.Tag));
            if (match is null || !theirs.IsUnderstood)
                continue;

            // RFC 4568 section 5.1.2: the answer repeats the tag of the offer that it takes.
            ours = match with { Tag = theirs.Tag };
            remote = theirs;
            return SdpRefusal.None;
        }

        // RFC 8643 section 3: keys within RTP/AVP that do not fit leave a call in the clear, where that is allowed here.
        return secure || local.RequireCrypto ? SdpRefusal.NoCommonCrypto : SdpRefusal.None;
    }

    /// <summary>A socket of one IP version sends nothing to the other. The old hold's 0.0.0.0 is sent nothing in any case.</summary>
    private static bool IsReachable(IPAddress theirs, IPAddress ours) =>
        theirs.AddressFamily == ours.AddressFamily || theirs.Equals(IPAddress.Any) || theirs.Equals(IPAddress.IPv6Any);

    /// <summary>The offerer's order decides (RFC 3264 section 6.1).</summary>
    private static bool TryPickCodec(SdpMedia media, SdpLocalAudio local, out SdpCodec? send, out SdpCodec? receive)
    {
        foreach (var theirs in media.Codecs)
        {
            if (!IsAudio(theirs))
                continue;
            receive = local.Codecs.FirstOrDefault(theirs.Matches);
            send = theirs;
            if (receive is not null)
                return true;
        }
        send = receive = null;
        return false;
    }

    private static SdpCodec? FindEvents(IReadOnlyList<SdpCodec> codecs, int clockRate) =>
        codecs.FirstOrDefault(codec => codec.IsTelephoneEvent && codec.ClockRate == clockRate);

    private static IPEndPoint RtcpOf(SdpMedia media, IPAddress address, bool rtcpMux)
    {
        if (rtcpMux)
            return new IPEndPoint(address, media.Port);
        if (media.Rtcp is not { } rtcp)
            return new IPEndPoint(address, Math.Min(media.Port + 1, 65535));
        return new IPEndPoint(SdpSession.ToUnicast(rtcp.Address) ?? address, rtcp.Port);
    }

    /// <summary>A wish that no telephone has (1 ms, 1 s) is not followed.</summary>
    private static int PtimeOf(SdpMedia media, SdpLocalAudio local)
    {
        int wish = media.PtimeMs is >= 10 and <= 60 && media.PtimeMs % 10 == 0 ? media.PtimeMs : local.PtimeMs;
        return media.MaxPtimeMs is >= 10 and <= 60 && wish > media.MaxPtimeMs ? media.MaxPtimeMs / 10 * 10 : wish;
    }

    /// <summary>Ours, seen from theirs: who may send is who wants to and whose peer wants to receive. 0.0.0.0 is the old hold (RFC 3264 section 8.4).</summary>
    private static SdpDirection DirectionFor(SdpDirection theirs, IPAddress address, SdpDirection ours)
    {
        bool nowhere = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        bool send = !nowhere && theirs is SdpDirection.SendReceive or SdpDirection.ReceiveOnly && ours is SdpDirection.SendReceive or SdpDirection.SendOnly;
        bool receive = theirs is SdpDirection.SendReceive or SdpDirection.SendOnly && ours is SdpDirection.SendReceive or SdpDirection.ReceiveOnly;
        return (send, receive) switch
        {
            (true, true) => SdpDirection.SendReceive,
            (true, false) => SdpDirection.SendOnly,
            (false, true) => SdpDirection.ReceiveOnly,
            (false, false) => SdpDirection.Inactive,
        };
    }
}
