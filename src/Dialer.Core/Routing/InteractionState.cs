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
}
