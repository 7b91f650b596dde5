using Dialer.Server.Running;
using Dialer.Server.Service;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

public sealed class StorePatienceTests
{
    [Theory]
    [InlineData(30.0, 5)]
    [InlineData(0.9, 0)]
    [InlineData(1.6, 1)]
    [InlineData(120.0, 8)]
    public void A_lock_is_told_while_it_lasts_more_and_more_seldom_and_when_it_is_over(double seconds, int told)
    {
        var time = new FakeTimeProvider();
        var written = new StringWriter { NewLine = "\n" };
        double writing = 0;
        using (var logs = HostLogging.ToConsole(written, LogLevel.Information, new Dictionary<string, LogLevel>(), time))
        using (new StorePatience(() => TimeSpan.FromSeconds(writing), logs.Factory.CreateLogger("area"), time))
        {
            for (double at = 0; at < seconds; at += StorePatience.LookEvery.TotalSeconds)
            {
                writing = at;
                time.Advance(StorePatience.LookEvery);
            }
            writing = 0;
            time.Advance(StorePatience.LookEvery);
        }
        string[] lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(told, lines.Count(line => line.Contains("1017", StringComparison.Ordinal)));
        Assert.Equal(told > 0 ? 1 : 0, lines.Count(line => line.Contains("writes again", StringComparison.Ordinal)));
    }
}
