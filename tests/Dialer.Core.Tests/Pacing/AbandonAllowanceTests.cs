using Dialer.Core.Campaigns;
using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class AbandonAllowanceTests
{
    private static readonly TimeZoneInfo TwoHoursEast = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), "east", "east");
    private static readonly Instant Monday = At(2026, 1, 5, 9);

    [Fact]
    public void The_rate_is_abandoned_over_connected_and_abandoned()
    {
        var allowance = Of(AbandonWindow.Day);
        Count(allowance, Monday, connected: 97, abandoned: 3);
        Assert.Equal(0.03, allowance.Rate, 12);
        Assert.Equal(0, allowance.LeftAfter(0, 0), 9);
        Assert.Equal(3, allowance.LeftAfter(100, 0), 9);
        Assert.Equal(-1, allowance.LeftAfter(0, 1), 9);
    }

    [Fact]
    public void A_day_ends_at_midnight_of_the_campaigns_time_zone()
    {
        var allowance = Of(AbandonWindow.Day, TwoHoursEast);
        Count(allowance, At(2026, 1, 5, 21, 59), connected: 10, abandoned: 1);
        Assert.Equal(At(2026, 1, 5, 22), allowance.WindowEnds);
        allowance.AdvanceTo(At(2026, 1, 5, 21, 59));
        Assert.Equal(11, allowance.Answered);
        allowance.AdvanceTo(At(2026, 1, 5, 22));
        Assert.Equal((0, 0), (allowance.Answered, allowance.Abandoned));
    }

    [Fact]
    public void Thirty_days_forget_the_day_that_leaves()
    {
        var allowance = Of(AbandonWindow.ThirtyDays);
        Count(allowance, Monday, connected: 50, abandoned: 2);
        Count(allowance, Monday + TimeSpan.FromDays(29), connected: 100, abandoned: 1);
        Assert.Equal((153, 3), (allowance.Answered, allowance.Abandoned));
        allowance.AdvanceTo(Monday + TimeSpan.FromDays(30));
        Assert.Equal((101, 1), (allowance.Answered, allowance.Abandoned));
        allowance.AdvanceTo(Monday + TimeSpan.FromDays(400));
        Assert.Equal((0, 0), (allowance.Answered, allowance.Abandoned));
    }

    [Fact]
    public void Thirty_days_hold_each_day_to_the_cap_so_that_a_good_old_day_may_leave()
    {
        var allowance = Of(AbandonWindow.ThirtyDays);
        Count(allowance, Monday, connected: 1000, abandoned: 0);
        Count(allowance, Monday + TimeSpan.FromDays(1), connected: 98, abandoned: 2);
        Assert.Equal(1, allowance.LeftAfter(0, 0), 9);
    }

    [Fact]
    public void A_campaign_never_forgets()
    {
        var allowance = Of(AbandonWindow.Campaign);
        Count(allowance, Monday, connected: 10, abandoned: 1);
        allowance.AdvanceTo(Monday + TimeSpan.FromDays(100));
        Count(allowance, Monday + TimeSpan.FromDays(100), connected: 10, abandoned: 0);
        Assert.Equal((21, 1), (allowance.Answered, allowance.Abandoned));
        Assert.Equal(Instant.Never, allowance.WindowEnds);
    }

    [Theory]
    [InlineData(AbandonWindow.Day, 20, 1)]
    [InlineData(AbandonWindow.ThirtyDays, 50, 3)]
    [InlineData(AbandonWindow.Campaign, 150, 7)]
    public void A_restart_restores_what_lies_in_the_window(AbandonWindow window, int answered, int abandoned)
    {
        var allowance = Of(window);
        var history = new AbandonHistory(
        [
            new AbandonBucket(Monday - TimeSpan.FromDays(40), 100, 4),
            new AbandonBucket(Monday - TimeSpan.FromDays(3), 30, 2),
            new AbandonBucket(Monday - TimeSpan.FromHours(1), 20, 1),
        ]);
        allowance.Restore(history, Monday);
        Assert.Equal((answered, abandoned), (allowance.Answered, allowance.Abandoned));
    }

    [Fact]
    public void False_positives_that_nobody_saw_take_their_part_with_a_margin()
    {
        var rule = AbandonRule.Default with { CountFalsePositives = true, FalsePositiveShare = 0.01 };
        var allowance = new AbandonAllowance(rule, TimeZoneInfo.Utc);
        Count(allowance, Monday, connected: 990, abandoned: 0);

        // Ten are expected; four standard deviations and two more are kept back: 3 % of (990 + 24.65) less 24.65.
        Assert.Equal(0.01, allowance.Rate, 6);
        Assert.Equal((0.03 * (990 + 24.649)) - 24.649, allowance.LeftAfter(0, 0), 2);
        Assert.False(allowance.FalsePositivesPassTheCap);
        Assert.True(new AbandonAllowance(rule with { FalsePositiveShare = 0.03 }, TimeZoneInfo.Utc).FalsePositivesPassTheCap);
        Assert.False(new AbandonAllowance(rule with { FalsePositiveShare = 0.5, CountFalsePositives = false }, TimeZoneInfo.Utc).FalsePositivesPassTheCap);
    }

    [Theory]
    [InlineData(0, AbandonWindow.Day)]
    [InlineData(0.01, AbandonWindow.Day)]
    [InlineData(0.02, AbandonWindow.ThirtyDays)]
    public void With_the_answers_that_are_needed_nothing_is_left(double falsePositives, AbandonWindow window)
    {
        var allowance = new AbandonAllowance(AbandonRule.Default with { Window = window, CountFalsePositives = falsePositives > 0, FalsePositiveShare = falsePositives }, TimeZoneInfo.Utc);
        Count(allowance, Monday, connected: 50, abandoned: 2);
        double needed = allowance.AnswersNeeded(3);

        // The three are answers too.
        Assert.Equal(0, allowance.LeftAfter(needed + 3, 3), 6);
        Assert.True(needed > 100);
    }

    [Fact]
    public void No_answers_are_enough_where_false_positives_alone_pass_the_cap() =>
        Assert.Equal(double.PositiveInfinity, new AbandonAllowance(AbandonRule.Default with { CountFalsePositives = true, FalsePositiveShare = 0.04 }, TimeZoneInfo.Utc).AnswersNeeded(0));

    private static AbandonAllowance Of(AbandonWindow window, TimeZoneInfo? zone = null) => new(AbandonRule.Default with { Window = window }, zone ?? TimeZoneInfo.Utc);

    private static void Count(AbandonAllowance allowance, Instant at, int connected, int abandoned)
    {
        for (int i = 0; i < connected; i++)
            allowance.AddConnected(at);
        for (int i = 0; i < abandoned; i++)
            allowance.AddAbandoned(at);
    }

    private static Instant At(int year, int month, int day, int hour, int minute = 0) => Instant.From(new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero));
}
