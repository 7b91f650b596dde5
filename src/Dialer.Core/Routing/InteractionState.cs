namespace Dialer.Core.Routing;

/// <summary>Where a conversation stands.</summary>
internal enum InteractionState : byte
{
    Waiting,
    Connected,
    OnHold,

    /// <summary>The other party is gone; the agent writes it up.</summary>
    WrapUp,
    Closed,
}

/// <summary>The interaction's transition table. Pure.</summary>
internal static class InteractionTransitions
{
    public static bool Allows(InteractionState from, InteractionState to) => from switch
    {
        InteractionState.Waiting => to is InteractionState.Connected or InteractionState.Closed,

        // Back to Waiting where the agent was lost.
        InteractionState.Connected => to is InteractionState.OnHold or InteractionState.Waiting or InteractionState.WrapUp,
        InteractionState.OnHold => to is InteractionState.Connected or InteractionState.Waiting or InteractionState.WrapUp,
        InteractionState.WrapUp => to is InteractionState.Closed,
        InteractionState.Closed => false,
    };
}
