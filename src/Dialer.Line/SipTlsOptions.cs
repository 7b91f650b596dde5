using System.Security.Cryptography.X509Certificates;

namespace Dialer.Line;

/// <summary>TLS 1.2 and 1.3 for SIP and secure WebSocket (RFC 3261 section 26, RFC 5922).</summary>
public sealed record SipTlsOptions
{
    /// <summary>What we show to those who connect to us; with its private key.</summary>
    public X509Certificate2? ServerCertificate { get; init; }

    /// <summary>The certificates between <see cref="ServerCertificate"/> and a root, shown along with it.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>What we show to a server that asks; null: nothing.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Refuse those who connect to us without a certificate that <see cref="TrustedRoots"/>, or the system, vouches for.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Instead of the system's roots; empty: the system's.</summary>
    public IReadOnlyList<X509Certificate2> TrustedRoots { get; init; } = [];

    /// <summary>Check that a server's certificate is made out to the host of the URI. Off only for a trunk that cannot do it.</summary>
    public bool CheckServerName { get; init; } = true;
}
