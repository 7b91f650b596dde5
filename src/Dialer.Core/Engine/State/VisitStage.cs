namespace Dialer.Core.Engine.State;

/// <summary>Where a caller is who is in no queue.</summary>
internal enum VisitStage : byte
{
    /// <summary>It is asked who they are; their phone rings.</summary>
    Asking = 0,

    Menu,

    /// <summary>Hears a recording, and the call ends.</summary>
    Message,

    /// <summary>Hears the mailbox's greeting.</summary>
    Greeting,

    /// <summary>Speaks into the mailbox.</summary>
    Recording,

    /// <summary>The number at the PBX is called.</summary>
    Calling,

    /// <summary>Speaks with who answered there.</summary>
    Forwarded,

    /// <summary>In a queue, or over.</summary>
    Left,
}
