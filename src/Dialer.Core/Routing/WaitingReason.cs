namespace Dialer.Core.Routing;

/// <summary>Why somebody waits.</summary>
public enum WaitingReason : byte
{
    /// <summary>Does not wait: an agent has taken it.</summary>
    WithAnAgent,

    /// <summary>Somebody came earlier and asks for the same.</summary>
    BehindOthers,

    /// <summary>No ready agent may serve it, as it asks now.</summary>
    NobodyMayServe,

    /// <summary>All who may are busy.</summary>
    AllBusy,

    /// <summary>Kept for one agent for a while.</summary>
    PreferredAgentFirst,

    /// <summary>Somebody who may is free, and is kept for what needs him more.</summary>
    KeptForOthers,
}
