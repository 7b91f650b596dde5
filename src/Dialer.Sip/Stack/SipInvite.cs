namespace Dialer.Sip.Stack;

/// <summary>What an outgoing call is made of.</summary>
public sealed record SipInvite
{
    /// <summary>The Request-URI and the To header.</summary>
    public required SipUri Target { get; init; }

    /// <summary>The From header. Host is usually the provider's domain.</summary>
    public required SipIdentity From { get; init; }

    /// <summary>The SDP offer; empty: an INVITE without offer (the 2xx then carries it, and <see cref="SipCall.AckBody"/> the answer).</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Send here first instead of to the target's own address (an outbound proxy, loose route); null: the target decides.</summary>
    public SipUri? OutboundProxy { get; init; }

    /// <summary>Send here, whatever the URIs say: the flow of a <see cref="SipBinding"/>, by which a phone behind a NAT or in a browser is reached.</summary>
    public SipHop? Flow { get; init; }

    public SipCredentials? Credentials { get; init; }

    /// <summary>Cancel when nobody answered for this long after the INVITE left; 0: never.</summary>
    public int RingTimeoutMs { get; init; }

    /// <summary>P-Asserted-Identity (RFC 3325), written only when set.</summary>
    public SipIdentity? AssertedIdentity { get; init; }

    /// <summary>Privacy: id (RFC 3323), and an anonymous From, when true.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Offer session timers (RFC 4028) of this interval; 0: what <see cref="SipEndpointOptions.SessionExpiresSeconds"/> says.</summary>
    public int SessionExpiresSeconds { get; init; }

    /// <summary>The far end may ask for a transfer (REFER): <see cref="ISipCallHandler.OnRefer"/> is asked, and Allow says so.</summary>
    public bool AllowsRefer { get; init; }

    public IReadOnlyList<SipExtraHeader> ExtraHeaders { get; init; } = [];
}
