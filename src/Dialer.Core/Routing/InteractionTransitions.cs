namespace Dialer.Core.Routing;

/// <summary>The interaction's transition table. Pure.</summary>
internal static class InteractionTransitions
{
    public static bool Allows(InteractionState from, InteractionState to) => from switch
    {
        InteractionState.Waiting => to is InteractionState.Connected or InteractionState.Guided or InteractionState.Closed,

        // To Waiting: into a queue.
        InteractionState.Guided => to is InteractionState.Waiting or InteractionState.Closed,

        // Back to Waiting where the agent was lost.
        InteractionState.Connected => to is InteractionState.OnHold or InteractionState.Waiting or InteractionState.WrapUp,
        InteractionState.OnHold => to is InteractionState.Connected or InteractionState.Waiting or InteractionState.WrapUp,
        InteractionState.WrapUp => to is InteractionState.Closed,
        InteractionState.Closed => false,
    };
}
