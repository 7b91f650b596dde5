namespace Dialer.Lists.Numbers;

/// <summary>What the range is for in which a national number lies.</summary>
internal enum NumberRange : byte
{
    /// <summary>No such range.</summary>
    None,

    /// <summary>And what is charged as one: voice over IP, a company's number for the whole country.</summary>
    Landline,
    Mobile,

    /// <summary>The plan does not tell landlines from mobiles (North America).</summary>
    LandlineOrMobile,

    /// <summary>The called party pays.</summary>
    TollFree,

    /// <summary>Premium and shared cost, and personal numbers: the caller pays more than for a call.</summary>
    Special,

    /// <summary>Pagers and voice mailboxes: no telephone that a person picks up.</summary>
    NoTelephone,
}
