namespace Dialer.Core.Handovers;

/// <summary>What happened in a conversation between its begin and its end, beside talking. Kept by these names.</summary>
public enum ConversationStep : byte
{
    None = 0,

    /// <summary>The agent asks somebody else, while the person holds.</summary>
    ConsultBegun,

    /// <summary>An agent is shown the conversation: whoever it is comes in a moment.</summary>
    Offered,

    /// <summary>The agent speaks with whom they asked; the person holds.</summary>
    Consulted,

    /// <summary>The agent is back with the person; whoever was asked holds.</summary>
    BackWithPerson,

    /// <summary>All three hear each other.</summary>
    Conferenced,

    /// <summary>Whoever was asked is gone, and the agent is with the person.</summary>
    ConsultEnded,

    /// <summary>The person was handed on, and whoever is to take them is being reached.</summary>
    TransferBegun,

    /// <summary>Whoever was meant has the person.</summary>
    Transferred,

    /// <summary>Whoever was meant was not reached, or was lost: the person is back.</summary>
    CameBack,
    Parked,
    PickedUp,

    /// <summary>A limit passed: back with the agent.</summary>
    HeldTooLong,

    /// <summary>A limit passed: back with an agent, or before all others in the queue.</summary>
    ParkedTooLong,
    Muted,
    Unmuted,
    KeysSent,
    RecordingStarted,

    /// <summary>Silence in the file from here on.</summary>
    RecordingPaused,
    RecordingResumed,
}
