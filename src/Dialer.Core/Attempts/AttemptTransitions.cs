namespace Dialer.Core.Attempts;

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
        AttemptState.Waiting => to is AttemptState.Connected or AttemptState.Announcing or AttemptState.AwaitingMessage or AttemptState.LeavingMessage || IsEnd(to),

        // Connected to Waiting: the agent was lost.
        // Connected to the message: a machine after all. The same from the queue.
        AttemptState.Connected => to is AttemptState.Waiting or AttemptState.WrapUp or AttemptState.AwaitingMessage or AttemptState.LeavingMessage || IsEnd(to),
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
