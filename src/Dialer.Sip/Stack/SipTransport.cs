namespace Dialer.Sip.Stack;

/// <summary>The transports of RFC 3261 section 18 and RFC 7118.</summary>
public enum SipTransport : byte
{
    Udp,
    Tcp,
    Tls,
    Ws,
    Wss,
}
