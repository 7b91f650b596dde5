using Dialer.Core.Time;

namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// A desk rehearsed in the head: callers drawn from what was learned, agents by set of skills, joined by a rule or by the
/// tables. Some events at a time. The same seed draws the same callers whatever joins them, so that rules are compared on
/// the same day; nothing is allocated once the arrays have grown.
/// </summary>
internal sealed class DeskRehearsal
{
    /// <summary>Of the callers, before anything counts: an empty desk is no desk.</summary>
    private const double WarmUpShare = 0.03;

    private readonly DeskModel _model;
    private readonly EventHeap _events = new();
    private readonly SeededRandom[] _random;
    private readonly double[][] _idleSince;
    private readonly int[] _idleFirst;
    private readonly int[] _busy;
    private readonly int[] _won;
    private SeededRandom _exploring = new(0);
    private ValueTables? _tables;
    private RehearsedRule _rule;
    private Lesson? _lesson;
    private double _explore;
    private double _now;
    private long _arrived;
    private long _until;

    public DeskRehearsal(DeskModel model)
    {
        _model = model;
        Calls = new RehearsedCalls(model.Queues);
        Idle = new int[model.Sets];
        Able = new int[model.Queues];
        Waits = new RehearsedWaits(model.Within);
        _random = new SeededRandom[model.Queues];
        _idleSince = [.. model.Agents.Select(agents => new double[Math.Max(1, agents)])];
        _idleFirst = new int[model.Sets];
        _busy = new int[model.Sets * model.Queues];
        _won = new int[model.Queues];
    }

    public RehearsedCalls Calls { get; }
    public int[] Idle { get; }
    public int[] Able { get; }
    public RehearsedWaits Waits { get; }

    public int Busy(int set, int queue) => _busy[(set * _model.Queues) + queue];

    /// <param name="explore">How often something else than the best is done, so that it is learned too.</param>
    /// <param name="lesson">Sees every state; null: nothing is learned.</param>
    public void Begin(RehearsedRule rule, ValueTables? tables, ulong seed, long calls, double explore, Lesson? lesson)
    {
        (_rule, _tables, _explore, _lesson, _until) = (rule, tables, explore, lesson, calls);
        (_now, _arrived) = (0, 0);
        _exploring = new SeededRandom(seed ^ 0x5EED);
        _events.Clear();
        Calls.Clear();
        Waits.Clear();
        _busy.AsSpan().Clear();
        Able.AsSpan().Clear();
        for (int set = 0; set < _model.Sets; set++)
        {
            Idle[set] = _model.Agents[set];
            _idleFirst[set] = 0;
            _idleSince[set].AsSpan().Clear();
            foreach (int queue in _model.Served[set])
                Able[queue] += Idle[set];
        }
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            _random[queue] = new SeededRandom(seed).Fork((ulong)queue + 1);
            PlanArrival(queue);
        }
        lesson?.Begin();
    }

    /// <summary>So many events; false: it is over.</summary>
    public bool Run(int events)
    {
        for (int i = 0; i < events; i++)
        {
            if (_arrived >= _until || _events.Count == 0)
                return false;
            Happen(_events.Take());
        }
        return true;
    }

    private void Happen(in EventHeap.Planned happened)
    {
        if (happened.What is RehearsedEvent.HangsUp or RehearsedEvent.LookedAt && !Calls.Waits(happened.Of, happened.Number))
            return;
        _now = happened.At;
        int freed = -1;
        switch (happened.What)
        {
            case RehearsedEvent.Arrives:
                Arrive(happened.Queue);
                break;
            case RehearsedEvent.AgentFree:
                freed = happened.Of;
                Release(freed, happened.Queue);
                break;
            case RehearsedEvent.HangsUp:
                Count(happened.Queue, _now - Calls.At(happened.Of), false);
                Calls.Remove(happened.Of, happened.Queue);
                break;
            case RehearsedEvent.LookedAt:
                if (Calls.First(happened.Queue) != happened.Of)
                    return;
                break;
        }
        Decide(happened.What, happened.Queue, freed);
        if (_lesson is null)
            return;
        _lesson.See(this, _now, _won);
        _won.AsSpan().Clear();
    }

    private void Arrive(int queue)
    {
        var random = _random[queue];
        _arrived++;
        double[] seen = _model.Durations[queue];
        int call = Calls.Add(queue, _now, seen[random.Next(seen.Length)] * (0.9 + (0.2 * random.NextDouble())));
        double patience = -_model.Patience[queue] * Math.Log(1 - random.NextDouble());
        if (_model.Patience[queue] > 0)
            _events.Add(_now + patience, RehearsedEvent.HangsUp, call, queue, Calls.Number(call));
        PlanArrival(queue);
    }

    private void PlanArrival(int queue)
    {
        double left = -Math.Log(1 - _random[queue].NextDouble());
        double[] rates = _model.Rates[queue];
        double at = _now;
        for (int hours = 0; hours < 10_000; hours++)
        {
            double rate = rates[(int)(at / 3600) % rates.Length];
            double untilNext = ((Math.Floor(at / 3600) + 1) * 3600) - at;
            if (rate * untilNext >= left)
            {
                _events.Add(at + (left / rate), RehearsedEvent.Arrives, -1, queue, 0);
                return;
            }
            left -= rate * untilNext;
            at += untilNext + 1e-6;
        }
    }

    private void Release(int set, int queue)
    {
        _busy[(set * _model.Queues) + queue]--;
        double[] since = _idleSince[set];
        since[(_idleFirst[set] + Idle[set]) % since.Length] = _now;
        Idle[set]++;
        foreach (int served in _model.Served[set])
            Able[served]++;
    }

    private void Join(int queue, int set)
    {
        int call = Calls.First(queue);
        double waited = _now - Calls.At(call);
        if (waited <= _model.Within[queue])
            _won[queue]++;
        Count(queue, waited, true);
        _events.Add(_now + Calls.Duration(call), RehearsedEvent.AgentFree, set, queue, 0);
        Calls.Remove(call, queue);
        _busy[(set * _model.Queues) + queue]++;
        _idleFirst[set] = (_idleFirst[set] + 1) % _idleSince[set].Length;
        Idle[set]--;
        foreach (int served in _model.Served[set])
            Able[served]--;
    }

    private void Count(int queue, double waited, bool isAnswered)
    {
        if (_arrived > _until * WarmUpShare)
            Waits.Add(queue, waited, isAnswered);
    }

    private void Decide(RehearsedEvent what, int queue, int freed)
    {
        if (_rule == RehearsedRule.Values)
        {
            DecideByValues();
            if (what == RehearsedEvent.Arrives && Calls.Waiting(queue) > 0 && Calls.At(Calls.Last(queue)) == _now)
                PlanLooks(queue);
        }
        else if (what == RehearsedEvent.Arrives)
            DecideArrival(queue);
        else if (freed >= 0)
            DecideFreed(freed);
    }

    /// <summary>When its age passes an edge, or it may be held no longer, or more agents may serve it.</summary>
    private void PlanLooks(int queue)
    {
        int call = Calls.Last(queue);
        double within = _model.Within[queue];
        for (double age = ValueLayout.NextEdge(0); age <= 2.5; age = ValueLayout.NextEdge(age))
            Look(call, queue, (age * within) + 1e-6);
        Look(call, queue, _tables!.HeldAtMost[queue] + 1e-6);
        foreach (double after in _model.ServesAfter[queue])
            if (after > 0 && double.IsFinite(after))
                Look(call, queue, after + 1e-6);
    }

    private void Look(int call, int queue, double age)
    {
        if (double.IsFinite(age))
            _events.Add(_now + age, RehearsedEvent.LookedAt, call, queue, Calls.Number(call));
    }

    private bool MayServe(int queue, int set) => Idle[set] > 0 && _model.ServesAfter[queue][set] <= Calls.FirstAge(queue, _now) + 1e-9;

    private void DecideByValues()
    {
        while (true)
        {
            bool isRandom = _explore > 0 && _exploring.NextDouble() < _explore;
            if (isRandom && _exploring.NextDouble() < 0.3)
                return;
            double most = 0;
            int queue = -1;
            int set = -1;
            for (int q = 0; q < _model.Queues; q++)
            {
                if (Calls.Waiting(q) == 0)
                    continue;
                for (int s = 0; s < _model.Sets; s++)
                {
                    if (!MayServe(q, s))
                        continue;
                    double gain = isRandom ? 1 + _exploring.NextDouble() : GainOf(q, s);
                    if (gain > most)
                        (most, queue, set) = (gain, q, s);
                }
            }
            if (queue < 0)
                return;
            Join(queue, set);
        }
    }

    private double GainOf(int queue, int set)
    {
        double gain = _tables!.Gain(queue, set, Idle[set], Able, Calls.Waiting(queue), Calls.FirstAge(queue, _now), Calls.SecondAge(queue, _now));
        int over = _model.Priority[queue] - _model.LeastPriority;
        return over > 0 ? gain + (1e9 * over) : gain;
    }

    private void DecideArrival(int queue)
    {
        int best = -1;
        double most = double.NegativeInfinity;
        for (int set = 0; set < _model.Sets; set++)
        {
            if (!MayServe(queue, set))
                continue;
            double rank = _rule switch
            {
                RehearsedRule.MostSkilled => _model.Level[queue][set],
                RehearsedRule.SpecialistsFirst => _model.Level[queue][set] - (16.0 * _model.Served[set].Length),
                RehearsedRule.LongestIdle or RehearsedRule.None or RehearsedRule.Values => 0,
            } - (1e-9 * _idleSince[set][_idleFirst[set]]);
            if (rank > most)
                (most, best) = (rank, set);
        }
        if (best >= 0)
            Join(queue, best);
    }

    private void DecideFreed(int set)
    {
        int best = -1;
        double most = double.NegativeInfinity;
        foreach (int queue in _model.Served[set])
        {
            if (Calls.Waiting(queue) == 0 || !MayServe(queue, set))
                continue;
            double waited = Calls.FirstAge(queue, _now);
            double rank = (1e9 * _model.Priority[queue]) + _rule switch
            {
                RehearsedRule.MostSkilled => (1e6 * _model.Level[queue][set]) + waited,
                RehearsedRule.SpecialistsFirst => waited - _model.Within[queue],
                RehearsedRule.LongestIdle or RehearsedRule.None or RehearsedRule.Values => waited,
            };
            if (rank > most)
                (most, best) = (rank, queue);
        }
        if (best >= 0)
            Join(best, set);
    }
}
