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
