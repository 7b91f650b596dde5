using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;
using Dialer.Server.Running;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

public sealed class EngineClockTests
{
    private readonly TestClock _time = new();

    [Fact]
    public void Time_passes_as_the_monotonic_counter_does()
    {
        var clock = new EngineClock(_time);
        var start = clock.Now();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), clock.Now() - start);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(-0.2)]
    public void A_small_difference_is_slewed_at_500_microseconds_a_second(double seconds)
    {
        var clock = new EngineClock(_time);
        _time.Step(TimeSpan.FromSeconds(seconds));
        var before = clock.Now();
        for (int i = 0; i < 100; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(clock.Compare());
        }
        var passed = clock.Now() - before;
        Assert.Equal(100 + (Math.Sign(seconds) * 0.05), passed.TotalSeconds, 6);
        Assert.Equal(ClockState.Steady, clock.State);
    }

    [Fact]
    public void Slewing_ends_when_both_agree()
    {
        var clock = new EngineClock(_time);
        _time.Step(TimeSpan.FromMilliseconds(3));
        for (int i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            clock.Compare();
        }
        Assert.Equal(Instant.From(_time.GetUtcNow()), clock.Now());
    }

    [Fact]
    public void A_step_of_the_system_clock_moves_no_deadline()
    {
        var clock = new EngineClock(_time);
        var before = clock.Now();
        _time.Step(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(clock.Compare());
        Assert.Equal(ClockState.SteppedForward, clock.State);
        Assert.Equal(TimeSpan.FromSeconds(2), clock.Now() - before);
    }

    [Fact]
    public void A_step_forward_is_followed_when_asked_for()
    {
        var clock = new EngineClock(_time);
        _time.Step(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        clock.Compare();
        clock.FollowStep();
        Assert.Equal(Instant.From(_time.GetUtcNow()), clock.Now());
        Assert.Equal(ClockState.Steady, clock.State);
    }

    [Fact]
    public void Time_never_goes_back()
    {
        var clock = new EngineClock(_time);
        var last = clock.Now();
        var random = new SeededRandom(7);
        for (int i = 0; i < 2_000; i++)
        {
            _time.Step(TimeSpan.FromSeconds((random.NextDouble() - 0.5) * 7_200));
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(3_000)));
            if (clock.Compare() && clock.State == ClockState.SteppedForward && random.Next(2) == 0)
                clock.FollowStep();
            var now = clock.Now();
            Assert.True(now >= last, $"step {i}: {now} after {last}");
            last = now;
        }
    }

    [Fact]
    public void Dialing_is_held_while_the_clocks_differ_and_goes_on_after_a_step_forward()
    {
        var clock = new EngineClock(_time);
        var guard = new ClockGuard(clock, null);
        _time.Step(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EngineInputKind.OutletCongested, guard.Look(clock.Now())?.Kind);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(guard.Look(clock.Now()));
        _time.Advance(ClockGuard.Settle);
        Assert.Equal(EngineInputKind.OutletRelieved, guard.Look(clock.Now())?.Kind);
        Assert.Equal(Instant.From(_time.GetUtcNow()), clock.Now());
    }

    [Fact]
    public void After_a_step_back_dialing_is_held_until_the_wall_has_caught_up()
    {
        var clock = new EngineClock(_time);
        var guard = new ClockGuard(clock, null);
        _time.Step(-TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EngineInputKind.OutletCongested, guard.Look(clock.Now())?.Kind);
        _time.Advance(TimeSpan.FromMinutes(60));
        Assert.Null(guard.Look(clock.Now()));
        _time.Step(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EngineInputKind.OutletRelieved, guard.Look(clock.Now())?.Kind);
    }
}
