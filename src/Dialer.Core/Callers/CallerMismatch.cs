namespace Dialer.Core.Callers;

/// <summary>Why a rule is not for this caller.</summary>
public enum CallerMismatch : byte
{
    None = 0,
    OtherTrunk,
    OtherNumberCalled,
    OtherCaller,

    /// <summary>It is for hours that are not now.</summary>
    OutsideHours,

    /// <summary>It is for when nobody is there, and somebody is.</summary>
    WithinHours,
    ValueUnknown,
    ValueTooLow,
    OtherKeys,

    /// <summary>It leads into a menu, and they come from one.</summary>
    ComesFromMenu,

    /// <summary>It would fit, and an earlier rule does.</summary>
    EarlierRuleFits,
}
