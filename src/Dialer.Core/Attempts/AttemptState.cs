namespace Dialer.Core.Attempts;

/// <summary>Where one try at one number stands.</summary>
internal enum AttemptState : byte
{
    /// <summary>Ordered; nothing heard from the network.</summary>
    Dialing,
    Ringing,

    /// <summary>Answered, and the verdict is open.</summary>
    Analysing,

    /// <summary>A person, waiting for an agent.</summary>
    Waiting,
    Connected,

    /// <summary>A machine whose greeting is still going on.</summary>
    AwaitingMessage,
    LeavingMessage,

    /// <summary>Nobody was free in time: the announcement is playing.</summary>
    Announcing,

    /// <summary>Agentless: the prompt is playing, a key may come.</summary>
    Prompting,

    /// <summary>HangUp is ordered; the line has not said yet that the call is gone.</summary>
    HangingUp,

    /// <summary>The call is gone; the agent has not said yet how it went.</summary>
    WrapUp,
    Closed,
}
