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

    /// <summary>Outside the campaign's allowed prefixes, or its countries.</summary>
    DestinationNotAllowed,

    /// <summary>The person is in a call with us or being called, by this number or another, or what came of that call is not known yet.</summary>
    AlreadyInCall,

    /// <summary>A machine answered this number a short while ago.</summary>
    RestAfterMachine,
}
