namespace Dialer.Core.Routing;

public enum RoutingEventKind : byte
{
    Offered,

    /// <summary>Given to an agent, after <see cref="RoutingEvent.Span"/>.</summary>
    Assigned,

    /// <summary>Gone before an agent was found, after <see cref="RoutingEvent.Span"/>.</summary>
    Left,

    /// <summary>The agent is free of it again; it took <see cref="RoutingEvent.Span"/>.</summary>
    Handled,

    /// <summary>Queues, agents or who may serve what are different now.</summary>
    DeskChanged,
}
