using Dialer.Core.Engine.Books;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine.Books;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantiles_are_at_most_a_32nd_above_the_truth_and_never_below()
    {
        var random = new SeededRandom(4);
        var histogram = new LatencyHistogram();
        var all = new List<double>();
        for (int i = 0; i < 5000; i++)
        {
            double micros = Math.Floor(Math.Exp(random.NextDouble() * 18));
            all.Add(micros);
            histogram.Add(TimeSpan.FromMicroseconds(micros));
        }
        all.Sort();
        foreach (double share in new[] { 0.01, 0.5, 0.95, 0.99, 1 })
        {
            double truth = all[(int)Math.Ceiling(share * all.Count) - 1];
            Assert.InRange(histogram.Quantile(share).TotalMicroseconds, truth, truth * 1.032);
        }
    }

    [Fact]
    public void Empty_is_zero_and_the_longest_still_counts()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Quantile(0.99));
        histogram.Add(TimeSpan.FromDays(3));
        histogram.Add(TimeSpan.FromSeconds(-1));
        Assert.Equal(2, histogram.Count);
        Assert.True(histogram.Quantile(1) > TimeSpan.FromHours(1));
    }
}
