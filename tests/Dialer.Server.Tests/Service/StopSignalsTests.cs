using Dialer.Server.Service;
using Xunit;

namespace Dialer.Server.Tests.Service;

public sealed class StopSignalsTests
{
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public void A_hang_up_reloads_but_where_the_terminal_is_gone(bool hadTerminal, bool hasTerminal, bool reloads)
    {
        bool there = hadTerminal;
        using var signals = StopSignals.Listen(null, () => there);
        int reloaded = 0;
        signals.Reload = () => reloaded++;
        there = hasTerminal;
        signals.HangUp();
        Assert.Equal((reloads ? 1 : 0, !reloads, false), (reloaded, signals.Drain.IsCancellationRequested, signals.AtOnce.IsCancellationRequested));
    }

    [Fact]
    public void However_often_the_terminal_goes_conversations_are_not_cut_off()
    {
        bool there = true;
        using var signals = StopSignals.Listen(null, () => there);
        there = false;
        for (int i = 0; i < 5; i++)
            signals.HangUp();
        Assert.True(signals.Drain.IsCancellationRequested);
        Assert.False(signals.AtOnce.IsCancellationRequested);
        Assert.Equal(2, signals.Count());
        Assert.True(signals.AtOnce.IsCancellationRequested);
    }

    [Fact]
    public void Where_nothing_can_be_read_again_a_hang_up_does_nothing()
    {
        using var signals = StopSignals.Listen(null, () => false);
        signals.HangUp();
        Assert.False(signals.Drain.IsCancellationRequested);
    }

    [Theory]
    [InlineData("30000000", 15.0)]
    [InlineData("1000000", 0.5)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void The_watchdog_is_told_twice_as_often_as_systemd_asks(string? microseconds, double? seconds) =>
        Assert.Equal(seconds, Watchdog.Every(microseconds)?.TotalSeconds);
}
