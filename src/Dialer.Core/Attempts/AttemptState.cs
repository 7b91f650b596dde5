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

/// <summary>The attempt's transition table. Pure.</summary>
internal static class AttemptTransitions
{
    public static bool Allows(AttemptState from, AttemptState to) => from switch
    {
        // Some networks answer without ringing.
        AttemptState.Dialing => to is AttemptState.Ringing || IsAfterAnswer(to) || IsEnd(to),
        AttemptState.Ringing => IsAfterAnswer(to) || IsEnd(to),
        AttemptState.Analysing => to is AttemptState.Waiting or AttemptState.Connected or AttemptState.AwaitingMessage
            or AttemptState.LeavingMessage or AttemptState.Announcing or AttemptState.Prompting || IsEnd(to),

        // Waiting to AwaitingMessage: what was taken for a person turned out a machine.
        AttemptState.Waiting => to is AttemptState.Connected or AttemptState.Announcing or AttemptState.AwaitingMessage || IsEnd(to),

        // Connected to Waiting: the agent was lost.
        AttemptState.Connected => to is AttemptState.Waiting or AttemptState.WrapUp || IsEnd(to),
        AttemptState.AwaitingMessage => to is AttemptState.LeavingMessage || IsEnd(to),
        AttemptState.LeavingMessage => IsEnd(to),
        AttemptState.Announcing => IsEnd(to),
        AttemptState.Prompting => to is AttemptState.Waiting or AttemptState.Connected || IsEnd(to),
        AttemptState.HangingUp => to is AttemptState.WrapUp or AttemptState.Closed,
        AttemptState.WrapUp => to is AttemptState.Closed,
        AttemptState.Closed => false,
    };

    private static bool IsAfterAnswer(AttemptState to) =>
        to is AttemptState.Analysing or AttemptState.Waiting or AttemptState.Connected or AttemptState.Prompting;

    private static bool IsEnd(AttemptState to) => to is AttemptState.HangingUp or AttemptState.Closed;
}
