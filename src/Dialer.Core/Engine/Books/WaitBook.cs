namespace Dialer.Core.Engine.Books;

/// <summary>The waits of one queue: fixed size, nothing allocated.</summary>
internal sealed class WaitBook
{
    private readonly LatencyHistogram _histogram = new();
    private TimeSpan _sum;
    private TimeSpan _longest;

    public void Add(TimeSpan wait)
    {
        _histogram.Add(wait);
        _sum += wait;
        if (wait > _longest)
            _longest = wait;
    }

    public WaitTimes Times() => _histogram.Count == 0
        ? default
        : new WaitTimes(_histogram.Count, _sum / _histogram.Count, Quantile(0.50), Quantile(0.95), Quantile(0.99), _longest);

    public SpanHistogram Spans() => _histogram.Spans();

    /// <summary>A bucket's end may lie beyond the longest that is in it.</summary>
    private TimeSpan Quantile(double share) => _histogram.Quantile(share) is var end && end < _longest ? end : _longest;
}
