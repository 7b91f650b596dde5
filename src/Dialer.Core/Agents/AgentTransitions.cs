namespace Dialer.Core.Agents;

/// <summary>The agent's transition table: which state may follow which. Pure.</summary>
internal static class AgentTransitions
{
    public static bool Allows(AgentState from, AgentState to) => from switch
    {
        // Nothing but a log-in; its phone leg is not up yet.
        AgentState.LoggedOut => to is AgentState.NotReady,

        // A pause may be followed by a pause with another reason. To Talking: the agent picks up who was parked.
        AgentState.NotReady => to is AgentState.NotReady or AgentState.Ready or AgentState.Talking or AgentState.LoggedOut,

        // A live person takes a ready agent straight into the conversation.
        AgentState.Ready => to is AgentState.Reserved or AgentState.Talking or AgentState.NotReady or AgentState.LoggedOut,

        // The call turned out a machine, or nobody answered: back to Ready.
        AgentState.Reserved => to is AgentState.Ready or AgentState.Talking or AgentState.NotReady or AgentState.LoggedOut,

        // The end of a call is always WrapUp, if only for an instant, so that no outcome passes without it.
        AgentState.Talking => to is AgentState.OnHold or AgentState.WrapUp or AgentState.LoggedOut,
        AgentState.OnHold => to is AgentState.Talking or AgentState.WrapUp or AgentState.LoggedOut,
        // To Talking: who was handed on is back.
        AgentState.WrapUp => to is AgentState.Ready or AgentState.Talking or AgentState.NotReady or AgentState.LoggedOut,
    };
}
