namespace Dialer.Core.Profiles;

/// <summary>What a rule of a compliance profile is about.</summary>
public enum ProfileRuleKind : byte
{
    Hours,
    Holidays,
    Attempts,
    RestAfterRefusal,
    RestAfterAbandon,
    RestAfterMachine,
    Consent,

    /// <summary>The share of people who answered and got no agent.</summary>
    AbandonRate,

    /// <summary>How long a person may wait for an agent before the call counts as abandoned.</summary>
    AbandonAfter,
    MinimumRing,

    /// <summary>The numbers that may be shown to the called person. Told, and compared with the configuration.</summary>
    CallerIds,

    /// <summary>A register of the state. Told, and compared with the configuration.</summary>
    Register,

    /// <summary>How long records are kept. Told.</summary>
    KeepRecords,
}
