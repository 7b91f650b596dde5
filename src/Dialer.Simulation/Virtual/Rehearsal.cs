using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

/// <summary>Rehearses policies, one after another, on the same random public.</summary>
public static class Rehearsal
{
    /// <summary>Most days that one run may ask for.</summary>
    public const int MostDays = 100_000;

    private static readonly double[] Quantiles = [0.5, 0.9, 0.99];

    /// <param name="name">One of <see cref="PacerNames.All"/>.</param>
    /// <param name="samples">Filled with the first day's samples; null: none.</param>
    public static PacerResult Run(Scenario scenario, string name, ulong seed, int days, List<DaySample>? samples = null, bool perLead = false, CancellationToken cancellation = default)
    {
        var world = new VirtualWorld(scenario, seed, PacerNames.Maker(name, scenario), samples, perLead)
        {
            KnowsReleases = name == PacerNames.KnowsReleases,
            KnowsAnswers = name == PacerNames.KnowsAnswers,
        };
        var reports = new DayReport[days];
        for (int day = 0; day < days; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            reports[day] = world.RunDay(day);
            if (day == 0)
                world.StopSampling();
        }
        return Summarise(name, reports, scenario.Abandon.Cap) with { Learned = world.Learned };
    }

    private static PacerResult Summarise(string name, DayReport[] days, double cap)
    {
        double[] rates = [.. days.Select(day => day.AbandonedRate)];
        return new PacerResult
        {
            Name = name,
            Days = days,
            TalkMinutesPerAgentHour = Estimate.Of([.. days.Select(day => day.TalkMinutesPerAgentHour)]),
            Utilisation = Estimate.Of([.. days.Select(day => day.Utilisation)]),
            AbandonedRate = Estimate.Of(rates) with { Mean = Pooled(days) },
            DialsPerAgentHour = Estimate.Of([.. days.Select(day => day.DialsPerAgentHour)]),
            ReachedPerThousandDials = Estimate.Of([.. days.Select(day => day.ReachedPerThousandDials)]),
            IdleSeconds = Estimate.Of([.. days.Select(MeanIdle)]),
            DaysOverCap = rates.Count(rate => rate > cap),
            WorstDayRate = rates.Max(),
            WorstDayRateError = JackknifeOfMost(rates),
            IdleQuantiles = [.. Quantiles.Select(share => IdleQuantile(days, share))],
        };
    }

    private static double JackknifeOfMost(double[] values)
    {
        if (values.Length < 2)
            return 0;
        double[] ordered = [.. values.OrderDescending()];
        return (values.Length - 1.0) / values.Length * (ordered[0] - ordered[1]);
    }

    private static double Pooled(DayReport[] days)
    {
        long unserved = 0;
        long people = 0;
        foreach (var day in days)
        {
            long lost = day.Abandoned + (day.CountsFalsePositives ? day.FalsePositives : 0);
            unserved += lost;
            people += day.Connected + lost;
        }
        return people == 0 ? 0 : (double)unserved / people;
    }

    private static double MeanIdle(DayReport day)
    {
        double idle = day.AgentSeconds - day.TalkSeconds - day.MachineSeconds - day.WrapUpSeconds;
        return day.Connected == 0 ? 0 : idle / day.Connected;
    }

    private static double IdleQuantile(DayReport[] days, double share)
    {
        long[] counts = new long[days[0].Idle.Length];
        long total = 0;
        foreach (var day in days)
            for (int bucket = 0; bucket < counts.Length; bucket++)
            {
                counts[bucket] += day.Idle[bucket];
                total += day.Idle[bucket];
            }
        long below = 0;
        for (int bucket = 0; bucket < counts.Length; bucket++)
            if ((below += counts[bucket]) >= share * total)
                return DayReport.IdleEdge(bucket);
        return 0;
    }
}
