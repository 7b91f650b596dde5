namespace Dialer.Core.Engine.Books;

/// <summary>Of a <see cref="LatencyHistogram"/>, at most 3.2 % too long; all zero while it is empty.</summary>
public readonly record struct LatencyQuantiles(long Count, TimeSpan P50, TimeSpan P95, TimeSpan P99)
{
    internal static LatencyQuantiles Of(LatencyHistogram histogram) => new(histogram.Count, histogram.Quantile(0.50), histogram.Quantile(0.95), histogram.Quantile(0.99));
}
