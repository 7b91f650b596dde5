namespace Dialer.Core.Routing;

/// <summary>Where a conversation stands.</summary>
internal enum InteractionState : byte
{
    Waiting,
    Connected,
    OnHold,

    /// <summary>The other party is gone; the agent writes it up.</summary>
    WrapUp,
    Closed,

    /// <summary>A caller in no queue: in a menu, with a recording, a mailbox, or a number at the PBX.</summary>
    Guided,

    /// <summary>Parked by an agent, for another to pick up.</summary>
    Parked,

    /// <summary>On the way from an agent to somebody else, or with a number at the PBX: no agent has it.</summary>
    HandedOn,
}
