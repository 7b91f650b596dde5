using Dialer.Line;

namespace Dialer.SipSorcery;

/// <summary>All that this line cannot do, in one place: refused before it starts, and never found out in a call.</summary>
internal static class Shortfalls
{
    private const string Own = "leave \"stack\" out: the program's own line does it";

    public static readonly IReadOnlyList<Shortfall> All =
    [
        new("media.transport", "each call has a port and a socket of the library's own", "Leave \"transport\" out, or " + Own + ".",
            line => Whole(line.MediaTransport is MediaTransport.SharedPort or MediaTransport.PortPerLegPolled)),
        new("sip.registrarRealm", "it is no registrar, so that phones cannot register with the dialer", "Let the phones register with a PBX, or " + Own + ".",
            line => Whole(line.Registrar is not null)),
        new("handovers.fromPhones", "it declines a phone's wish to transfer (REFER)", Remove("fromPhones"),
            line => Whole(line.PhonesMayTransfer)),
        new("sip.webSocketPort", "it does not listen for SIP over WebSocket", Remove("webSocketPort"),
            line => Whole(line.WebSocketPort is not null)),
        new("sip.secureWebSocketPort", "it does not listen for SIP over secure WebSocket", Remove("secureWebSocketPort"),
            line => Whole(line.SecureWebSocketPort is not null)),
        new("sip.tls", "SIP over TLS is not listened for", Remove("tls"),
            line => Whole(line.TlsPort is not null || line.Tls.ServerCertificate is not null || line.Tls.TrustedRoots.Count > 0 || line.Tls.RequireClientCertificate)),
        new("sip.dnsServers", "the library asks the DNS servers of the system", Remove("dnsServers"),
            line => Whole(line.DnsServers.Count > 0)),
        new("transport", "it reaches trunks by UDP and TCP alone", "Use \"udp\" or \"tcp\", or " + Own + ".",
            line => Trunks(line, trunk => trunk.Transport is TrunkTransport.Tls or TrunkTransport.Sips)),
        new("codecs", "it speaks G.711 alone", "Use \"pcma\" and \"pcmu\", or " + Own + ".",
            line => Media(line, media => media.Codecs.Any(codec => codec is not (AudioCodec.Pcma or AudioCodec.Pcmu)))),
        new("srtp", "audio is not encrypted: the library offers encryption or none, and cannot go on in the clear where the far end has none", "Set it to \"off\", or " + Own + ".",
            line => Media(line, media => media.Srtp != MediaSecurity.Off)),
        new("rtcpMux", "reports have a port of their own", Remove("rtcpMux"),
            line => Media(line, media => media.RtcpMux)),
        new("signallingBehindNat", "requests go to where the far end's Contact says", Remove("signallingBehindNat"),
            line => Trunks(line, trunk => trunk.SignallingBehindNat)),
        new("inboundUser", "callers are known by their trunk's address alone", "Leave it out and let the firewall pass the trunk's addresses, or " + Own + ".",
            line => Trunks(line, trunk => trunk.InboundPassword is not null)),
        new("sessionSeconds", "the library has no session timers (RFC 4028); a call whose BYE was lost is found by its silence", "Leave it out, or " + Own + ".",
            line => Trunks(line, trunk => trunk.SessionExpires != TimeSpan.Zero && trunk.SessionExpires != TimeSpan.FromSeconds(1_800))),
        new("registerSeconds", "the library registers for 7200 s at most", "Use 7200 or less, or " + Own + ".",
            line => Trunks(line, trunk => trunk.Register && trunk.RegisterExpires > TimeSpan.FromSeconds(7_200))),
    ];

    public static IReadOnlyList<LineShortfall> Of(TelephoneLineOptions options) =>
        [.. from shortfall in All from place in shortfall.Asked(options) select new LineShortfall(place + shortfall.Setting, shortfall.Cause, shortfall.Remedy)];

    private static string Remove(string setting) => $"Leave \"{setting}\" out, or {Own}.";

    private static IEnumerable<string> Whole(bool isAsked) => isAsked ? [""] : [];

    private static IEnumerable<string> Trunks(TelephoneLineOptions line, Func<TrunkOptions, bool> isAsked) =>
        line.Trunks.Where(isAsked).Select(trunk => $"trunk \"{trunk.Name}\": ");

    private static IEnumerable<string> Media(TelephoneLineOptions line, Func<CallMedia, bool> isAsked) =>
        Trunks(line, trunk => isAsked(trunk.Media))
            .Concat(line.AgentPhones.Values.Concat(line.Supervisors.Values).Where(phone => phone.Media is { } media && isAsked(media)).Select(phone => $"phone {phone.Uri}: "));
}
