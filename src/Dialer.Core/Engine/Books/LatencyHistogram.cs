using System.Numerics;

namespace Dialer.Core.Engine.Books;

/// <summary>
/// Latencies in buckets that are a 32nd of their power of two wide (at most 3.2 % off), from 1 microsecond to about
/// 1.2 hours; longer ones count in the last. Fixed size, nothing allocated.
/// </summary>
public sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;
    private readonly long[] _counts = new long[Steps * (33 - StepBits + 3)];

    private TimeSpan _sum;

    public long Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        _counts[Math.Min(BucketOf((ulong)Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond)), _counts.Length - 1)]++;
        Count++;
        _sum += latency;
    }

    /// <summary>In buckets as a monitor has them; a bound is met to a 32nd.</summary>
    public SpanHistogram Spans()
    {
        var within = default(BucketCounts);
        long below = 0;
        int bucket = 0;
        for (int i = 0; i < BucketCounts.Length; i++)
        {
            double micros = BucketCounts.Bounds[i] * 1_000_000;
            for (; below < Count && UpperEndOf(bucket) <= micros; bucket++)
                below += _counts[bucket];
            within[i] = below;
        }
        return new SpanHistogram(Count, _sum, within);
    }

    /// <summary>The upper end of the bucket below which a share of all lies; zero while empty.</summary>
    /// <param name="share">In (0, 1], 0.99 for p99.</param>
    public TimeSpan Quantile(double share)
    {
        long rank = (long)Math.Ceiling(share * Count);
        for (int bucket = 0; bucket < _counts.Length && Count > 0; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
                return TimeSpan.FromMicroseconds(UpperEndOf(bucket));
        }
        return TimeSpan.Zero;
    }

    private static int BucketOf(ulong micros)
    {
        if (micros < Steps)
            return (int)micros;
        int power = BitOperations.Log2(micros);
        return ((power - StepBits + 1) * Steps) + (int)((micros >> (power - StepBits)) & (Steps - 1));
    }

    private static double UpperEndOf(int bucket)
    {
        if (bucket < Steps)
            return bucket;
        int power = (bucket / Steps) + StepBits - 1;
        return Math.ScaleB(Steps + (bucket % Steps) + 1, power - StepBits) - 1;
    }
}
