using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Tests.Pacing;
using Dialer.Core.Time;
using Dialer.Simulation.Rivals;
using Xunit;

namespace Dialer.Simulation.Tests.Rivals;

/// <summary>Single decisions of other dialers' rules against values worked out by hand from their descriptions.</summary>
public sealed class RivalPacersTests
{
    private static VicidialPacer.Counts None => default;

    // level' = level x (1 + (ready - waiting) / agents), to three decimals, from 1 to 3.
    [Theory]
    [InlineData(1.0, 2.0, 10.0, 1.2)]
    [InlineData(1.2, 0.6, 10.0, 1.272)]
    [InlineData(2.9, 2.0, 10.0, 3.0)]
    [InlineData(2.0, -5.0, 10.0, 1.0)]
    [InlineData(1.5, -1.0, 12.0, 1.375)]
    [InlineData(1.7, 0.0, 10.0, 1.7)]
    [InlineData(1.7, 3.0, 0.0, 1.7)]
    public void Vicidials_level_follows_idle_less_waiting(double level, double difference, double agents, double next) =>
        Assert.Equal(next, VicidialPacer.NextLevel(level, difference, agents, VicidialOverCap.Average, None, None, 0.03), 9);

    [Theory]
    [InlineData(51, 40, 2, true, 1.0)] // 5 % of 40 answers, over: hard limit.
    [InlineData(51, 40, 2, false, 1.1)] // Average: half of 2 x 1.1.
    [InlineData(50, 40, 2, true, 2.2)] // Not before the 51st call.
    [InlineData(500, 100, 3, true, 2.2)] // 3 % is not over.
    public void Vicidial_over_the_cap(int calls, int answers, int drops, bool hard, double next) =>
        Assert.Equal(next, VicidialPacer.NextLevel(2, 1, 10, hard ? VicidialOverCap.HardLimit : VicidialOverCap.Average, None, new VicidialPacer.Counts(calls, answers, drops), 0.03), 9);

    [Fact]
    public void Vicidial_halves_after_a_minute_with_drops_in_half_of_the_calls() =>
        Assert.Equal(1.25, VicidialPacer.NextLevel(2.5, 0, 10, VicidialOverCap.HardLimit, new VicidialPacer.Counts(21, 20, 11), None, 0.03), 9);

    [Fact]
    public void Vicidial_at_level_one_dials_one_line_per_ready_agent_each_2_5_seconds()
    {
        var pacer = new VicidialPacer(VicidialOverCap.Average, availableOnly: false);
        var desk = new PacingDesk { Idle = 4, LoggedIn = 6 };
        desk.Talking(1, 100);
        desk.Talking(2, 50);
        desk.InFlight(3, age: 5);

        // 1.0 x (4 ready + 2 talking) less the 3 calls that exist.
        Assert.Equal(3, pacer.Decide(desk.Situation, desk.Now));
        Assert.Equal(0, pacer.Decide(desk.Situation, desk.Now + TimeSpan.FromSeconds(2)));
        Assert.Equal(3, pacer.Decide(desk.Situation, desk.Now + TimeSpan.FromSeconds(2.5)));
    }

    [Fact]
    public void What_the_trunks_spacing_holds_back_leaves_in_its_next_slots_until_the_next_pass()
    {
        var pacer = new VicidialPacer(VicidialOverCap.Average, availableOnly: false);
        var desk = new PacingDesk { Idle = 4, LoggedIn = 4, MaxLaunch = 1 };
        var slot = TimeSpan.FromMilliseconds(10);
        Assert.Equal([1, 1, 1, 1, 0], Enumerable.Range(0, 5).Select(i => pacer.Decide(desk.Situation, desk.Now + (i * slot))));
    }

    // 1 / 0.3 = 3.333; 1 % under the target of 3 %: + 2 x 10 / 100 of it; at 3 %: one line.
    [Theory]
    [InlineData(0.3, 1.0, 4.0)]
    [InlineData(0.3, 0.0, 4.33333333333)]
    [InlineData(0.3, 3.0, 1.0)]
    [InlineData(0.3, 7.0, 1.0)]
    public void Webitels_factor(double connectionRate, double abandonedPercent, double factor) =>
        Assert.Equal(factor, WebitelPacer.Factor(connectionRate, abandonedPercent, 3, 3), 9);

    // Target 2, limit 4: at 3 % abandoned, (4 - 3) x 110 / 4 = 27.5 % of 1 / 0.25.
    [Fact]
    public void Webitel_above_its_target_and_under_its_limit() => Assert.Equal(1.1, WebitelPacer.Factor(0.25, 3, 2, 4), 9);

    [Theory]
    [InlineData(5, 0.62, 8)]
    [InlineData(5, 0.1, 25)]
    [InlineData(-2, 0.5, -4)]
    public void Issabels_overcommit(int free, double answered, int calls) => Assert.Equal(calls, IssabelPacer.Calls(free, answered));

    // 1 - exp(-x / 200) >= 0.97 from x = 701.3.
    [Theory]
    [InlineData(690, 11, false)]
    [InlineData(690, 12, true)]
    public void Issabel_counts_a_busy_agent_only_after_three_and_a_half_mean_talks(double elapsed, double untilAnswer, bool isFree) =>
        Assert.Equal(isFree, IssabelPacer.IsSoonFree(elapsed, untilAnswer, 200));

    [Fact]
    public void Counts_slide()
    {
        var counts = new RecentCounts(TimeSpan.FromMinutes(60));
        var start = Instant.FromSeconds(1_000_000);
        counts.Add(Happened(PacingEventKind.AnsweredLive), start);
        counts.Add(Happened(PacingEventKind.Abandoned), start);
        counts.Add(Happened(PacingEventKind.EndedUnanswered, CallResult.Cancelled), start);
        counts.Add(Happened(PacingEventKind.AnsweredMachine), start + TimeSpan.FromMinutes(30));
        counts.AdvanceTo(start + TimeSpan.FromMinutes(30));
        Assert.Equal((2, 1, 2, 1), (counts.Ended, counts.Live, counts.Answered, counts.Abandoned));
        counts.AdvanceTo(start + TimeSpan.FromMinutes(61));
        Assert.Equal((1, 0, 1, 0), (counts.Ended, counts.Live, counts.Answered, counts.Abandoned));
        counts.AdvanceTo(start + TimeSpan.FromDays(61));
        Assert.Equal(0, counts.Ended);
    }

    private static PacingEvent Happened(PacingEventKind kind, CallResult result = CallResult.Answered) =>
        new(kind, 0, new AgentId(1), result, CpaVerdict.None, TimeSpan.FromSeconds(5));

    [Fact]
    public void The_named_rivals_exist_and_no_other()
    {
        foreach (string name in RivalPacers.Names)
            Assert.Equal(name, RivalPacers.Create(name)!.Name);
        Assert.Null(RivalPacers.Create("predictive"));
    }
}
