using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

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
