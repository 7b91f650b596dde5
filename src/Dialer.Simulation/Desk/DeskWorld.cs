using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Desk;

/// <summary>
/// Callers and agents for the real distributor in virtual time: no threads, no clock. The callers of a day do not depend on
/// the policy: each draws when he comes, from his queue's and day's own stream. The policy learns from day to day.
/// </summary>
internal sealed class DeskWorld
{
    /// <summary>The first hour of a day is warm-up: who comes in it is served, and not counted.</summary>
    private const double WarmUpSeconds = 3600;

    /// <summary>What the policy may rehearse in its head between two callers: far less than a second of one core.</summary>
    private const int ThinkingSteps = 20_000;

    // Monday, 5 January 2026, 08:00.
    private static readonly Instant FirstOpening = Instant.From(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    private readonly Scenario _scenario;
    private readonly ulong _seed;
    private readonly Distributor _distributor;
    private readonly DeskCounts _counts;
    private readonly string _routing;
    private readonly PriorityQueue<(DeskEvent What, int Queue, long Caller), (long At, long Sequence)> _events = new();
    private readonly Dictionary<long, DeskCaller> _callers = [];
    private readonly SeededRandom[] _streams;
    private readonly double[] _busySince;
    private readonly int[] _held;
    private readonly Dictionary<long, int> _agentOf = [];
    private long _sequence;
    private long _lastCaller;
    private int _day;
    private Instant _opened;
    private Instant _now;

    public DeskWorld(Scenario scenario, string routing, ulong seed, int days)
    {
        (_scenario, _routing, _seed) = (scenario, routing, seed);
        _distributor = new Distributor(RoutingPolicies.Create(routing) ?? throw new ArgumentException($"no routing policy is called {routing}", nameof(routing)));
        _counts = new DeskCounts(scenario.Queues, days);
        _streams = new SeededRandom[scenario.Queues.Count];
        int agents = scenario.AgentGroups.Sum(group => group.Count);
        _busySince = new double[agents];
        _held = new int[agents];
        _now = FirstOpening;
        Configure();
    }

    public RoutingResult Run(int days, CancellationToken cancellation)
    {
        for (_day = 0; _day < days; _day++)
        {
            cancellation.ThrowIfCancellationRequested();
            RunDay();
        }
        return _counts.Summarise(_routing);
    }

    private void Configure()
    {
        var skills = new SkillNames();
        int agent = 0;
        foreach (var group in _scenario.AgentGroups)
            for (int i = 0; i < group.Count; i++)
            {
                _distributor.SetAgent(new RoutedAgent(new AgentId(agent), skills.LevelsOf(group), [], group.Limits), _now);
                _distributor.AgentReady(new AgentId(agent++), _now);
            }
        for (int queue = 0; queue < _scenario.Queues.Count; queue++)
        {
            var described = _scenario.Queues[queue];
            _distributor.SetQueue(new RoutedQueue(new QueueId(queue), [.. described.Skills.Select(asked => StepOf(asked, skills))])
            {
                Priority = described.Priority,
                Target = described.ServiceLevel,
            }, _now);
        }
    }

    private static RelaxStep StepOf(AskedSkills asked, SkillNames skills) => new(
        TimeSpan.FromSeconds(asked.AfterSeconds),
        asked.Expression.Length == 0 ? null : SkillExpression.Parse(asked.Expression, skills.Of, out _));

    private void RunDay()
    {
        _opened = FirstOpening + TimeSpan.FromDays(_day);
        _now = _opened;
        double warm = _scenario.Hours * 3600;
        for (int queue = 0; queue < _streams.Length; queue++)
        {
            _streams[queue] = new SeededRandom(_seed).Fork((ulong)_day + 1).Fork((ulong)queue + 1);
            PlanArrival(queue, 0);
        }
        while (_events.Count > 0)
            Next();
        _counts.There += (warm - WarmUpSeconds) * _held.Length;
    }

    private void Next()
    {
        _events.TryPeek(out _, out var due);
        if (_distributor.NextDeadline is { } deadline && deadline.Ticks < due.At)
        {
            _now = Instant.Max(_now, deadline);
            _distributor.AdvanceTo(_now);
        }
        else
        {
            var (what, queue, caller) = _events.Dequeue();
            _now = new Instant(due.At);
            Happen(what, queue, caller);
        }
        while (_distributor.TryNext(_now, out var assignment))
            Serve(assignment);
    }

    private void Happen(DeskEvent what, int queue, long caller)
    {
        switch (what)
        {
            case DeskEvent.Arrives:
                Arrive(queue);
                break;
            case DeskEvent.HangsUp:
                if (_distributor.Withdraw(new InteractionId(caller), _now))
                    Count(caller, false);
                break;
            case DeskEvent.AgentFree:
                _distributor.Handled(new InteractionId(caller), _now);
                Rest(caller);
                break;
        }
    }

    private void Arrive(int queue)
    {
        var described = _scenario.Queues[queue];
        var random = _streams[queue];
        double handling = described.TalkSeconds.Draw(random) + _scenario.WrapUpSeconds.Draw(random);
        double patience = described.PatienceSeconds?.Draw(random) ?? double.PositiveInfinity;
        long id = ++_lastCaller;
        double since = (_now - _opened).TotalSeconds;
        _callers.Add(id, new DeskCaller(queue, _day, _now, handling, patience, since >= WarmUpSeconds));
        _distributor.Offer(new OfferedInteraction(new InteractionId(id), new QueueId(queue), _now) { Channel = described.Channel }, _now);
        if (double.IsFinite(patience))
            Plan(_now + TimeSpan.FromSeconds(patience), DeskEvent.HangsUp, queue, id);
        PlanArrival(queue, since);
        _distributor.Think(ThinkingSteps);
    }

    /// <summary>A Poisson stream whose rate changes by the hour: what is left of the exponential is carried into the next hour.</summary>
    private void PlanArrival(int queue, double since)
    {
        var described = _scenario.Queues[queue];
        double left = -Math.Log(1 - _streams[queue].NextDouble());
        double close = _scenario.Hours * 3600;
        while (since < close)
        {
            double rate = described.PerHour(since / 3600) / 3600;
            double until = Math.Min(close, (Math.Floor(since / 3600) + 1) * 3600);
            if (rate * (until - since) > left)
            {
                Plan(_opened + TimeSpan.FromSeconds(since + (left / rate)), DeskEvent.Arrives, queue, 0);
                return;
            }
            left -= rate * (until - since);
            since = until;
        }
    }

    private void Plan(Instant at, DeskEvent what, int queue, long caller) => _events.Enqueue((what, queue, caller), (at.Ticks, ++_sequence));

    private void Serve(in Assignment assignment)
    {
        long id = assignment.Interaction.Value;
        int agent = assignment.Agent.Value;
        Count(id, true);
        if (_held[agent]++ == 0)
            _busySince[agent] = (_now - _opened).TotalSeconds;
        _agentOf.Add(id, agent);
        Plan(_now + TimeSpan.FromSeconds(_callers[id].HandlingSeconds), DeskEvent.AgentFree, assignment.Queue.Value, id);
    }

    private void Count(long caller, bool isAnswered)
    {
        var described = _callers[caller];
        if (described.IsCounted)
            _counts.Add(described.Queue, described.Day, (_now - described.ArrivedAt).TotalSeconds, isAnswered);
        if (!isAnswered)
            _callers.Remove(caller);
    }

    private void Rest(long caller)
    {
        _agentOf.Remove(caller, out int agent);
        _callers.Remove(caller);
        if (--_held[agent] > 0)
            return;
        double close = _scenario.Hours * 3600;
        double from = Math.Clamp(_busySince[agent], WarmUpSeconds, close);
        _counts.Busy += Math.Clamp((_now - _opened).TotalSeconds, WarmUpSeconds, close) - from;
    }
}
