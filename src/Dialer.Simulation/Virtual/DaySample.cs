namespace Dialer.Simulation.Virtual;

/// <summary>One moment of a rehearsed day, for its picture.</summary>
public readonly record struct DaySample(double Hour, int Talking, int WrapUp, int Idle, int Away, int InFlight, long Dials, double AbandonedRate);
