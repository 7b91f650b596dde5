namespace Dialer.Simulation.Public;

public enum DistributionKind : byte
{
    Constant,
    Exponential,
    Gamma,
    Normal,
    Lognormal,

    /// <summary>One of several distributions, by weight: talk times of two kinds.</summary>
    Mixture,
}
