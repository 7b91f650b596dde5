using Dialer.Core.Campaigns;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

/// <summary>Mean and spread of measured durations, seconds.</summary>
public readonly record struct MeasuredTimes(int Count, double Mean, double Sd, double Least)
{
    public static MeasuredTimes Of(IReadOnlyCollection<double> seconds)
    {
        if (seconds.Count == 0)
            return default;
        double mean = seconds.Average();
        double variance = seconds.Sum(s => (s - mean) * (s - mean)) / Math.Max(1, seconds.Count - 1);
        return new MeasuredTimes(seconds.Count, mean, Math.Sqrt(variance), seconds.Min());
    }
}

/// <summary>What a finished campaign measured, by counting its closed attempts.</summary>
public sealed record MeasuredCampaign
{
    public required string Name { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Answers concluded to be people, by the analyzer or by the agent.</summary>
    public required int Live { get; init; }
    public int Machines { get; init; }
    public int Busy { get; init; }
    public int OperatorAnnouncements { get; init; }
    public int Faxes { get; init; }

    /// <summary>Other final statuses and how often.</summary>
    public IReadOnlyDictionary<int, int> Failures { get; init; } = new Dictionary<int, int>();

    /// <summary>Attempts and people by whole hour since the first attempt of the day; empty: not known.</summary>
    public IReadOnlyList<(int Attempts, int Live)> ByHour { get; init; } = [];

    /// <summary>From dialing to the answer.</summary>
    public MeasuredTimes LiveRing { get; init; }
    public MeasuredTimes MachineRing { get; init; }

    /// <summary>From dialing to the end of calls that nobody answered.</summary>
    public MeasuredTimes NoAnswer { get; init; }
    public MeasuredTimes Talk { get; init; }
    public MeasuredTimes WrapUp { get; init; }

    /// <summary>From the answer to the verdict.</summary>
    public MeasuredTimes Analysis { get; init; }
    public int Agents { get; init; }
    public double Hours { get; init; }
}

/// <summary>Tomorrow is rehearsed on today's measured answers.</summary>
public static class MeasuredScenario
{
    /// <summary>Fewer durations than this say too little: the default is kept.</summary>
    private const int EnoughTimes = 20;

    /// <summary>Fewer attempts in an hour than this say nothing of its answer rate.</summary>
    private const int EnoughInAnHour = 100;

    public static Scenario From(MeasuredCampaign measured, Scenario defaults)
    {
        double attempts = Math.Max(1, measured.Attempts);
        double timeout = measured.NoAnswer.Count >= EnoughTimes ? Math.Clamp(measured.NoAnswer.Mean, 1, 600) : defaults.Ring.TimeoutSeconds;
        return defaults with
        {
            Name = measured.Name,
            Agents = Math.Max(1, measured.Agents),
            Hours = Math.Clamp(measured.Hours, 0.1, 24),
            Answer = new AnswerShares
            {
                Live = measured.Live / attempts,
                Machine = measured.Machines / attempts,
                Busy = measured.Busy / attempts,
                SpecialInformationTone = measured.OperatorAnnouncements / attempts,
                Fax = measured.Faxes / attempts,
                Failures = [.. measured.Failures.OrderBy(f => f.Key).Select(f => new KeyValuePair<int, double>(f.Key, f.Value / attempts))],
                ByHour = HourFactors(measured),
            },
            Ring = new RingModel
            {
                Live = Ring(measured.LiveRing, timeout) ?? defaults.Ring.Live,
                Machine = measured.MachineRing.Count >= EnoughTimes ? Distribution.Normal(Math.Max(1, measured.MachineRing.Mean), measured.MachineRing.Sd) : defaults.Ring.Machine,
                TimeoutSeconds = timeout,
            },
            TalkSeconds = Service(measured.Talk) ?? defaults.TalkSeconds,
            WrapUpSeconds = Service(measured.WrapUp) ?? defaults.WrapUpSeconds,
            Analysis = measured.Analysis.Count >= EnoughTimes ? defaults.Analysis with { Seconds = Math.Min(30, measured.Analysis.Mean) } : defaults.Analysis,
        };
    }

    private static Distribution? Ring(MeasuredTimes ring, double timeout)
    {
        if (ring.Count < EnoughTimes)
            return null;
        double least = Math.Min(ring.Least, timeout * 0.5) * 0.9;
        double above = Math.Max(0.1, ring.Mean - least);
        double shape = Math.Clamp(above * above / Math.Max(ring.Sd * ring.Sd, 1e-3), 0.2, 100);
        return Distribution.Gamma(least + above, shape, least);
    }

    private static Distribution? Service(MeasuredTimes times) =>
        times.Count < EnoughTimes || times.Mean <= 0 ? null : Distribution.Lognormal(times.Mean, Math.Clamp(times.Sd / times.Mean, 0.01, 20));

    private static double[] HourFactors(MeasuredCampaign measured)
    {
        double all = (double)measured.Live / Math.Max(1, measured.Attempts);
        if (all <= 0)
            return [];
        return [.. measured.ByHour.Take(24).Select(hour => hour.Attempts < EnoughInAnHour ? 1 : Math.Min((double)hour.Live / hour.Attempts / all, 1 / all))];
    }
}
