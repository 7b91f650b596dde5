namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// Finds out, in the head, how to join agents and callers so that the worst-off queue does best: rehearses the plain
/// rules; then, round by round, learns what states are worth under the present tables, acts by what was learned, and moves
/// weight to the queues that are behind (a subgradient step of the dual: at the optimum of the least attainment, the queues
/// that matter are equally far). Keeps the best that it has seen on one and the same rehearsed time, the plain rules included.
/// In steps, so that decisions never wait.
/// </summary>
internal sealed class DeskStudy
{
    private const ulong Judging = 77;
    private const int TuningsPerRound = 4;
    private const double TuningStep = 4;
    private const double LeastWeight = 0.01;
    private const double Firmness = 20;
    private const double FirstExploring = 0.10;
    private const double Exploring = 0.05;

    /// <summary>A plain rule must be better by so much to be taken: the tables go on learning, a rule does not.</summary>
    private const double RuleMargin = 0.01;

    /// <summary>At first nobody is held longer than 99 % wait under the longest-idle rule, or than 1.6 targets.</summary>
    private const double HeldTargets = 1.6;

    /// <summary>And 99 % are to wait at most 1.25 times what they wait there, or twice the target, with a little to spare.</summary>
    private const double WaitAgainstIdle = 1.25;
    private const double WaitTargets = 2;
    private const double Spare = 0.95;
    private const double HeldLess = 0.85;

    /// <summary>What a wait beyond that costs of the least attainment, for each such wait again.</summary>
    private const double WaitCost = 0.5;

    private readonly DeskModel _model;
    private readonly DeskRehearsal _desk;
    private readonly ValueTables _trying;
    private readonly Lesson _lesson;
    private readonly double[] _solution;
    private readonly double[] _mostWait;
    private readonly double[] _heldNow;
    private readonly IReadOnlyList<FeatureRow> _rows;
    private readonly int _rounds;
    private readonly long _calls;
    private readonly ulong _seed;
    private Phase _phase = Phase.LongestIdle;
    private int _round;
    private int _tuning;
    private bool _isRunning;
    private double _bestRule = double.NegativeInfinity;
    private bool _hasLearned;

    private enum Phase : byte
    {
        LongestIdle,
        MostSkilled,
        SpecialistsFirst,
        JudgePresent,
        Learn,
        Solve,
        Tune,
        Judge,
        Done,
    }

    /// <param name="present">The tables in use, of the same layout; null: none.</param>
    public DeskStudy(DeskModel model, ValueTables? present, int rounds, long calls, ulong seed)
    {
        (_model, _rounds, _calls, _seed) = (model, rounds, calls, seed);
        _desk = new DeskRehearsal(model);
        _trying = new ValueTables(model);
        Best = new ValueTables(model);
        _lesson = new Lesson(model, _trying.Layout);
        _rows = _trying.Layout.Rows();
        _mostWait = new double[model.Queues];
        _heldNow = new double[model.Queues];
        _solution = new double[_trying.Layout.Features];
        if (present is null || present.Layout.Features != _trying.Layout.Features)
            return;
        _trying.CopyFrom(present);
        _hasLearned = true;
    }

    /// <summary>The best tables so far.</summary>
    public ValueTables Best { get; }

    /// <summary>Their least attainment in the rehearsal, less what too long waits cost; NaN before any was judged.</summary>
    public double BestWorst { get; private set; } = double.NaN;

    /// <summary>The plain rule that does better than the tables; None: there is none.</summary>
    public RehearsedRule BestRule { get; private set; }

    public bool IsDone => _phase == Phase.Done;

    /// <summary>About so many rehearsed events; false: done.</summary>
    public bool Step(int steps)
    {
        while (steps > 0 && _phase != Phase.Done)
            if (_phase == Phase.Solve)
                steps -= Solve(steps);
            else
                steps -= Rehearse(steps);
        return _phase != Phase.Done;
    }

    private int Rehearse(int steps)
    {
        if (!_isRunning)
            BeginRun();
        if (_desk.Run(steps))
            return steps;
        _isRunning = false;
        EndRun();
        return Math.Max(1, steps / 2);
    }

    private void BeginRun()
    {
        _isRunning = true;
        switch (_phase)
        {
            case Phase.LongestIdle:
                _desk.Begin(RehearsedRule.LongestIdle, null, Judging, _calls, 0, null);
                break;
            case Phase.MostSkilled:
                _desk.Begin(RehearsedRule.MostSkilled, null, Judging, _calls, 0, null);
                break;
            case Phase.SpecialistsFirst:
                _desk.Begin(RehearsedRule.SpecialistsFirst, null, Judging, _calls, 0, null);
                break;
            case Phase.JudgePresent or Phase.Judge:
                _desk.Begin(RehearsedRule.Values, _trying, Judging, _calls, 0, null);
                break;
            case Phase.Learn:
                _lesson.System.Fade(_round < 2 ? 0 : 0.6);
                _desk.Begin(RehearsedRule.Values, _trying, SeedOf(0), _calls, _hasLearned ? Exploring : FirstExploring, _lesson);
                break;
            case Phase.Tune:
                _desk.Begin(RehearsedRule.Values, _trying, SeedOf(1 + _tuning), _calls, 0, null);
                break;
            case Phase.Solve or Phase.Done:
                break;
        }
    }

    private void EndRun()
    {
        switch (_phase)
        {
            case Phase.LongestIdle:
                HoldAtMost();
                ConsiderRule(RehearsedRule.LongestIdle);
                _phase = Phase.MostSkilled;
                break;
            case Phase.MostSkilled:
                ConsiderRule(RehearsedRule.MostSkilled);
                _phase = Phase.SpecialistsFirst;
                break;
            case Phase.SpecialistsFirst:
                ConsiderRule(RehearsedRule.SpecialistsFirst);
                _phase = _hasLearned ? Phase.JudgePresent : Phase.Learn;
                break;
            case Phase.JudgePresent:
                Consider();
                _phase = Phase.Learn;
                break;
            case Phase.Learn:
                _lesson.End();
                _lesson.System.Begin(_rows, Firmness);
                _hasLearned = true;
                _phase = Phase.Solve;
                break;
            case Phase.Tune:
                Tune();
                _phase = ++_tuning < TuningsPerRound ? Phase.Tune : Phase.Judge;
                break;
            case Phase.Judge:
                Consider();
                _tuning = 0;
                _phase = ++_round < _rounds ? Phase.Learn : Phase.Done;
                if (_phase == Phase.Done && !(_bestRule > BestWorst + RuleMargin))
                    BestRule = RehearsedRule.None;
                break;
            case Phase.Solve or Phase.Done:
                break;
        }
    }

    private int Solve(int steps)
    {
        int size = _lesson.System.Size;
        int costPerRow = Math.Max(1, size * size / 200);
        int used = 0;
        while (used < steps)
        {
            used += costPerRow;
            if (_lesson.System.Eliminate())
                continue;
            for (int queue = 0; queue < _model.Queues; queue++)
            {
                _lesson.System.Solution(queue, _solution);
                _trying.Set(queue, _solution);
            }
            _trying.Weigh(_trying.Weights);
            _phase = Phase.Tune;
            break;
        }
        return used;
    }

    /// <summary>From the longest-idle rule's waits; what an earlier study found it had to be stays, but for a little.</summary>
    private void HoldAtMost()
    {
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            double within = _model.Within[queue];
            double idle = _desk.Waits.Percentile99(queue);
            double most = Math.Max(idle, HeldTargets * within);
            _trying.HeldAtMost[queue] = _hasLearned ? Math.Min(most, _trying.HeldAtMost[queue] / HeldLess) : most;
            _mostWait[queue] = Math.Max(WaitAgainstIdle * idle, WaitTargets * within);
        }
    }

    /// <summary>Where some wait too long they are held less from now on. What it costs is taken off.</summary>
    private double ShortenWaits()
    {
        double cost = 0;
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            double over = (_desk.Waits.Percentile99(queue) / _mostWait[queue]) - Spare;
            if (over <= 0)
                continue;
            cost += WaitCost * over;
            _trying.HeldAtMost[queue] = Math.Max(_model.Within[queue], HeldLess * _trying.HeldAtMost[queue]);
        }
        return cost;
    }

    private double Attainment(int queue) => _desk.Waits.Level(queue) / _model.Share[queue];

    private double Worst()
    {
        double worst = double.PositiveInfinity;
        for (int queue = 0; queue < _model.Queues; queue++)
            worst = Math.Min(worst, Attainment(queue));
        return worst;
    }

    private void Consider()
    {
        double worst = Worst();
        for (int queue = 0; queue < _model.Queues; queue++)
            _heldNow[queue] = _trying.HeldAtMost[queue];
        double cost = ShortenWaits();
        if (BestWorst >= worst - cost)
            return;
        BestWorst = worst - cost;
        Best.CopyFrom(_trying);
        _heldNow.CopyTo(Best.HeldAtMost, 0);
    }

    private void ConsiderRule(RehearsedRule rule)
    {
        // The longest idle agent is not known by his set: that rule is the measure of waits, and no candidate.
        if (rule == RehearsedRule.LongestIdle || Worst() <= _bestRule)
            return;
        _bestRule = Worst();
        BestRule = rule;
    }

    /// <summary>Weight moves to who is behind the mean, by ever smaller steps.</summary>
    private void Tune()
    {
        double mean = 0;
        for (int queue = 0; queue < _model.Queues; queue++)
            mean += Attainment(queue) / _model.Queues;
        double sum = 0;
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            double moved = _trying.Weights[queue] * Math.Exp(TuningStep / (1 + _round) * (mean - Attainment(queue)));
            _trying.Weights[queue] = Math.Max(LeastWeight, moved);
            sum += _trying.Weights[queue];
        }
        for (int queue = 0; queue < _model.Queues; queue++)
            _trying.Weights[queue] /= sum;
        _trying.Weigh(_trying.Weights);
    }

    private ulong SeedOf(int run) => _seed + (ulong)((_round * 16) + run + 1);
}
