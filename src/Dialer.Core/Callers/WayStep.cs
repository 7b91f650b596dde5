namespace Dialer.Core.Callers;

/// <summary>One step of a caller's way: which door they came to, and what they found.</summary>
public readonly record struct WayStep(string Queue, DoorFinding Finding);
