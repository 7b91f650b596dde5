namespace Dialer.Sip.Media;

/// <summary>Lateness in steps of 50 microseconds up to 50 ms; one writer.</summary>
internal sealed class LatenessHistogram
{
    private const int StepNs = 50_000;
    private readonly long[] _counts = new long[1001];
    private long _maxNs;

    public long MaxNs => _maxNs;

    public void Add(long ns)
    {
        _counts[Math.Clamp(ns / StepNs, 0, _counts.Length - 1)]++;
        if (ns > _maxNs)
            _maxNs = ns;
    }

    public void AddTo(Span<long> counts)
    {
        for (int i = 0; i < _counts.Length; i++)
            counts[i] += _counts[i];
    }

    /// <summary>How many there were, and how many of them were late by the histogram's whole length.</summary>
    public (long All, long Late) Count()
    {
        long all = 0;
        foreach (long count in _counts)
            all += count;
        return (all, _counts[^1]);
    }

    public const int Buckets = 1001;

    /// <summary>The upper edge of the step that holds the share, milliseconds.</summary>
    public static double PercentileMs(ReadOnlySpan<long> counts, double share)
    {
        long total = 0;
        foreach (long count in counts)
            total += count;
        long below = (long)Math.Ceiling(total * share), sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            if (sum >= below && total > 0)
                return (i + 1) * (StepNs / 1e6);
        }
        return 0;
    }
}
