using Dialer.Core.Routing.Foresight;
using Dialer.Core.Time;

namespace Dialer.Core.Routing.Policies;

/// <summary>
/// Ours: serves so that the queue that is farthest behind its service level does best. It learns the desk from what
/// happens, rehearses it in the head, and knows from that what one more free agent of each set, and one more who waits, are
/// worth to every queue. A pair is joined when that is worth more than to wait: scarce skills stay free while a queue that
/// needs them is behind and the waiting one is ahead, until the waiting one has waited as long as the longest-idle rule would
/// make the last hundredth wait. Before enough is learned, and at desks too large for it, specialists go first.
/// </summary>
internal sealed class Targets : IRoutingPolicy, IHoldingPolicy
{
    /// <summary>Offered interactions before the desk is studied for the first time, and by how much more each time after.</summary>
    private const long FirstStudy = 60;
    private const double NextStudy = 2.5;
    private const long LastStudy = 60_000;

    /// <summary>Pairs that can be weighed at each event.</summary>
    private const int MostPairs = 256;
    private const long FewCalls = 15_000;
    private const long ManyCalls = 60_000;
    private const long FewOffered = 1000;
    private const int FirstRounds = 4;
    private const int LaterRounds = 3;

    private readonly DeskLedger _ledger = new();
    private readonly Balance _balance = new();
    private ValueTables? _tables;
    private double[] _planned = [];
    private DeskModel? _model;
    private RehearsedRule _rule;
    private DeskStudy? _study;
    private DeskModel? _studied;
    private DeskView? _desk;
    private bool _isTooLarge;
    private long _nextStudy = FirstStudy;
    private ulong _studies;

    // The desk at this decision.
    private int[] _idle = [];
    private int[] _able = [];
    private int[] _waiting = [];
    private double[] _first = [];
    private double[] _second = [];

    public string Name => RoutingPolicies.Targets;

    public IHoldingPolicy Holding => this;

    public bool IsReady => _tables is not null;

    public int SetOrder(in ServingSet set) => (set.QueuesServed * 16) - set.Level;

    public AgentOrder AgentOrder => AgentOrder.IdleSince;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => overTarget.TotalSeconds;

    public void Observe(in RoutingEvent happened, Instant now)
    {
        _desk = happened.Desk;
        switch (happened.Kind)
        {
            case RoutingEventKind.Offered:
                _ledger.Offer(happened.Queue, now);
                if (_balance.Offer(happened.Queue) && _tables is not null)
                    Weigh();
                break;
            case RoutingEventKind.Assigned:
                _ledger.Answer(happened.Queue, happened.Span);
                _balance.Settle(happened.Queue, happened.Span <= happened.Desk.Settings(happened.Queue).Target.Within);
                break;
            case RoutingEventKind.Left:
                _ledger.Leave(happened.Queue, happened.Span);
                _balance.Settle(happened.Queue, false);
                break;
            case RoutingEventKind.Handled:
                _ledger.Handle(happened.Queue, happened.Span);
                break;
            case RoutingEventKind.DeskChanged:
                Fit(happened.Desk);
                break;
        }
    }

    public bool Think(int steps)
    {
        if (_study is null)
        {
            if (_desk is null || _isTooLarge || _ledger.Offered < _nextStudy)
                return false;
            BeginStudy(_desk);
        }
        if (_study!.Step(steps))
            return true;
        (_tables, _model, _rule) = (_study.Best, _studied, _study.BestRule);
        _study = null;
        _planned = [.. _tables.Weights];
        Weigh();
        return false;
    }

    private void Weigh()
    {
        _balance.Weigh(_planned, _model!.Share, _tables!.Weights);
        _tables.Weigh(_tables.Weights);
    }

    public void Look(DeskView desk, Instant now)
    {
        for (int queue = 0; queue < desk.Queues; queue++)
        {
            _able[queue] = 0;
            _waiting[queue] = desk.Waiting(queue);
            _first[queue] = _waiting[queue] > 0 ? (now - desk.FirstArrival(queue)).TotalSeconds : 0;
            _second[queue] = _waiting[queue] > 1 ? (now - desk.SecondArrival(queue)).TotalSeconds : 0;
        }
        for (int set = 0; set < desk.Sets; set++)
        {
            _idle[set] = desk.Idle(set);
            foreach (int queue in _model!.Served[set])
                _able[queue] += _idle[set];
        }
    }

    public double Gain(int queue, int set) => _rule switch
    {
        RehearsedRule.MostSkilled => 1 + (1e6 * _model!.Level[queue][set]) + _first[queue],
        RehearsedRule.SpecialistsFirst => 1e9 - (1e6 * _model!.Served[set].Length) + (1e-3 * _model.Level[queue][set]) + _first[queue] - _model.Within[queue],
        RehearsedRule.None or RehearsedRule.LongestIdle or RehearsedRule.Values =>
            _tables!.Gain(queue, set, Math.Max(1, _idle[set]), _able, Math.Max(1, _waiting[queue]), _first[queue], _second[queue]),
    };

    public TimeSpan? NextLook(int queue, TimeSpan waited)
    {
        if (_tables is null)
            return null;
        double within = _model!.Within[queue];
        double next = ValueLayout.NextEdge((waited.TotalSeconds / within) + 1e-9) * within;
        if (_tables.HeldAtMost[queue] > waited.TotalSeconds)
            next = Math.Min(next, _tables.HeldAtMost[queue]);
        return double.IsFinite(next) ? TimeSpan.FromSeconds(next + 0.001) : null;
    }

    /// <summary>Queues or sets that the tables do not know: they are learned anew.</summary>
    private void Fit(DeskView desk)
    {
        int pairs = 0;
        for (int queue = 0; queue < desk.Queues && pairs <= MostPairs; queue++)
            for (int set = 0; set < desk.Sets && pairs <= MostPairs; set++)
                if (desk.ServesAfter(queue, set) < TimeSpan.MaxValue)
                    pairs++;
        _isTooLarge = pairs > MostPairs || ValueLayout.FeaturesOf(desk.Queues, desk.Sets, pairs) > ValueLayout.MostFeatures;
        if (_model is not null && (_isTooLarge || _model.Queues != desk.Queues || _model.Sets != desk.Sets))
            Unlearn();
        if (_able.Length >= desk.Queues && _idle.Length >= desk.Sets)
            return;
        (_able, _waiting, _first, _second) = (new int[desk.Queues], new int[desk.Queues], new double[desk.Queues], new double[desk.Queues]);
        _idle = new int[desk.Sets];
    }

    private void Unlearn()
    {
        (_tables, _model, _study) = (null, null, null);
        _nextStudy = Math.Max(FirstStudy, _ledger.Offered);
    }

    private void BeginStudy(DeskView desk)
    {
        _studied = _ledger.Model(desk);
        _nextStudy = _ledger.Offered < LastStudy ? (long)(_ledger.Offered * NextStudy) : long.MaxValue;
        bool isEarly = _ledger.Offered < FewOffered;
        _study = new DeskStudy(_studied, _tables, isEarly ? FirstRounds : LaterRounds, isEarly ? FewCalls : ManyCalls, 1000 * ++_studies);
    }
}
