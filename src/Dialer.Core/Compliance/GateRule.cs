namespace Dialer.Core.Compliance;

/// <summary>The questions of the dial gate, in the order in which it asks them.</summary>
public enum GateRule : byte
{
    /// <summary>Is it a number that anybody may dial: no emergency or premium number, none that is malformed?</summary>
    Number,

    /// <summary>Is it within the campaign's allowed prefixes and countries?</summary>
    Destination,

    /// <summary>Is it on no do-not-call list, and has the person not objected?</summary>
    DoNotCall,
    Consent,
    RestAfterRefusal,
    RestAfterAbandon,
    RestAfterMachine,

    /// <summary>Was the number, or the person, called less often than the limits allow?</summary>
    Attempts,

    /// <summary>Calling hours and holidays on the called person's clock.</summary>
    CallingHours,

    /// <summary>Is the person in no call with us, and in none that is being set up?</summary>
    NotInCall,
}
