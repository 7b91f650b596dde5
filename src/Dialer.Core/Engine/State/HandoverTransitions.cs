namespace Dialer.Core.Engine.State;

/// <summary>The handover's transition table. Pure.</summary>
internal static class HandoverTransitions
{
    public static bool Allows(HandoverState from, HandoverState to) => from switch
    {
        // To Given: nobody waits for the answer but the person.
        HandoverState.Reaching => to is HandoverState.Speaking or HandoverState.Given or HandoverState.Over,
        HandoverState.Speaking => to is HandoverState.Aside or HandoverState.Joined or HandoverState.Given or HandoverState.Over,
        HandoverState.Aside => to is HandoverState.Speaking or HandoverState.Joined or HandoverState.Given or HandoverState.Over,
        HandoverState.Joined => to is HandoverState.Given or HandoverState.Over,
        HandoverState.Given => to is HandoverState.Over,
        HandoverState.Over => false,
    };
}
