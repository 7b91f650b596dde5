namespace Dialer.Core.Pacing;

/// <summary>Pacing policies by name.</summary>
public static class Pacers
{
    public const string Predictive = "predictive";
    public const string Progressive = "progressive";
    public const string Ratio = "ratio";

    /// <summary>A ratio of its own, whatever the campaign says.</summary>
    public static IPacer FixedRatio(double linesPerFreeAgent) => new RatioPacer(linesPerFreeAgent);

    /// <summary>A fresh policy, for one campaign; null: the name is unknown.</summary>
    public static IPacer? Create(string name) => name switch
    {
        Predictive => new PredictivePacer(),
        Progressive => new ProgressivePacer(),
        Ratio => new RatioPacer(),
        _ => null,
    };
}
