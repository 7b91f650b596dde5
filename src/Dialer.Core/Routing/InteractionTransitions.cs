namespace Dialer.Core.Routing;

/// <summary>The interaction's transition table. Pure.</summary>
internal static class InteractionTransitions
{
    public static bool Allows(InteractionState from, InteractionState to) => from switch
    {
        InteractionState.Waiting => to is InteractionState.Connected or InteractionState.HandedOn or InteractionState.Guided or InteractionState.Closed,

        // To Waiting: into a queue.
        InteractionState.Guided => to is InteractionState.Waiting or InteractionState.Closed,

        // Back to Waiting where the agent was lost, or gave it to a queue.
        InteractionState.Connected => to is InteractionState.OnHold or InteractionState.Waiting or InteractionState.WrapUp or InteractionState.Parked or InteractionState.HandedOn,
        InteractionState.OnHold => to is InteractionState.Connected or InteractionState.Waiting or InteractionState.WrapUp or InteractionState.Parked or InteractionState.HandedOn,

        // Picked up, taken, or back where nobody did. Who hung up is written up by whoever spoke with them last, if at all: there is no wrap-up of it.
        InteractionState.Parked or InteractionState.HandedOn => to is InteractionState.Connected or InteractionState.Waiting or InteractionState.Closed,
        InteractionState.WrapUp => to is InteractionState.Closed,
        InteractionState.Closed => false,
    };
}
