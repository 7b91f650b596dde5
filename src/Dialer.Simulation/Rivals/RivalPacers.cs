using Dialer.Core.Pacing;

namespace Dialer.Simulation.Rivals;

/// <summary>
/// Other dialers' published rules, written from their description, to be rehearsed beside ours. Not offered to a
/// running campaign: none of them bounds the chance of abandoning.
/// </summary>
public static class RivalPacers
{
    public const string VicidialAverage = "vicidial-average";
    public const string VicidialAverageAvailable = "vicidial-average-available";
    public const string VicidialHard = "vicidial-hard";
    public const string VicidialHardAvailable = "vicidial-hard-available";
    public const string Webitel = "webitel";
    public const string Issabel = "issabel";
    public const string ExpectedValue = "expected-value";

    public static IReadOnlyList<string> Names { get; } =
        [VicidialAverage, VicidialAverageAvailable, VicidialHard, VicidialHardAvailable, Webitel, Issabel, ExpectedValue];

    /// <summary>Null: the name is unknown.</summary>
    public static IPacer? Create(string name) => name switch
    {
        VicidialAverage => new VicidialPacer(VicidialOverCap.Average, availableOnly: false),
        VicidialAverageAvailable => new VicidialPacer(VicidialOverCap.Average, availableOnly: true),
        VicidialHard => new VicidialPacer(VicidialOverCap.HardLimit, availableOnly: false),
        VicidialHardAvailable => new VicidialPacer(VicidialOverCap.HardLimit, availableOnly: true),
        Webitel => new WebitelPacer(),
        Issabel => new IssabelPacer(),
        ExpectedValue => new ExpectedValuePacer(),
        _ => null,
    };
}
