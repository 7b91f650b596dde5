using Dialer.Core.Pacing;

namespace Dialer.Simulation.Virtual;

/// <summary>What one policy came to over the rehearsed days.</summary>
public sealed record PacerResult
{
    public required string Name { get; init; }
    public required IReadOnlyList<DayReport> Days { get; init; }
    public required Estimate TalkMinutesPerAgentHour { get; init; }
    public required Estimate Utilisation { get; init; }

    /// <summary>Over all days together; the error is that of the days' rates.</summary>
    public required Estimate AbandonedRate { get; init; }
    public required Estimate DialsPerAgentHour { get; init; }

    /// <summary>People who reached an agent.</summary>
    public required Estimate ReachedPerThousandDials { get; init; }
    public required Estimate IdleSeconds { get; init; }
    public required int DaysOverCap { get; init; }

    /// <summary>Of the number of days: binomial.</summary>
    public double DaysOverCapError => Math.Sqrt(DaysOverCap * (1 - ((double)DaysOverCap / Days.Count)));
    public required double WorstDayRate { get; init; }

    /// <summary>By the jackknife: a greatest value is as sure as the second greatest is near.</summary>
    public required double WorstDayRateError { get; init; }

    /// <summary>What was learned of the numbers; null: nothing.</summary>
    public LeadModelState? Learned { get; init; }

    /// <summary>Share of idle times that were shorter, by quantile 0.5, 0.9, 0.99: seconds.</summary>
    public required IReadOnlyList<double> IdleQuantiles { get; init; }
}
