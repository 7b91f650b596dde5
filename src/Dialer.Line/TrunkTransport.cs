namespace Dialer.Line;

/// <summary>How requests travel to a trunk.</summary>
public enum TrunkTransport : byte
{
    /// <summary>As the DNS says (RFC 3263); UDP where it says nothing.</summary>
    Auto = 0,

    Udp,
    Tcp,

    /// <summary>TLS to the trunk's own server.</summary>
    Tls,

    /// <summary>TLS, and sips addresses: on to the called domain, each hop must be secure (RFC 3261 section 26.2.2).</summary>
    Sips,
}
