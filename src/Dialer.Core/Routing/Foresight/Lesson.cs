namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// Learns what states are worth from a rehearsal: least-squares temporal differences (Bradtke and Barto, 1996) of the
/// average-reward kind. Between two decisions the value changes by what was won less what the desk wins on average in that
/// time; the tables are those that fit best over all decisions. One matrix serves all queues: only the rewards differ.
/// </summary>
internal sealed class Lesson
{
    private readonly DeskModel _model;
    private readonly ValueLayout _layout;
    private readonly double[] _times;
    private readonly double[] _won;
    private (int Feature, double Value)[] _before;
    private (int Feature, double Value)[] _after;
    private int _countBefore;
    private int _countAfter;
    private double _lastAt;
    private double _time;

    public Lesson(DeskModel model, ValueLayout layout)
    {
        (_model, _layout) = (model, layout);
        System = new LinearSystem(layout.Features, model.Queues);
        _times = new double[layout.Features];
        _won = new double[model.Queues];
        int most = 1 + (4 * model.Queues) + model.Sets + (model.Sets * model.Queues);
        _before = new (int, double)[most];
        _after = new (int, double)[most];
    }

    public LinearSystem System { get; }

    public void Begin()
    {
        _times.AsSpan().Clear();
        _won.AsSpan().Clear();
        (_countBefore, _time) = (0, 0);
    }

    /// <summary>The state after a decision, and what it won since the one before.</summary>
    /// <param name="won">Answers in time since then, by queue.</param>
    public void See(DeskRehearsal desk, double now, ReadOnlySpan<int> won)
    {
        Describe(desk, now);
        if (_countBefore > 0)
            Learn(now - _lastAt, won);
        (_before, _after) = (_after, _before);
        (_countBefore, _lastAt) = (_countAfter, now);
    }

    /// <summary>The average is known now: it is taken off.</summary>
    public void End()
    {
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            double rate = _time > 0 ? _won[queue] / _time : 0;
            for (int i = 0; i < _times.Length; i++)
                System.AddRight(i, queue, -rate * _times[i]);
        }
    }

    private void Learn(double seconds, ReadOnlySpan<int> won)
    {
        for (int i = 0; i < _countBefore; i++)
        {
            var (row, value) = _before[i];
            for (int k = 0; k < _countBefore; k++)
                System.Add(row, _before[k].Feature, value * _before[k].Value);
            for (int k = 0; k < _countAfter; k++)
                System.Add(row, _after[k].Feature, -value * _after[k].Value);
            _times[row] += value * seconds;
            for (int queue = 0; queue < won.Length; queue++)
                if (won[queue] > 0)
                    System.AddRight(row, queue, value * won[queue]);
        }
        for (int queue = 0; queue < won.Length; queue++)
            _won[queue] += won[queue];
        _time += seconds;
    }

    private void Describe(DeskRehearsal desk, double now)
    {
        _countAfter = 0;
        Put(0, 1);
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            Put(_layout.Able(queue, desk.Able[queue]), 1);
            int waiting = desk.Calls.Waiting(queue);
            Put(_layout.Count(queue, waiting), 1);
            if (waiting == 0)
                continue;
            double age = desk.Calls.FirstAge(queue, now) / _model.Within[queue];
            Put(_layout.Age(queue, age), 1);
            if (_layout.CountAndAge(queue, waiting, age) is >= 0 and int joint)
                Put(joint, 1);
        }
        for (int set = 0; set < _model.Sets; set++)
        {
            Put(_layout.Idle(set, desk.Idle[set]), 1);
            foreach (int queue in _model.Served[set])
                if (desk.Busy(set, queue) is > 0 and int busy)
                    Put(_layout.Busy(set, queue), busy);
        }
    }

    private void Put(int feature, double value) => _after[_countAfter++] = (feature, value);
}
