using Dialer.Core.Time;

namespace Dialer.Core.Routing.Foresight;

/// <summary>What a desk has shown of itself: arrivals by hour of the day, durations, patience. From it comes the model.</summary>
internal sealed class DeskLedger
{
    private const int Hours = 24;
    private const int MostDurations = 512;
    private const int FewDurations = 20;

    /// <summary>A silence longer than this is a closed desk, not a slow one.</summary>
    private const double ClosedSeconds = 2 * 3600;
    private const double UsualDuration = 180;
    private const double UsualPatience = 240;

    private readonly List<Row> _queues = [];
    private readonly double[] _open = new double[Hours];
    private Instant _last = Instant.Never;

    private sealed class Row
    {
        public readonly double[] Arrivals = new double[Hours];
        public readonly double[] Durations = new double[MostDurations];
        public int Seen;
        public double Waited;
        public double Left;
    }

    /// <summary>Interactions that were offered.</summary>
    public long Offered { get; private set; }

    public void Offer(int queue, Instant now)
    {
        int hour = (int)((now.Ticks / TimeSpan.TicksPerHour) % Hours);
        if (_last != Instant.Never && (now - _last).TotalSeconds is >= 0 and < ClosedSeconds and double gap)
            _open[hour] += gap;
        _last = now;
        RowOf(queue).Arrivals[hour]++;
        Offered++;
    }

    public void Answer(int queue, TimeSpan waited) => RowOf(queue).Waited += waited.TotalSeconds;

    public void Leave(int queue, TimeSpan waited)
    {
        var row = RowOf(queue);
        row.Waited += waited.TotalSeconds;
        row.Left++;
    }

    public void Handle(int queue, TimeSpan took)
    {
        var row = RowOf(queue);
        row.Durations[row.Seen++ % MostDurations] = Math.Max(0.1, took.TotalSeconds);
    }

    public DeskModel Model(DeskView desk)
    {
        int queues = desk.Queues;
        int sets = desk.Sets;
        for (int queue = 0; queue < queues; queue++)
            RowOf(queue);
        double[][] after = [.. Enumerable.Range(0, queues).Select(q => Enumerable.Range(0, sets).Select(s => Seconds(desk.ServesAfter(q, s))).ToArray())];
        return new DeskModel
        {
            Queues = queues,
            Sets = sets,
            Rates = [.. Enumerable.Range(0, queues).Select(RatesOf)],
            Durations = [.. Enumerable.Range(0, queues).Select(queue => DurationsOf(_queues[queue]))],
            Patience = [.. Enumerable.Range(0, queues).Select(queue => PatienceOf(_queues[queue]))],
            Within = [.. Enumerable.Range(0, queues).Select(queue => Math.Max(0.5, desk.Settings(queue).Target.Within.TotalSeconds))],
            Share = [.. Enumerable.Range(0, queues).Select(queue => desk.Settings(queue).Target.Share)],
            Priority = [.. Enumerable.Range(0, queues).Select(queue => desk.Settings(queue).Priority)],
            Agents = [.. Enumerable.Range(0, sets).Select(desk.Agents)],
            ServesAfter = after,
            Level = [.. Enumerable.Range(0, queues).Select(q => Enumerable.Range(0, sets).Select(s => desk.Level(q, s)).ToArray())],
            Served = [.. Enumerable.Range(0, sets).Select(s => Enumerable.Range(0, queues).Where(q => double.IsFinite(after[q][s])).ToArray())],
        };
    }

    private static double Seconds(TimeSpan after) => after == TimeSpan.MaxValue ? double.PositiveInfinity : after.TotalSeconds;

    private Row RowOf(int queue)
    {
        while (_queues.Count <= queue)
            _queues.Add(new Row());
        return _queues[queue];
    }

    /// <summary>
    /// Calls a second in each open hour, drawn towards the day's rate by as much as chance alone would scatter the hours
    /// (James and Stein): noise teaches nothing, a busy noon does.
    /// </summary>
    private double[] RatesOf(int queue)
    {
        double[] arrivals = _queues[queue].Arrivals;
        int[] open = [.. Enumerable.Range(0, Hours).Where(hour => _open[hour] > 300)];
        if (open.Length == 0)
            open = [.. Enumerable.Range(0, Hours).Where(hour => _open[hour] > 0).DefaultIfEmpty(0)];
        double seconds = open.Sum(hour => _open[hour]);
        double mean = (open.Sum(hour => arrivals[hour]) + 0.5) / Math.Max(60, seconds);
        double scatter = 0;
        foreach (int hour in open)
            scatter += Square(arrivals[hour] - (mean * _open[hour])) / Math.Max(1e-9, mean * _open[hour]);
        double believed = open.Length < 2 ? 0 : Math.Max(0, 1 - ((open.Length - 1) / Math.Max(1e-9, scatter)));
        return [.. open.Select(hour => Math.Max(1e-6, mean + (believed * ((arrivals[hour] / Math.Max(1, _open[hour])) - mean))))];
    }

    private static double[] DurationsOf(Row row)
    {
        int count = Math.Min(row.Seen, MostDurations);
        if (count >= FewDurations)
            return row.Durations[..count];
        double mean = (row.Durations.Take(count).Sum() + (3 * UsualDuration)) / (count + 3);
        return [.. row.Durations.Take(count), .. Enumerable.Range(0, FewDurations).Select(i => -mean * Math.Log(1 - ((i + 0.5) / FewDurations)))];
    }

    /// <summary>Time waited for each who hung up: the exponential's own estimate, with everybody who was answered as censored.</summary>
    private static double PatienceOf(Row row) => row.Left > 0 ? (row.Waited + UsualPatience) / (row.Left + 1)
        : row.Waited < 2000 ? UsualPatience : 0;

    private static double Square(double x) => x * x;
}
