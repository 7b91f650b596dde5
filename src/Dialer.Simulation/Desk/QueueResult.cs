using Dialer.Core.Routing;

namespace Dialer.Simulation.Desk;

/// <summary>One queue over the rehearsed days; who came in a day's first hour is not counted.</summary>
public sealed record QueueResult
{
    public required string Name { get; init; }
    public required ServiceTarget Target { get; init; }
    public required long Offered { get; init; }
    public required long Answered { get; init; }
    public required long Abandoned { get; init; }
    public required long AnsweredWithin { get; init; }

    /// <summary>Service level of each day; 1 where nobody came.</summary>
    public required IReadOnlyList<double> DailyLevels { get; init; }

    /// <summary>Of the service level, by the scatter of the days; 0 for one day.</summary>
    public required double StandardError { get; init; }

    /// <summary>Of the mean wait, likewise.</summary>
    public required double MeanWaitError { get; init; }
    public required WaitSummary Waits { get; init; }

    public double ServiceLevel => ServiceTarget.Level(AnsweredWithin, Offered);

    public double Attainment => ServiceLevel / Target.Share;

    public double AbandonedShare => Offered == 0 ? 0 : (double)Abandoned / Offered;
}
