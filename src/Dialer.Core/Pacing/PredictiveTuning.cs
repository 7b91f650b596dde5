namespace Dialer.Core.Pacing;

/// <summary>What the predictive pacer is set to. The defaults are what docs/pacing.md measures; tests vary them.</summary>
internal sealed record PredictiveTuning
{
    public static PredictiveTuning Default { get; } = new();

    /// <summary>Share of the cap that the price aims to spend by the window's end.</summary>
    public double Aim { get; init; } = 0.975;

    /// <summary>Step of the price at each answer (Gibbs and Candes 2021, adaptive conformal inference). A quick one oscillates.</summary>
    public double Step { get; init; } = 0.001;
    public double LeastPrice { get; init; } = 0.001;
    public double MostPrice { get; init; } = 0.08;

    /// <summary>
    /// A call that has rung for the minimum time is given up when the chance that nobody would be free for its answer,
    /// within the person's patience, is above this. At 1 none is given up.
    /// </summary>
    public double GiveUpAbove { get; init; } = 0.6;

    /// <summary>Moments at which the next call's answer is imagined: mid-quantiles of the ring time.</summary>
    public int Moments { get; init; } = 4;

    /// <summary>Holds the abandon rate under the cap. Only the bounds that know the future go without.</summary>
    public bool HasGuard { get; init; } = true;

    /// <summary>Answer rates are taken this much higher by the guard than they were learned.</summary>
    public double GuardRate { get; init; } = 1.5;

    /// <summary>Releases are taken this much less likely.</summary>
    public double GuardSupply { get; init; } = 0.7;

    /// <summary>Misfortune of this chance must be made good by this share of what sure dialing will still answer.</summary>
    public double RareChance { get; init; } = 1e-5;
    public double RareShare { get; init; } = 0.9;

    /// <summary>Misfortune of this chance, by a smaller share of it.</summary>
    public double CommonChance { get; init; } = 1e-3;
    public double CommonShare { get; init; } = 0.7;
}
