using System.Diagnostics;
using System.Globalization;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Engine;

/// <summary>
/// What one decision of the predictive pacer costs in a campaign under way, three lines in flight an agent:
/// <c>decision [--agents N] [--decisions N] [--rounds N]</c>; without --agents both sizes that have a goal. A decision
/// is timed where the engine asks for it, with the caches as the engine leaves them.
/// </summary>
public static class DecisionRun
{
    /// <summary>Such a share of answers keeps agents busy with three lines in flight each.</summary>
    private const double Answered = 0.11;

    public static int Run(string[] args)
    {
        int agents = Option(args, "--agents", 0);
        int decisions = Option(args, "--decisions", 0);
        int rounds = Option(args, "--rounds", 4);
        foreach (int size in agents > 0 ? [agents] : new[] { 100, 5_000 })
            Report(size, decisions > 0 ? decisions : DecisionsFor(size), rounds);
        return 0;
    }

    /// <summary>Enough for the compiler to have finished in the first rounds.</summary>
    private static int DecisionsFor(int agents) => agents > 1_000 ? 3_000 : 20_000;

    private static void Report(int agents, int decisions, int rounds)
    {
        // Its own lines are in flight by then; of thousands of agents a moment is enough, and takes long enough.
        var settled = TimedPacer.UnderWay + TimeSpan.FromSeconds(agents > 1_000 ? 4 : 60);

        // An agent with three lines causes about 0.25 inputs a second, and nearly each of them a decision.
        var until = settled + TimeSpan.FromSeconds(1 + (decisions / (0.15 * agents)));
        var inputs = BusyHour.Inputs(agents, Answered, _ => new TimedPacer(0, settled), until, (agents * 200) + (decisions * 4));
        TimedPacer best = null!;
        for (int round = 0; round < rounds; round++)
        {
            var timed = Play(inputs, new TimedPacer(decisions, settled));
            if (best is null || timed.Decisions.Median < best.Decisions.Median)
                best = timed;
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"decision: {agents} agents ({best.Busy:F0} busy), {best.InFlight:F0} calls in flight: {best.Decisions} us; input with its decision {best.Inputs} us, {best.CpuPerInput:F1} us of CPU time; {best.BytesPerDecision:F3} bytes a decision ({best.Decisions.Count:N0} decisions, best of {rounds} rounds)"));
    }

    private static TimedPacer Play((EngineInput Input, Instant At)[] inputs, TimedPacer timed)
    {
        var engine = BusyHour.NewEngine(_ => timed);
        foreach (ref readonly var next in inputs.AsSpan())
        {
            if (timed.Decisions.IsFull)
                break;
            int before = timed.Decisions.Count;
            if (before == 0)
                timed.CpuFrom = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            engine.Apply(next.Input, next.At);
            if (timed.Decisions.Count == before + 1)
                timed.Inputs.Add(Stopwatch.GetTimestamp() - start);
            engine.Outbox.Clear();
        }
        timed.CpuPerInput = (Environment.CpuUsage.TotalTime - timed.CpuFrom).TotalMicroseconds / Math.Max(1, timed.Inputs.Count);
        return timed;
    }

    private static int Option(string[] args, string name, int value)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : value;
    }

    /// <summary>
    /// The predictive pacer behind a stopwatch. Until the campaign is under way it only learns, and a fixed number of lines
    /// an agent is kept in flight: thousands of agents are at work in seconds instead of minutes. Then it decides.
    /// </summary>
    private sealed class TimedPacer(int most, Instant settled) : IPacer
    {
        private const double LinesPerAgent = 2.7;
        public static readonly Instant UnderWay = BusyHour.Begin + TimeSpan.FromSeconds(150);
        private readonly PredictivePacer _pacer = new();
        private long _bytes;
        private long _inFlight;
        private long _busy;

        public TimeSpan CpuFrom { get; set; }

        /// <summary>Microseconds; what others take of the core is not in it.</summary>
        public double CpuPerInput { get; set; }
        public Spans Decisions { get; } = new(most);
        public Spans Inputs { get; } = new(most);
        public double BytesPerDecision => (double)_bytes / Math.Max(1, Decisions.Count);
        public double InFlight => (double)_inFlight / Math.Max(1, Decisions.Count);
        public double Busy => (double)_busy / Math.Max(1, Decisions.Count);
        public string Name => _pacer.Name;

        public int Decide(in PacingSituation situation, Instant now)
        {
            if (now < UnderWay)
                return Math.Clamp((int)(LinesPerAgent * situation.LoggedIn) - situation.InFlight.Length, 0, situation.MaxLaunch);
            if (now < settled || Decisions.IsFull)
                return _pacer.Decide(situation, now);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            int launch = _pacer.Decide(situation, now);
            Decisions.Add(Stopwatch.GetTimestamp() - start);
            _bytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
            _inFlight += situation.InFlight.Length;
            _busy += situation.Busy.Length;
            return launch;
        }

        /// <summary>Part of the decision: the engine asks for both.</summary>
        public int ChooseCancellations(in PacingSituation situation, Span<AttemptId> chosen, Instant now)
        {
            if (now < UnderWay)
                return 0;
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            int count = _pacer.ChooseCancellations(situation, chosen, now);
            if (now < settled || Decisions.IsFull)
                return count;
            Decisions.AddToLast(Stopwatch.GetTimestamp() - start);
            _bytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
            return count;
        }

        public void Observe(in PacingEvent happened, Instant now) => _pacer.Observe(happened, now);

        public PacingExplanation Explain() => _pacer.Explain();
    }

    /// <summary>Measured spans, at most so many; shown in microseconds. On a busy machine the tenth percentile is the one that others disturbed least.</summary>
    private sealed class Spans(int most)
    {
        private readonly long[] _ticks = new long[most];

        public int Count { get; private set; }
        public bool IsFull => Count == _ticks.Length;
        public double Median => At(0.5);

        public void Add(long ticks)
        {
            if (!IsFull)
                _ticks[Count++] = ticks;
        }

        public void AddToLast(long ticks) => _ticks[Count - 1] += ticks;

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"p10 {At(0.1):F1}, median {Median:F1}, mean {Microseconds(_ticks.AsSpan(0, Count).ToArray().DefaultIfEmpty().Average()):F1}, p99 {At(0.99):F1}");

        private double At(double share)
        {
            long[] sorted = _ticks.AsSpan(0, Count).ToArray();
            Array.Sort(sorted);
            return sorted.Length == 0 ? 0 : Microseconds(sorted[(int)(share * (sorted.Length - 1))]);
        }

        private static double Microseconds(double ticks) => ticks * 1e6 / Stopwatch.Frequency;
    }
}
