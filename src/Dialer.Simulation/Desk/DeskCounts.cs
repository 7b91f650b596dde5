using Dialer.Core.Routing;
using Dialer.Simulation.Public;
using Dialer.Simulation.Virtual;

namespace Dialer.Simulation.Desk;

/// <summary>Counts what became of those who were offered, by queue and day.</summary>
internal sealed class DeskCounts(IReadOnlyList<ScenarioQueue> queues, int days)
{
    private readonly DeskDay[,] _days = new DeskDay[queues.Count, days];
    private readonly List<double>[] _waits = [.. queues.Select(_ => new List<double>())];

    /// <summary>Seconds of agents: busy, and there.</summary>
    public double Busy { get; set; }
    public double There { get; set; }

    public void Add(int queue, int day, double waited, bool isAnswered)
    {
        ref var at = ref _days[queue, day];
        at.Offered++;
        at.Waited += waited;
        _waits[queue].Add(waited);
        if (!isAnswered)
            at.Abandoned++;
        else
            at.Answered++;
        if (isAnswered && waited <= queues[queue].ServiceLevel.Within.TotalSeconds)
            at.Within++;
    }

    public RoutingResult Summarise(string name) => new()
    {
        Name = name,
        Occupancy = There > 0 ? Busy / There : 0,
        Queues = [.. Enumerable.Range(0, queues.Count).Select(Summarise)],
    };

    private QueueResult Summarise(int queue)
    {
        DeskDay[] days = [.. Enumerable.Range(0, _days.GetLength(1)).Select(day => _days[queue, day])];
        return new QueueResult
        {
            Name = queues[queue].Name,
            Target = queues[queue].ServiceLevel,
            Offered = days.Sum(day => day.Offered),
            Answered = days.Sum(day => day.Answered),
            Abandoned = days.Sum(day => day.Abandoned),
            AnsweredWithin = days.Sum(day => day.Within),
            DailyLevels = [.. days.Select(day => ServiceTarget.Level(day.Within, day.Offered))],
            StandardError = Estimate.Of([.. days.Where(day => day.Offered > 0).Select(day => (double)day.Within / day.Offered)]).StandardError,
            MeanWaitError = Estimate.Of([.. days.Where(day => day.Offered > 0).Select(day => day.Waited / day.Offered)]).StandardError,
            Waits = WaitSummary.Of(_waits[queue]),
        };
    }
}
