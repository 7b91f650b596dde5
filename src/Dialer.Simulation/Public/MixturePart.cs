namespace Dialer.Simulation.Public;

/// <summary>One part of a mixture.</summary>
/// <param name="Weight">Relative, above 0.</param>
public readonly record struct MixturePart(double Weight, Distribution Of);
