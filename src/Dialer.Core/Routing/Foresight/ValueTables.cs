namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// What a state of the desk is worth: answers within the target still to come, by queue, and their sum weighed by how
/// much each queue needs them. Serving somebody is worth its reward and what it changes in the tables.
/// </summary>
internal sealed class ValueTables
{
    private readonly DeskModel _model;
    private readonly double[][] _values;
    private readonly double[] _sum;
    private readonly double[] _reward;

    public ValueTables(DeskModel model)
    {
        _model = model;
        Layout = new ValueLayout(model);
        _values = new double[model.Queues][];
        for (int queue = 0; queue < model.Queues; queue++)
            _values[queue] = new double[Layout.Features];
        _sum = new double[Layout.Features];
        _reward = new double[model.Queues];
        Weights = new double[model.Queues];
        HeldAtMost = new double[model.Queues];
        Weights.AsSpan().Fill(1.0 / model.Queues);
        Weigh(Weights);
    }

    public ValueLayout Layout { get; }

    /// <summary>How much each queue's attainment counts; they add up to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The wait in seconds after which somebody is no longer held back, by queue.</summary>
    public double[] HeldAtMost { get; }

    /// <summary>By queue and feature: answers within the target, expected above the average.</summary>
    public void Set(int queue, ReadOnlySpan<double> values) => values.CopyTo(_values[queue]);

    public void Weigh(ReadOnlySpan<double> weights)
    {
        if (weights != Weights)
            weights.CopyTo(Weights);
        _sum.AsSpan().Clear();
        for (int queue = 0; queue < _model.Queues; queue++)
        {
            // An answer in time raises the attainment by 1 / (share * offered).
            double scale = weights[queue] / (_model.Share[queue] * Math.Max(1e-9, _model.MeanRate(queue)));
            _reward[queue] = scale;
            double[] values = _values[queue];
            for (int i = 0; i < _sum.Length; i++)
                _sum[i] += scale * values[i];
        }
    }

    public void CopyFrom(ValueTables other)
    {
        for (int queue = 0; queue < _values.Length; queue++)
            other._values[queue].CopyTo(_values[queue], 0);
        other.HeldAtMost.CopyTo(HeldAtMost, 0);
        Weigh(other.Weights);
    }

    /// <summary>The worth of giving the first in line of a queue to a free agent of a set, now.</summary>
    /// <param name="able">Free agents who could serve, by queue.</param>
    /// <param name="first">Seconds that the first in line has waited.</param>
    /// <param name="second">That the next has; unused where one waits.</param>
    public double Gain(int queue, int set, int idle, ReadOnlySpan<int> able, int waiting, double first, double second)
    {
        double within = _model.Within[queue];
        double gain = first <= within ? _reward[queue] : 0;
        gain += Line(queue, waiting - 1, second / within) - Line(queue, waiting, first / within);
        gain += _sum[Layout.Idle(set, idle - 1)] - _sum[Layout.Idle(set, idle)];
        foreach (int other in _model.Served[set])
            gain += _sum[Layout.Able(other, able[other] - 1)] - _sum[Layout.Able(other, able[other])];
        gain += _sum[Layout.Busy(set, queue)];

        // Who serves nothing else is kept for nobody.
        if (_model.Served[set].Length == 1)
            gain = Math.Max(gain, LeastForSpecialists);
        return first > HeldAtMost[queue] ? gain + NotHeld * (first / HeldAtMost[queue]) : gain;
    }

    private const double LeastForSpecialists = 1e-6;

    /// <summary>Far above any gain.</summary>
    private const double NotHeld = 1e6;

    private double Line(int queue, int waiting, double age)
    {
        if (waiting == 0)
            return _sum[Layout.Count(queue, 0)];
        double worth = _sum[Layout.Count(queue, waiting)] + _sum[Layout.Age(queue, age)];
        int joint = Layout.CountAndAge(queue, waiting, age);
        return joint < 0 ? worth : worth + _sum[joint];
    }
}
