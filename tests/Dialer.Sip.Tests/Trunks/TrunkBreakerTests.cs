using Dialer.Core.Time;
using Dialer.Sip.Trunks;
using Xunit;

namespace Dialer.Sip.Tests.Trunks;

public sealed class TrunkBreakerTests
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(8);
    private static Instant At(double seconds) => Instant.FromSeconds(1000 + seconds);

    [Fact]
    public void Opens_at_the_fifth_failure_in_a_row()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        for (int i = 0; i < 4; i++)
            Assert.False(breaker.Failed("503", null, At(i)));
        Assert.True(breaker.Failed("503", null, At(4)));
        Assert.Equal(BreakerState.Open, breaker.State);
        Assert.Contains("5 times", breaker.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_gets_through_in_between_starts_the_count_anew()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        for (int i = 0; i < 20; i++)
        {
            for (int failure = 0; failure < 4; failure++)
                breaker.Failed("503", null, At(i));
            breaker.Succeeded();
        }
        Assert.Equal(BreakerState.Closed, breaker.State);
    }

    [Fact]
    public void Opens_at_once_when_a_probe_confirms_the_first_failure()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        breaker.Failed("no answer", null, At(0));
        Assert.True(breaker.Probed(alive: false, "no answer to OPTIONS", At(1)));
        Assert.Equal(BreakerState.Open, breaker.State);
    }

    [Fact]
    public void Closes_when_the_trunk_answers_and_asks_quickly_at_first()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        breaker.Probed(alive: true, "", At(0));
        breaker.Probed(alive: false, "gone", At(1));
        Assert.Equal(At(3), breaker.NextProbeAt);
        for (int i = 0; i < 10; i++)
            breaker.Probed(alive: false, "gone", At(10 + i));
        Assert.Equal(At(19 + 8), breaker.NextProbeAt);
        Assert.True(breaker.Probed(alive: true, "", At(30)));
        Assert.Equal(BreakerState.Closed, breaker.State);
        Assert.Equal(Instant.Never, breaker.NextProbeAt);
    }

    [Fact]
    public void Retry_after_is_honoured_even_if_the_trunk_answers_before()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        Assert.True(breaker.Failed("503", TimeSpan.FromSeconds(30), At(0)));
        Assert.Equal(At(30), breaker.NextProbeAt);
        Assert.False(breaker.Probed(alive: true, "", At(10)));
        Assert.Equal(BreakerState.Open, breaker.State);
        Assert.True(breaker.Probed(alive: true, "", At(30)));
    }

    [Fact]
    public void An_absurd_retry_after_is_cut()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        breaker.Failed("503", TimeSpan.FromDays(20), At(0));
        Assert.Equal(At(TrunkBreaker.MaxRetryAfter.TotalSeconds), breaker.NextProbeAt);
    }

    [Fact]
    public void A_trunk_that_never_answers_options_gets_a_trial_after_a_back_off_that_grows()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        for (int i = 0; i < 5; i++)
            breaker.Failed("time-out", null, At(0));
        Assert.False(breaker.Probed(alive: false, "", At(9)));
        Assert.True(breaker.Probed(alive: false, "", At(10)));
        Assert.Equal(BreakerState.Trial, breaker.State);
        Assert.Equal(Instant.Never, breaker.NextProbeAt);
        Assert.True(breaker.Failed("time-out", null, At(11)));
        Assert.False(breaker.Probed(alive: false, "", At(30)));
        Assert.True(breaker.Probed(alive: false, "", At(31)));
    }

    [Fact]
    public void The_first_sign_of_life_ends_the_trial_and_a_probe_without_answer_too()
    {
        TrunkBreaker OnTrial()
        {
            var breaker = new TrunkBreaker(ProbeEvery);
            breaker.Probed(alive: false, "", At(0));
            breaker.Probed(alive: false, "", At(10));
            Assert.Equal(BreakerState.Trial, breaker.State);
            return breaker;
        }
        TrunkBreaker heard = OnTrial(), asked = OnTrial(), silent = OnTrial();
        Assert.True(heard.Succeeded());
        Assert.False(heard.Succeeded());
        Assert.True(asked.Probed(alive: true, "", At(11)));
        Assert.True(silent.Probed(alive: false, "gone", At(11)));
        Assert.Equal([BreakerState.Closed, BreakerState.Closed, BreakerState.Open], new[] { heard, asked, silent }.Select(breaker => breaker.State));
    }

    [Fact]
    public void A_late_success_does_not_close_it()
    {
        var breaker = new TrunkBreaker(ProbeEvery);
        for (int i = 0; i < 5; i++)
            breaker.Failed("503", null, At(0));
        breaker.Succeeded();
        Assert.Equal(BreakerState.Open, breaker.State);
    }
}
