namespace Dialer.Core.Leads;

/// <summary>How the time zone that a list writes goes with the place of the number.</summary>
public enum ZoneFit : byte
{
    /// <summary>The same clock, or no place to compare with.</summary>
    Fits,

    /// <summary>Nothing that is known as a time zone.</summary>
    NotKnown,

    /// <summary>Another place: a person may call only when both clocks allow it, for the number or its owner may have moved.</summary>
    OtherPlace,

    /// <summary>An offset or an abbreviation that is not the place's: the place's clock holds.</summary>
    OtherOffset,
}
