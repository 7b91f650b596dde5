namespace Dialer.Core.Compliance;

/// <summary>What happened to one number, so far as the gate's limits need it.</summary>
public enum CallHistoryKind : byte
{
    /// <summary>It was dialed.</summary>
    Attempt,

    /// <summary>The person said no (a disposition in <see cref="CallingRules.RefusalCodes"/>).</summary>
    Refusal,

    /// <summary>The person answered and was given no agent.</summary>
    Abandon,

    /// <summary>A machine answered.</summary>
    Machine,
}
