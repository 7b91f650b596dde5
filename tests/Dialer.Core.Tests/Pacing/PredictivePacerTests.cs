using Dialer.Core.Campaigns;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class PredictivePacerTests
{
    [Fact]
    public void Without_data_it_is_progressive_and_says_so()
    {
        var pacer = new PredictivePacer();
        var desk = new PacingDesk { Idle = 4, LoggedIn = 10 };
        Assert.Equal(4, pacer.Decide(desk.Situation, desk.Now));
        Assert.Equal(PacingLimit.TooLittleData, pacer.Explain().LimitedBy);
    }

    [Fact]
    public void With_data_and_credit_it_dials_more_lines_than_free_agents()
    {
        var pacer = new PredictivePacer();
        var desk = WellGoingDay(10);
        desk.Idle = 4;
        desk.Teach(pacer, 2000, 0.3);
        int launched = pacer.Decide(desk.Situation, desk.Now);
        Assert.InRange(launched, 5, 16);
        var why = pacer.Explain();
        Assert.Equal(launched, why.Launched);
        Assert.Equal(0.3, why.AnswerRate, 0.04);
        Assert.True(why.ChanceOfNoAgent > why.ChanceAllowed);
        Assert.Equal(PacingLimit.Chance, why.LimitedBy);
    }

    [Fact]
    public void A_lower_answer_rate_means_more_lines()
    {
        int LinesAt(double rate)
        {
            var pacer = new PredictivePacer();
            var desk = WellGoingDay(30);
            desk.Idle = 10;
            desk.Teach(pacer, 3000, rate);
            return pacer.Decide(desk.Situation, desk.Now);
        }
        Assert.True(LinesAt(0.1) > LinesAt(0.3));
        Assert.True(LinesAt(0.3) > LinesAt(0.6));
    }

    [Fact]
    public void Nobody_is_dialed_for_while_people_wait_for_each_agent()
    {
        var pacer = new PredictivePacer();
        var desk = WellGoingDay(10);
        desk.Teach(pacer, 2000, 0.3);
        desk.Idle = 1;
        desk.Waiting = 3;
        Assert.Equal(0, pacer.Decide(desk.Situation, desk.Now));
    }

    [Fact]
    public void Agents_who_are_leaving_are_no_supply()
    {
        int Launched(bool leaving)
        {
            var pacer = new PredictivePacer();
            var desk = WellGoingDay(20);
            desk.Teach(pacer, 2000, 0.3);
            for (int agent = 1; agent <= 20; agent++)
                desk.WrapUp(agent, 15, leaving);
            return pacer.Decide(desk.Situation, desk.Now);
        }
        Assert.True(Launched(leaving: false) > 0);
        Assert.Equal(0, Launched(leaving: true));
    }

    [Fact]
    public void Over_the_cap_it_dials_one_line_per_free_agent()
    {
        var pacer = new PredictivePacer();
        var desk = WellGoingDay(10);
        desk.Idle = 3;
        desk.Teach(pacer, 2000, 0.3);
        for (int i = 0; i < 60; i++)
            desk.Allowance.AddAbandoned(desk.Now);
        Assert.Equal(3, pacer.Decide(desk.Situation, desk.Now));
        Assert.True(pacer.Explain().AllowanceLeft < 0);
    }

    [Theory]
    [InlineData(long.MaxValue, true)]
    [InlineData(1000, true)]
    [InlineData(20, false)]
    public void What_a_list_that_ends_can_not_make_good_is_not_risked(long leadsLeft, bool isRisked)
    {
        var pacer = new PredictivePacer();
        var desk = new PacingDesk { Idle = 10, LoggedIn = 10 };
        desk.Teach(pacer, 2000, 0.3);
        for (int quarter = 0; quarter < 24; quarter++)
        {
            desk.Now += TimeSpan.FromMinutes(15);
            pacer.Decide(desk.Situation, desk.Now);
        }
        desk.Now += TimeSpan.FromHours(18);
        desk.DialingEnds += TimeSpan.FromDays(1);
        for (int i = 0; i < 60; i++)
            desk.Allowance.AddConnected(desk.Now);
        desk.Allowance.AddAbandoned(desk.Now);
        desk.LeadsLeft = leadsLeft;
        Assert.Equal(isRisked, pacer.Decide(desk.Situation, desk.Now) > 10);
    }

    /// <summary>The way home: what is dialed where nothing can be made good any more.</summary>
    [Fact]
    public void Over_the_cap_a_cold_list_rings_as_many_lines_as_nobody_is_abandoned_by()
    {
        int LinesAt(double rate, int free)
        {
            var pacer = new PredictivePacer();
            var desk = WellGoingDay(10);
            desk.Idle = free;
            desk.Teach(pacer, 6000, rate);
            for (int day = 0; day < 7; day++)
            {
                desk.Now += TimeSpan.FromDays(1);
                desk.Allowance.AddAbandoned(desk.Now);
                pacer.Decide(desk.Situation, desk.Now);
            }
            return pacer.Decide(desk.Situation, desk.Now);
        }
        Assert.InRange(LinesAt(0.03, 10), 15, 60);
        Assert.Equal(1, LinesAt(0.03, 1));
        Assert.Equal(10, LinesAt(0.4, 10));
    }

    [Theory]
    [InlineData(0, PacingLimit.NoAgents)]
    [InlineData(2, PacingLimit.TooLittleData)]
    public void With_nobody_free_it_is_the_agents_who_are_missing_and_not_the_data(int idle, PacingLimit limit)
    {
        var pacer = new PredictivePacer();
        var desk = new PacingDesk { Idle = idle, LoggedIn = 3 };
        pacer.Decide(desk.Situation, desk.Now);
        Assert.Equal(limit, pacer.Explain().LimitedBy);
    }

    /// <summary>
    /// An inbound call may take the very agent a call was launched for. A call of ours that an agent got before its verdict
    /// (analysis off or background), a machine too, takes nobody by surprise.
    /// </summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Over_the_cap_nothing_is_dialed_where_others_take_the_agents(bool taken, int launched)
    {
        var pacer = new PredictivePacer();
        var desk = WellGoingDay(10);
        desk.Idle = 1;
        desk.Teach(pacer, 2000, 0.3);
        for (int i = 0; i < 60; i++)
            desk.Allowance.AddAbandoned(desk.Now);
        desk.Talking(9, 5, taken: taken);
        Assert.Equal(launched, pacer.Decide(desk.Situation, desk.Now));
    }

    [Fact]
    public void Where_nobody_knows_when_dialing_ends_the_cap_holds_at_each_instant()
    {
        var pacer = new PredictivePacer();
        var desk = new PacingDesk { Idle = 3, LoggedIn = 10, DialingEnds = Instant.Never };
        desk.Teach(pacer, 2000, 0.3);
        Assert.Equal(3, pacer.Decide(desk.Situation, desk.Now));
    }

    [Fact]
    public void False_positives_that_pass_the_cap_leave_no_lawful_pacing()
    {
        var rule = AbandonRule.Default with { CountFalsePositives = true, FalsePositiveShare = 0.05 };
        var pacer = new PredictivePacer();
        var desk = new PacingDesk { Idle = 3, LoggedIn = 10, Allowance = new AbandonAllowance(rule, TimeZoneInfo.Utc) };
        desk.Teach(pacer, 2000, 0.3);
        Assert.Equal(3, pacer.Decide(desk.Situation, desk.Now));
        Assert.Equal(PacingLimit.Allowance, pacer.Explain().LimitedBy);
    }

    [Fact]
    public void Only_calls_that_rang_for_the_minimum_time_are_given_up_and_only_when_nobody_is_left()
    {
        var pacer = new PredictivePacer();
        var desk = WellGoingDay(5);
        desk.Teach(pacer, 2000, 0.3);
        for (int agent = 1; agent <= 5; agent++)
            desk.Talking(agent, 2);
        desk.InFlight(1, age: 17);
        desk.InFlight(2, age: 12);
        desk.InFlight(3, age: 15.5);
        desk.InFlight(4, age: 20);
        pacer.Decide(desk.Situation, desk.Now);
        var chosen = new AttemptId[8];
        int count = pacer.ChooseCancellations(desk.Situation, chosen, desk.Now);
        Assert.Equal([1L, 4L], chosen.Take(count).Select(attempt => attempt.Value).Order());
        desk.Idle = 1;
        Assert.Equal(0, pacer.ChooseCancellations(desk.Situation, chosen, desk.Now));
    }

    [Fact]
    public void Decisions_and_what_is_learned_allocate_nothing()
    {
        var pacer = new PredictivePacer();
        var desk = WellGoingDay(100);
        desk.Teach(pacer, 5000, 0.3);
        for (int agent = 1; agent <= 90; agent++)
            desk.Talking(agent, agent * 3);
        for (int call = 1; call <= 250; call++)
            desk.InFlight(call, call % 28);
        var chosen = new AttemptId[300];
        SteadyState.AllocatesNothing(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                var now = desk.Now + TimeSpan.FromSeconds(i);
                desk.Allowance.AdvanceTo(now);
                pacer.Decide(desk.Situation, now);
                pacer.ChooseCancellations(desk.Situation, chosen, now);
                pacer.Observe(PacingDesk.Happened(PacingEventKind.AnsweredLive, 9), now);
                pacer.Observe(PacingDesk.Happened(PacingEventKind.TalkEnded, 150), now);
                pacer.Explain();
            }
        });
    }

    [Fact]
    public void The_named_policies_exist_and_no_other()
    {
        foreach (string name in (string[])[Pacers.Predictive, Pacers.Progressive, Pacers.Ratio])
            Assert.Equal(name, Pacers.Create(name)!.Name);
        Assert.Null(Pacers.Create("vicidial-average"));
    }

    private static PacingDesk WellGoingDay(int agents)
    {
        var desk = new PacingDesk { LoggedIn = agents };
        for (int i = 0; i < 1000; i++)
            desk.Allowance.AddConnected(desk.Now);
        return desk;
    }
}
