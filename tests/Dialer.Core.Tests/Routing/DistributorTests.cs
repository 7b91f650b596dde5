using Dialer.Core.Channels;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Xunit;

namespace Dialer.Core.Tests.Routing;

public sealed class DistributorTests
{
    [Theory]
    [InlineData(RoutingPolicies.LongestIdle, "a:ana")]
    [InlineData(RoutingPolicies.MostSkilled, "a:ben")]
    [InlineData(RoutingPolicies.SpecialistsFirst, "a:cleo")]
    [InlineData(RoutingPolicies.Targets, "a:cleo")] // nothing learned yet
    [InlineData(RoutingPolicies.Pooled, "a:zoe")]
    public void Who_gets_the_caller(string policy, string joined) => Assert.Equal(joined, new RoutingDesk(policy)
        .Queue("fr", "fr").Queue("en", "en")
        .Agent("zoe", "de=9").Agent("ana", "fr=5 en=5").Agent("ben", "fr=9 en=2").Agent("cleo", "fr=4")
        .Comes("a", "fr").Joined());

    [Theory]
    [InlineData(RoutingPolicies.LongestIdle, "a:ana")]
    [InlineData(RoutingPolicies.MostSkilled, "b:ana")]
    [InlineData(RoutingPolicies.SpecialistsFirst, "c:ana")]
    public void Whom_the_free_agent_takes(string policy, string joined)
    {
        var desk = new RoutingDesk(policy)
            .Queue("fr", "fr", targetSeconds: 60).Queue("en", "en", targetSeconds: 60).Queue("urgent", "fr", targetSeconds: 5)
            .Agent("ana", "fr=5 en=8", isReady: false);
        desk.Comes("a", "fr").Later(10).Comes("b", "en").Later(10).Comes("c", "urgent").Later(10);
        Assert.Equal("", desk.Joined());
        Assert.Equal(joined, desk.Ready("ana").Joined());
    }

    [Fact]
    public void Fewest_calls_least_time_and_in_turn_differ()
    {
        // Ana has taken two short ones, Ben a long one; Ben came back last.
        static string Last(string policy)
        {
            var desk = new RoutingDesk(policy).Queue("q").Agent("ana").Agent("ben", isReady: false);
            Assert.Equal("1:ana", desk.Comes("1", "q").Joined());
            desk.Later(5).Done("1").Later(1);
            Assert.Equal("2:ana", desk.Comes("2", "q").Joined());
            Assert.Equal("3:ben", desk.Ready("ben").Comes("3", "q").Joined());
            desk.Later(5).Done("2").Later(60).Done("3").Later(1);
            return desk.Comes("4", "q").Joined();
        }
        Assert.Equal("4:ben", Last(RoutingPolicies.FewestCalls));
        Assert.Equal("4:ana", Last(RoutingPolicies.LeastTalkTime));
        Assert.Equal("4:ana", Last(RoutingPolicies.RoundRobin));
        Assert.Equal("4:ana", Last(RoutingPolicies.LongestIdle));
    }

    [Fact]
    public void Who_succeeds_is_asked_first_and_three_of_three_are_no_record()
    {
        var desk = new RoutingDesk(RoutingPolicies.MostSuccessful).Queue("q").Agent("lucky", isReady: false).Agent("good", isReady: false);
        for (int i = 0; i < 3; i++)
            TakeOne(desk, "lucky", $"l{i}", true);
        for (int i = 0; i < 60; i++)
            TakeOne(desk, "good", $"g{i}", i % 10 != 0);
        Assert.Equal("x:lucky", desk.Ready("lucky").Ready("good").Comes("x", "q").Joined());
        desk.Done("x").NotReady("lucky").NotReady("good");
        for (int i = 0; i < 5; i++)
            TakeOne(desk, "lucky", $"f{i}", false);
        Assert.Equal("y:good", desk.Ready("lucky").Ready("good").Comes("y", "q").Joined());
    }

    private static void TakeOne(RoutingDesk desk, string agent, string caller, bool isSuccess)
    {
        Assert.Equal($"{caller}:{agent}", desk.Ready(agent).Comes(caller, "q").Joined());
        desk.Later(1).Done(caller, isSuccess).NotReady(agent);
    }

    [Fact]
    public void Within_a_queue_and_priority_it_is_first_come_first_served()
    {
        foreach (string policy in RoutingPolicies.All)
        {
            var desk = new RoutingDesk(policy).Queue("q").Agent("ana", isReady: false).Comes("1", "q").Later(1).Comes("2", "q").Later(1).Comes("3", "q").Leaves("2");
            Assert.Equal("1:ana", desk.Ready("ana").Joined());
            Assert.Equal("3:ana", desk.Done("1").Joined());
        }
    }

    [Fact]
    public void Priority_comes_before_every_policy_and_ageing_before_priority()
    {
        foreach (string policy in RoutingPolicies.All)
        {
            var desk = new RoutingDesk(policy).Queue("gold", priority: 10).Queue("bronze", ageing: TimeSpan.FromSeconds(300)).Agent("ana", isReady: false);
            desk.Comes("b", "bronze").Later(100).Comes("g1", "gold").Later(1).Comes("vip", "bronze", priority: 50);
            Assert.Equal("vip:ana", desk.Ready("ana").Joined());
            Assert.Equal("g1:ana", desk.Done("vip").Joined());
            desk.Later(250).Comes("g2", "gold");
            Assert.Equal("b:ana", desk.Done("g1").Joined()); // gold passes, and bronze does not starve
            Assert.Equal("g2:ana", desk.Done("b").Joined());
        }
    }

    [Fact]
    public void A_claim_relaxes_in_steps()
    {
        var desk = new RoutingDesk(RoutingPolicies.MostSkilled).Queue("loans", "fr and loans >= 5", relax: [(20, "fr and loans"), (60, "fr")])
            .Agent("novice", "fr=9").Agent("junior", "fr=5 loans=2");
        Assert.Equal("", desk.Comes("1", "loans").Later(0.1).Comes("2", "loans").Joined());
        Assert.Equal(WaitingReason.NobodyMayServe, desk.Explain("1").Reason);
        Assert.Equal((0, "fr and loans >= 5", TimeSpan.FromSeconds(20)), (desk.Explain("1").Step, desk.Explain("1").Asks, desk.Explain("1").RelaxesAfter!.Value));
        Assert.Equal("", desk.Later(19).Joined());
        Assert.Equal("1:junior", desk.Later(1).Joined());
        Assert.Equal(WaitingReason.AllBusy, desk.Later(2).Explain("2").Reason);
        Assert.Equal("2:novice", desk.Later(40).Joined());
        Assert.Null(desk.Distributor.NextDeadline);
    }

    [Fact]
    public void Who_came_first_goes_first_also_where_he_asks_for_less_by_now()
    {
        var desk = new RoutingDesk(RoutingPolicies.LongestIdle).Queue("q", "fr >= 9", relax: [(30, "fr")]).Agent("ana", "fr=9", isReady: false);
        desk.Comes("1", "q").Later(31).Comes("2", "q");
        Assert.Equal("1:ana", desk.Ready("ana").Joined());
    }

    [Fact]
    public void A_preference_comes_before_the_policy()
    {
        var desk = new RoutingDesk(RoutingPolicies.LongestIdle).Queue("a").Queue("b").Agent("ana", prefers: "a=1").Agent("ben", prefers: "b=9");
        Assert.Equal("1:ben", desk.Comes("1", "a").Joined());
        Assert.Equal("2:ana", desk.Comes("2", "b").Joined());
        desk.Comes("3", "a").Later(5).Comes("4", "b");
        Assert.Equal("4:ben", desk.Done("1").Joined());
    }

    [Fact]
    public void The_preferred_agent_is_asked_alone_for_a_while()
    {
        var desk = new RoutingDesk(RoutingPolicies.PreferredAgent, TimeSpan.FromSeconds(20)).Queue("q").Agent("ana").Agent("ben");
        Assert.Equal("1:ana", desk.Comes("1", "q").Joined());
        Assert.Equal("", desk.Comes("2", "q", preferred: "ana").Joined());
        Assert.Equal(WaitingReason.PreferredAgentFirst, desk.Explain("2").Reason);
        Assert.Equal("3:ben", desk.Later(5).Comes("3", "q").Joined());
        Assert.Equal("2:ana", desk.Later(5).Done("1").Joined());
        Assert.Equal("", desk.Comes("4", "q", preferred: "ana").Done("3").Joined());
        Assert.Equal("4:ben", desk.Later(20).Joined());
        Assert.Equal("", desk.Comes("5", "q", preferred: "ana").Done("4").Joined());
        Assert.Equal("5:ben", desk.NotReady("ana").Joined());
    }

    [Fact]
    public void One_call_or_three_chats()
    {
        var desk = new RoutingDesk(RoutingPolicies.LongestIdle).Queue("calls").Queue("chats").Queue("letters").Agent("ana", limits: ChannelLimits.AnyMedium);
        desk.Comes("c1", "chats", Channel.Chat).Comes("c2", "chats", Channel.Chat).Comes("c3", "chats", Channel.Chat).Comes("c4", "chats", Channel.Chat).Comes("v", "calls");
        Assert.Equal("c1:ana c2:ana c3:ana", desk.Joined());
        Assert.Equal("c4:ana", desk.Done("c2").Joined());
        Assert.Equal("", desk.Done("c1").Done("c3").Comes("l", "letters", Channel.Letter).Joined());
        Assert.Equal("v:ana", desk.Done("c4").Joined());
        Assert.Equal("l:ana", desk.Done("v").Joined());
        Assert.Equal("v2:ana", desk.Comes("v2", "calls").Joined()); // a call may interrupt a letter, here
        Assert.Equal("", desk.Comes("c5", "chats", Channel.Chat).Joined());
    }

    [Fact]
    public void A_gold_letter_near_its_target_is_not_passed_by_a_bronze_call()
    {
        var utc = new WorkingCalendar([.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, TimeOnly.MinValue, TimeOnly.MinValue))], [], TimeZoneInfo.Utc);
        var desk = new RoutingDesk(RoutingPolicies.SpecialistsFirst).Queue("letters", targetSeconds: 8 * 3600, calendar: utc).Queue("bronze", targetSeconds: 60).Agent("ana", limits: ChannelLimits.AnyMedium, isReady: false);
        desk.Comes("letter", "letters", Channel.Letter).Later((8 * 3600) - 30).Comes("call", "bronze").Later(10);
        Assert.Equal("letter:ana", desk.Ready("ana").Joined().Split(' ')[0]); // 20 s are left to the letter, 50 s to the call
    }

    [Fact]
    public void What_an_agent_did_not_take_waits_in_its_old_place()
    {
        var desk = new RoutingDesk(RoutingPolicies.LongestIdle).Queue("q").Agent("ana").Comes("1", "q");
        Assert.Equal("1:ana", desk.Joined());
        desk.Later(1).Comes("2", "q").NotReady("ana").Returns("1").Agent("ben");
        Assert.Equal("1:ben", desk.Joined());
        Assert.Equal("2:ben", desk.Done("1").Joined());
    }

    [Fact]
    public void An_agent_who_learns_a_skill_is_asked_from_then_on()
    {
        var desk = new RoutingDesk(RoutingPolicies.LongestIdle).Queue("fr", "fr").Agent("ana", "en=5").Comes("1", "fr");
        Assert.Equal("", desk.Joined());
        Assert.Equal("1:ana", desk.Agent("ana", "en=5 fr=1").Joined());
    }

    [Fact]
    public void What_is_unknown_or_twice_is_refused()
    {
        var desk = new RoutingDesk(RoutingPolicies.LongestIdle).Queue("q").Comes("1", "q");
        Assert.False(desk.Distributor.Offer(new OfferedInteraction(new Ids.InteractionId(1), new Ids.QueueId(1), desk.Now), desk.Now));
        Assert.False(desk.Distributor.Offer(new OfferedInteraction(new Ids.InteractionId(9), new Ids.QueueId(77), desk.Now), desk.Now));
        Assert.False(desk.Distributor.Withdraw(new Ids.InteractionId(9), desk.Now));
        Assert.Null(desk.Distributor.Explain(new Ids.InteractionId(9), desk.Now));
        Assert.Throws<ArgumentException>(() => desk.Queue("r", relax: [(20, ""), (20, "")]));
    }
}
