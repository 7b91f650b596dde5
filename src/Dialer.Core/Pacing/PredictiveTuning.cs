namespace Dialer.Core.Pacing;

/// <summary>What the predictive pacer is set to. The defaults are what docs/pacing.md measures; tests vary them.</summary>
internal sealed record PredictiveTuning
{
    public static PredictiveTuning Default { get; } = new();

    /// <summary>Share of the rest of the budget that the price aims to spend by the window's end.</summary>
    public double Aim { get; init; } = 0.985;

    /// <summary>
    /// People of the budget that are kept to the end: a call beyond the free agents risks a whole one, so that the last hour
    /// of a small team would otherwise go without any.
    /// </summary>
    public double Reserve { get; init; } = 1;

    /// <summary>Bounds of the pace at which the rest of the budget is spent, in caps.</summary>
    public double SlowestPace { get; init; } = 0.1;
    public double FastestPace { get; init; } = 1.5;

    /// <summary>
    /// Step of the price at each answer, of its logarithm (Gibbs and Candes 2021, adaptive conformal inference). A quick one
    /// oscillates.
    /// </summary>
    public double Step { get; init; } = 0.03;
    public double LeastPrice { get; init; } = 0.001;
    public double MostPrice { get; init; } = 0.5;

    /// <summary>
    /// A call that has rung for the minimum time is given up when the chance that nobody would be free for its answer,
    /// in the next seconds, is above this. At 1 none is given up.
    /// </summary>
    public double GiveUpAbove { get; init; } = 0.3;

    /// <summary>Of the chance of finding no agent, what is left at an age at which a call without one would be given up.</summary>
    public double LateRisk { get; init; } = 0.1;

    /// <summary>Moments at which the next call's answer is imagined: mid-quantiles of the ring time.</summary>
    public int Moments { get; init; } = 4;

    /// <summary>Holds the abandon rate under the cap. Only the bounds that know the future go without.</summary>
    public bool HasGuard { get; init; } = true;

    /// <summary>Answer rates are taken this much higher by the guard than they were learned.</summary>
    public double GuardRate { get; init; } = 1.5;

    /// <summary>Releases are taken this much less likely.</summary>
    public double GuardSupply { get; init; } = 0.7;

    /// <summary>The answer rate that sure dialing is counted on for, as a share of the learned one.</summary>
    public double SureRate { get; init; } = 0.75;

    /// <summary>The chance with which what one more call may do could not be made good; so unlikely that anybody finds no agent, no good need be made.</summary>
    public double GuardRisk { get; init; } = 1e-5;

    /// <summary>The same for one line per free agent, at risk only where inbound or another campaign takes that agent first.</summary>
    public double SureRisk { get; init; } = 1e-4;
}
