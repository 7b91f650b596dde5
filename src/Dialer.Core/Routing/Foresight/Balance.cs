namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// What the desk really attains, against what the study foresaw: the learned model is never quite the desk, so weight moves
/// slowly to queues that stay behind the mean of all.
/// </summary>
internal sealed class Balance
{
    /// <summary>Offered interactions between two looks, and how many of the past count.</summary>
    private const int Between = 50;
    private const double Memory = 20_000;
    private const double Rate = 0.05;
    private const double Most = 0.7;

    private double[] _offered = [];
    private double[] _inTime = [];
    private double[] _moved = [];
    private int _since;

    /// <summary>True where it is time to weigh again.</summary>
    public bool Offer(int queue)
    {
        if (queue >= _offered.Length)
        {
            Array.Resize(ref _offered, queue + 1);
            Array.Resize(ref _inTime, queue + 1);
            Array.Resize(ref _moved, queue + 1);
        }
        return ++_since >= Between;
    }

    /// <summary>What became of somebody: answered in time or not.</summary>
    public void Settle(int queue, bool isInTime)
    {
        _offered[queue]++;
        _inTime[queue] += isInTime ? 1 : 0;
    }

    /// <summary>The study's weights, moved by what was seen since the beginning.</summary>
    public void Weigh(ReadOnlySpan<double> planned, ReadOnlySpan<double> share, Span<double> weights)
    {
        _since = 0;
        int queues = Math.Min(planned.Length, _offered.Length);
        double mean = 0;
        for (int queue = 0; queue < queues; queue++)
            mean += Attainment(queue, share[queue]) / queues;
        double keep = 1 - (Between / Memory);
        double sum = 0;
        for (int queue = 0; queue < planned.Length; queue++)
        {
            double moved = 0;
            if (queue < queues)
            {
                moved = Math.Clamp(_moved[queue] + (Rate * (mean - Attainment(queue, share[queue]))), -Most, Most);
                _moved[queue] = moved;
                _offered[queue] *= keep;
                _inTime[queue] *= keep;
            }
            weights[queue] = planned[queue] * Math.Exp(moved);
            sum += weights[queue];
        }
        for (int queue = 0; queue < planned.Length; queue++)
            weights[queue] /= sum;
    }

    private double Attainment(int queue, double share) => (_inTime[queue] + 10) / (_offered[queue] + (10 / share)) / share;
}
