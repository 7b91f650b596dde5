using Dialer.Sip.Log;

namespace Dialer.Sip.Calls;

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
