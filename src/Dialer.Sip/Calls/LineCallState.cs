namespace Dialer.Sip.Calls;

internal enum LineCallKind : byte
{
    /// <summary>To a called person.</summary>
    Outbound = 0,

    /// <summary>To an agent's phone; nailed up.</summary>
    Agent,

    /// <summary>From a caller.</summary>
    Inbound,

    /// <summary>To a supervisor's phone. The engine knows nothing of it.</summary>
    Supervisor,
}

/// <summary>Where a call of the line stands.</summary>
internal enum LineCallState : byte
{
    /// <summary>The INVITE is out, or the next trunk is being tried.</summary>
    Dialing = 0,

    /// <summary>The far end rings, or plays early media.</summary>
    Ringing,

    /// <summary>Inbound: told to the engine, which has not decided.</summary>
    Offered,

    /// <summary>Both directions stand.</summary>
    Answered,

    /// <summary>We cancelled, and wait for the far end to confirm.</summary>
    Ending,

    /// <summary>CallEnded or AgentLegDown was told. Nothing more is.</summary>
    Ended,
}

/// <summary>The only transitions that a call makes.</summary>
internal static class LineCallStates
{
    public static bool MayMove(LineCallState from, LineCallState to) => from switch
    {
        LineCallState.Dialing => to is LineCallState.Ringing or LineCallState.Answered or LineCallState.Ending or LineCallState.Ended,

        // An answer may come without a ring; a ring never comes after an answer.
        LineCallState.Ringing => to is LineCallState.Answered or LineCallState.Ending or LineCallState.Ended,
        LineCallState.Offered => to is LineCallState.Answered or LineCallState.Ended,
        LineCallState.Answered => to is LineCallState.Ended,

        // An answer that crosses our CANCEL is ended by the stack and reported as a failure.
        LineCallState.Ending => to is LineCallState.Ended,
        LineCallState.Ended => false,
    };
}
