namespace Dialer.Core.Routing;

/// <summary>One thing that happened at the desk, for policies that learn.</summary>
/// <param name="Queue">Index into <see cref="DeskView.Queues"/>.</param>
/// <param name="Set">Index into <see cref="DeskView.Sets"/>; -1: none.</param>
public readonly record struct RoutingEvent(RoutingEventKind Kind, DeskView Desk, int Queue, int Set, TimeSpan Span);
