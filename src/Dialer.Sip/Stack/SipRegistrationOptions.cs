namespace Dialer.Sip.Stack;

/// <summary>What to register and where (RFC 3261 section 10).</summary>
public sealed record SipRegistrationOptions
{
    /// <summary>The registrar: "sip:pbx.example.com".</summary>
    public required SipUri Registrar { get; init; }

    /// <summary>The address of record: "sip:1000@pbx.example.com".</summary>
    public required SipUri AddressOfRecord { get; init; }

    public SipCredentials? Credentials { get; init; }

    /// <summary>The user part of the Contact; null: that of the address of record.</summary>
    public string? ContactUser { get; init; }

    public SipUri? OutboundProxy { get; init; }

    /// <summary>Asked for; the registrar's answer counts. Refreshed when 10 s or 20 % remain, whichever is less time.</summary>
    public int ExpiresSeconds { get; init; } = 300;

    /// <summary>After a failure: this long, doubled each time up to <see cref="MaxRetrySeconds"/>, unless Retry-After says more.</summary>
    public int FirstRetrySeconds { get; init; } = 2;

    public int MaxRetrySeconds { get; init; } = 300;
}
