namespace Dialer.Simulation.Public;

/// <summary>Seconds from dialing to the pick-up.</summary>
public sealed record RingModel
{
    public Distribution Live { get; init; } = Distribution.Gamma(12, 3, 2);
    public Distribution Machine { get; init; } = Distribution.Normal(20, 3);
    public double TimeoutSeconds { get; init; } = 28;
}
