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

public enum SipRegistrationState : byte
{
    /// <summary>A REGISTER is on its way and there is no binding yet.</summary>
    Registering,

    Registered,

    /// <summary>The last try failed; the next comes by itself.</summary>
    Failed,

    /// <summary>Ended by <see cref="SipRegistration.Stop"/>.</summary>
    Unregistered,
}

/// <summary>A change of a registration. <paramref name="StatusCode"/> 0: no answer, or the socket refused.</summary>
public readonly record struct SipRegistrationChange(SipRegistrationState State, int StatusCode, string ReasonPhrase, int ExpiresSeconds, int RetrySeconds);

/// <summary>The answer to an OPTIONS ping. <paramref name="StatusCode"/> 0: none. Any final status means that the far end lives.</summary>
public readonly record struct SipPingResult(bool Alive, int StatusCode, double RoundTripMs);
