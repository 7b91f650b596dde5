namespace Dialer.Simulation.Loopback;

/// <summary>Counts since the start.</summary>
public readonly record struct CarrierCounts(long Invites, long Answered, long InboundPlaced, long InboundAnswered, int ActiveCalls);
