using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>Why a number may not be dialed now. One precise cause each.</summary>
public enum DialRefusal : byte
{
    None = 0,
    DoNotCall,
    OutsideCallingWindow,
    Holiday,
    EmergencyNumber,
    PremiumNumber,
    InvalidNumber,
    TooManyAttempts,
    RestAfterRefusal,
    NoConsent,
    UnknownTimeZone,
    RestAfterAbandon,

    /// <summary>Outside the campaign's allowed prefixes.</summary>
    DestinationNotAllowed,
}

/// <summary>Allowed, or refused for one reason; <paramref name="Until"/> is when asking again makes sense (Never: do not).</summary>
public readonly record struct DialPermission(DialRefusal Refusal, Instant Until)
{
    public static readonly DialPermission Allowed = new(DialRefusal.None, Instant.Epoch);

    public bool IsAllowed => Refusal == DialRefusal.None;
}
