using System.Net;

namespace Dialer.Sip.Stack;

internal static class SipTargets
{
    /// <summary>The transport that a URI asks for (RFC 3261 section 19.1.5, 26.2.2).</summary>
    public static SipTransport TransportOf(in SipUriView uri)
    {
        bool secure = uri.Scheme == SipUriScheme.Sips;
        if (!uri.TryGetParameter("transport"u8, out var name))
            return secure ? SipTransport.Tls : SipTransport.Udp;
        if (SipSyntax.EqualsIgnoreCase(name, "tls"u8))
            return SipTransport.Tls;
        if (SipSyntax.EqualsIgnoreCase(name, "tcp"u8))
            return secure ? SipTransport.Tls : SipTransport.Tcp;
        if (SipSyntax.EqualsIgnoreCase(name, "wss"u8))
            return SipTransport.Wss;
        if (SipSyntax.EqualsIgnoreCase(name, "ws"u8))
            return secure ? SipTransport.Wss : SipTransport.Ws;
        return secure ? SipTransport.Tls : SipTransport.Udp;
    }

    public static int DefaultPort(SipTransport transport) => transport switch
    {
        SipTransport.Udp or SipTransport.Tcp => 5060,
        SipTransport.Tls => 5061,
        SipTransport.Ws => 80,
        SipTransport.Wss => 443,
    };

    /// <summary>The hop of a URI whose host is an address; false when it is a name. maddr, when there, wins over the host.</summary>
    public static bool TryNumericHop(ReadOnlySpan<byte> uriText, out SipHop hop)
    {
        hop = default;
        if (!SipUriView.TryParse(uriText, out var uri) || uri.Scheme is SipUriScheme.Tel or SipUriScheme.Other)
            return false;
        var host = uri.TryGetParameter("maddr"u8, out var maddr) && !maddr.IsEmpty ? maddr : uri.Host;
        if (!TryParseAddress(host, out var address))
            return false;
        var transport = TransportOf(uri);
        hop = SipHop.From(transport, address, uri.Port == 0 ? DefaultPort(transport) : uri.Port);
        return true;
    }

    public static bool TryParseAddress(ReadOnlySpan<byte> host, out IPAddress address)
    {
        address = IPAddress.None;
        if (host.Length > 2 && host[0] == '[' && host[^1] == ']')
            host = host[1..^1];
        if (host.IndexOf((byte)':') >= 0)
            return SipUriView.TryParseIPv6(host, out address);
        if (host.Length is < 7 or > 15 || host.ContainsAnyExcept(SipSyntax.IPv4))
            return false;
        if (!IPAddress.TryParse(host, out var parsed))
            return false;
        address = parsed;
        return true;
    }
}
