namespace Dialer.Core.Pacing;

/// <summary>Calls whose chance was said to be alike, and what became of them.</summary>
/// <param name="Calls">How many, as far as they are remembered.</param>
/// <param name="Said">Mean of the chances, before each was dialed.</param>
/// <param name="Answered">Share that a person answered.</param>
public readonly record struct ReliabilityBin(double Calls, double Said, double Answered);
