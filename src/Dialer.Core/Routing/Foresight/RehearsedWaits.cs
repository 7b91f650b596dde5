namespace Dialer.Core.Routing.Foresight;

/// <summary>How long people waited in a rehearsed desk, by queue: in twentieths of the target, up to twenty targets.</summary>
internal sealed class RehearsedWaits(double[] within)
{
    private const int PerTarget = 20;
    private const int Bins = 20 * PerTarget;
    private readonly long[] _bins = new long[within.Length * Bins];
    private readonly long[] _offered = new long[within.Length];
    private readonly long[] _inTime = new long[within.Length];

    public void Clear()
    {
        _bins.AsSpan().Clear();
        _offered.AsSpan().Clear();
        _inTime.AsSpan().Clear();
    }

    public void Add(int queue, double waited, bool isAnswered)
    {
        _offered[queue]++;
        if (isAnswered && waited <= within[queue])
            _inTime[queue]++;
        _bins[(queue * Bins) + Math.Min(Bins - 1, (int)(waited / within[queue] * PerTarget))]++;
    }

    /// <summary>Share answered in time; 1 where nobody came.</summary>
    public double Level(int queue) => ServiceTarget.Level(_inTime[queue], _offered[queue]);

    /// <summary>Seconds that 99 % waited at most.</summary>
    public double Percentile99(int queue)
    {
        long below = 0;
        for (int bin = 0; bin < Bins; bin++)
            if ((below += _bins[(queue * Bins) + bin]) >= 0.99 * _offered[queue])
                return (bin + 1) * within[queue] / PerTarget;
        return Bins * within[queue] / PerTarget;
    }
}
