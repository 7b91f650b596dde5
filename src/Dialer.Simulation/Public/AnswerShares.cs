namespace Dialer.Simulation.Public;

/// <summary>What becomes of one dial: shares of 1. What remains is no answer.</summary>
public sealed record AnswerShares
{
    public double Live { get; init; } = 0.30;
    public double Machine { get; init; } = 0.32;
    public double Busy { get; init; } = 0.08;

    /// <summary>An operator's announcement with special information tones.</summary>
    public double SpecialInformationTone { get; init; }
    public double Fax { get; init; }

    /// <summary>SIP final status (400 to 699) and its share.</summary>
    public IReadOnlyList<KeyValuePair<int, double>> Failures { get; init; } = [];

    /// <summary>Multiplies <see cref="Live"/>, hour 0 first, the last value goes on. Empty: 1.</summary>
    public IReadOnlyList<double> ByHour { get; init; } = [];

    /// <summary>Lists of leads with their own chance; empty: all leads are alike.</summary>
    public IReadOnlyList<LeadList> Lists { get; init; } = [];

    /// <summary>Where given it replaces <see cref="Live"/> and the lists' own; null: numbers are alike.</summary>
    public NumberAnswers? PerNumber { get; init; }

    public double HourFactor(double hour) =>
        ByHour.Count == 0 ? 1 : ByHour[Math.Clamp((int)Math.Floor(hour), 0, ByHour.Count - 1)];
}
