using Dialer.Core.Pacing;
using Dialer.Simulation.Public;
using Dialer.Simulation.Rivals;

namespace Dialer.Simulation.Virtual;

/// <summary>The policies that can be rehearsed: the product's, the rivals', and two that know the future.</summary>
public static class PacerNames
{
    public const string KnowsReleases = "knows-releases";
    public const string KnowsAnswers = "knows-answers";

    /// <summary>In the order in which they are compared.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Pacers.Predictive, Pacers.Progressive, Pacers.Ratio, .. RivalPacers.Names, KnowsReleases, KnowsAnswers,
    ];

    internal static Func<IForesight, IPacer> Maker(string name, Scenario scenario) => name switch
    {
        KnowsReleases or KnowsAnswers => foresight => PredictivePacer.WithForesight(foresight),
        Pacers.Ratio => _ => Pacers.FixedRatio(RatioOf(scenario)),
        _ => _ => Pacers.Create(name) ?? RivalPacers.Create(name) ?? throw new ArgumentException($"no pacer is called {name}", nameof(name)),
    };

    /// <summary>The fixed ratio's own day was tuned in the default world; elsewhere it is what it is: fixed.</summary>
    private static double RatioOf(Scenario scenario) => scenario.Groups.Sum(group => group.Count) switch
    {
        <= 7 => 1.5,
        <= 15 => 1.7,
        <= 35 => 2.2,
        <= 75 => 2.5,
        _ => 2.7,
    };
}
