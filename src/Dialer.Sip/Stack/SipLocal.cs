namespace Dialer.Sip.Stack;

/// <summary>What a transport writes of itself: the Via name, sent-by and Contact line.</summary>
internal sealed record SipLocal(byte[] ViaName, byte[] SentBy, byte[] ContactLine, byte[] SecureContactLine, byte[] UserAgentLine)
{
    /// <summary>RFC 3261 section 8.1.1.8: the Contact is sips where the Request-URI is.</summary>
    public byte[] ContactFor(ReadOnlySpan<byte> requestUri) =>
        requestUri.Length > 5 && SipSyntax.EqualsIgnoreCase(requestUri[..5], "sips:"u8) ? SecureContactLine : ContactLine;

    public static SipLocal Create(SipTransport transport, string host, int port, SipEndpointOptions options)
    {
        string name = transport.ToString().ToUpperInvariant();
        string bracketed = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        string parameter = transport switch
        {
            SipTransport.Udp => "",
            SipTransport.Tcp => ";transport=tcp",
            SipTransport.Tls => ";transport=tls",
            SipTransport.Ws or SipTransport.Wss => ";transport=ws",
        };
        string place = $"{SipUri.Escape(options.ContactUser)}@{bracketed}:{port}";
        string secure = transport == SipTransport.Wss ? parameter : "";
        return new SipLocal(
            Ascii(name),
            Ascii($"{bracketed}:{port}"),
            Ascii($"Contact: <sip:{place}{parameter}>\r\n"),
            Ascii($"Contact: <sips:{place}{secure}>\r\n"),
            Ascii($"User-Agent: {options.UserAgent}\r\n"));
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
