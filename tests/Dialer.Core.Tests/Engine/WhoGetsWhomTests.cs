using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>Live calls under the routing policies: what the configuration says is what callers and agents meet.</summary>
public sealed class WhoGetsWhomTests
{
    private static readonly QueueId Other = new(2);
    private static readonly SkillId French = new(1);
    private static readonly SkillId Loans = new(2);
    private long _calls = CallId.FirstInbound;

    private static QueueSettings Queue(QueueId id, string skills = "", int priority = 0, string policy = RoutingPolicies.LongestIdle, params (double After, string Skills)[] relax) =>
        new(id, $"queue {id.Value}", [], priority, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))
        {
            Steps = [new RelaxStep(TimeSpan.Zero, Asks(skills)), .. relax.Select(step => new RelaxStep(TimeSpan.FromSeconds(step.After), Asks(step.Skills)))],
            Group = new QueueGroup(policy, policy),
        };

    private static SkillExpression? Asks(string text) => text.Length == 0 ? null : SkillExpression.Parse(text, name => name == "french" ? French : Loans, out _);

    private static AgentSkill[] Speaks(int french, int loans) => [new(French, french), new(Loans, loans)];

    private CallId Comes(Desk desk, QueueId? queue = null, string party = "")
    {
        var call = new CallId(_calls++);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, queue ?? Desk.Queue, party));
        return call;
    }

    /// <summary>The agent to whom a call was given last; 0: to nobody.</summary>
    private static int With(Desk desk, CallId call) =>
        desk.Seen.LastOrDefault(output => output.Kind == EngineOutputKind.BridgeLegs && output.Call == call).Agent.Value;

    private static void Finish(Desk desk, CallId call, int agent)
    {
        desk.End(call);
        desk.Do(EngineInput.AgentReady(new AgentId(agent)));
    }

    [Theory]
    [InlineData(RoutingPolicies.LongestIdle, 1)]
    [InlineData(RoutingPolicies.MostSkilled, 2)]
    [InlineData(RoutingPolicies.SpecialistsFirst, 3)]
    public void The_policy_of_the_queues_group_finds_the_agent(string policy, int agent)
    {
        var desk = new Desk(queue: Queue(Desk.Queue, "french", policy: policy));
        desk.Do(EngineInput.ConfigureQueue(Queue(Other, "loans", policy: policy)));
        desk.ReadyAgent(1, Speaks(5, 5));
        desk.Wait(1);
        desk.ReadyAgent(2, Speaks(9, 2));
        desk.Wait(1);
        desk.ReadyAgent(3, new AgentSkill(French, 4));
        Assert.Equal(agent, With(desk, Comes(desk)));
    }

    [Fact]
    public void Each_group_of_queues_has_its_own_policy()
    {
        var desk = new Desk(queue: Queue(Desk.Queue, "french", policy: RoutingPolicies.MostSkilled));
        desk.Do(EngineInput.ConfigureQueue(Queue(Other, "french", policy: RoutingPolicies.FewestCalls)));
        foreach (int id in (int[])[1, 2])
            desk.ReadyAgent(id, Speaks(id + 3, 0));
        var first = Comes(desk);
        Assert.Equal(2, With(desk, first));
        Finish(desk, first, 2);
        var second = Comes(desk);
        Assert.Equal(2, With(desk, second));
        Finish(desk, second, 2);
        Assert.Equal(1, With(desk, Comes(desk, Other)));
    }

    [Fact]
    public void Less_is_asked_as_a_caller_waits()
    {
        var desk = new Desk(queue: Queue(Desk.Queue, "french >= 5 and loans >= 3", relax: [(20, "french >= 5 and loans"), (60, "french")]));
        desk.ReadyAgent(1, Speaks(5, 1));
        desk.ReadyAgent(2, Speaks(1, 0));
        var (first, second) = (Comes(desk), Comes(desk));
        desk.Wait(19);
        Assert.Equal((0, 0), (With(desk, first), With(desk, second)));
        desk.Wait(1);
        Assert.Equal((1, 0), (With(desk, first), With(desk, second)));
        desk.Wait(39.9);
        Assert.Equal(0, With(desk, second));
        desk.Wait(0.1);
        Assert.Equal(2, With(desk, second));
    }

    [Fact]
    public void Priority_goes_before_the_policy_and_who_has_aged_before_both()
    {
        var desk = new Desk(queue: Queue(Desk.Queue) with { AgeingAfter = TimeSpan.FromSeconds(120) });
        desk.Do(EngineInput.ConfigureQueue(Queue(Other, priority: 50)));
        desk.ReadyAgent(1);
        var talking = Comes(desk);
        var (bronze, gold) = (Comes(desk), Comes(desk, Other));
        desk.Wait(30);
        Finish(desk, talking, 1);
        Assert.Equal((0, 1), (With(desk, bronze), With(desk, gold)));
        desk.Wait(100);
        var later = Comes(desk, Other);
        Finish(desk, gold, 1);
        Assert.Equal((1, 0), (With(desk, bronze), With(desk, later)));
    }

    [Fact]
    public void An_agent_takes_first_what_he_prefers()
    {
        var desk = new Desk(queue: Queue(Desk.Queue));
        desk.Do(EngineInput.ConfigureQueue(Queue(Other)));
        desk.Do(EngineInput.ConfigureAgent(new AgentSettings(new AgentId(1), "ana", [], []) { Preferences = [new QueuePreference(Other, 9)] }));
        var (first, second) = (Comes(desk), Comes(desk, Other));
        desk.LogIn(new AgentId(1));
        desk.Do(EngineInput.AgentReady(new AgentId(1)));
        Assert.Equal((0, 1), (With(desk, first), With(desk, second)));
    }

    [Fact]
    public void Who_spoke_with_them_last_is_asked_first_for_a_while()
    {
        var desk = new Desk(queue: Queue(Desk.Queue) with { PreferredFor = TimeSpan.FromSeconds(15) });
        desk.ReadyAgent(1);
        desk.Wait(1);
        desk.ReadyAgent(2);
        var known = ComesKnown(desk, preferred: 2);
        Assert.Equal(2, With(desk, known));

        // He is busy: for so long nobody else is asked, though somebody is free.
        var again = ComesKnown(desk, preferred: 2);
        desk.Wait(14.9);
        Assert.Equal(0, With(desk, again));
        desk.Wait(0.1);
        Assert.Equal(1, With(desk, again));
    }

    private CallId ComesKnown(Desk desk, int preferred)
    {
        desk.Do(EngineInput.ConfigureCallers(new CallerPlan(new CallerRules([new CallerRule("all", CallerTarget.Queue("queue 1"))]), [])));
        var call = new CallId(_calls++);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, "+33199000000", "+33162000099"));
        Assert.DoesNotContain(desk.Seen, output => output.Kind == EngineOutputKind.AnswerCall && output.Call == call);
        desk.Do(EngineInput.CallerFound(call, new Caller([], null, null, null) { Preferred = new AgentId(preferred) }));
        return call;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Called_people_and_callers_of_one_queue_wait_in_one_order(bool calledFirst)
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Ratio, Ratio = 3, Abandon = AbandonRule.Default with { After = TimeSpan.FromMinutes(5) } });
        desk.ReadyAgent(1);
        desk.Start(3);
        desk.TrunkLetsThrough();
        CallId[] calls = [.. desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call)];
        Assert.True(calls.Length > 1, "one line was dialed");
        desk.Answer(calls[0]);
        Assert.Equal(1, With(desk, calls[0]));
        if (calledFirst)
            desk.Answer(calls[1]);
        desk.Wait(1);
        var caller = Comes(desk);
        desk.Wait(1);
        if (!calledFirst)
            desk.Answer(calls[1]);
        Finish(desk, calls[0], 1);
        Assert.Equal((calledFirst ? 1 : 0, calledFirst ? 0 : 1), (With(desk, calls[1]), With(desk, caller)));
    }

    /// <summary>Targets learns while calls go on, and the same inputs say the same again.</summary>
    [Fact]
    public void A_desk_that_learns_says_the_same_twice()
    {
        var (one, answered) = LearningDay();
        var (other, _) = LearningDay();
        Assert.True(answered > 60, $"{answered} answered");
        Assert.Equal(one, other);
    }

    private static (List<(long, int)> Bridges, int Answered) LearningDay()
    {
        var desk = new Desk(queue: Queue(Desk.Queue, "french", policy: RoutingPolicies.Targets));
        desk.Do(EngineInput.ConfigureQueue(Queue(Other, "loans", policy: RoutingPolicies.Targets)));
        for (int i = 1; i <= 4; i++)
            desk.ReadyAgent(i, i < 3 ? Speaks(5, 0) : Speaks(4, 4));
        var random = new SeededRandom(4);
        var talking = new List<(CallId Call, int Agent)>();
        var test = new WhoGetsWhomTests();
        int seen = 0;
        for (int step = 0; step < 200; step++)
        {
            desk.Wait(random.NextDouble() * 30);
            if (random.Next(2) == 0)
                test.Comes(desk, random.Next(3) == 0 ? Other : Desk.Queue);
            for (; seen < desk.Seen.Count; seen++)
                if (desk.Seen[seen].Kind == EngineOutputKind.BridgeLegs)
                    talking.Add((desk.Seen[seen].Call, desk.Seen[seen].Agent.Value));
            if (talking.Count > 0 && random.Next(2) == 0)
            {
                var (call, agent) = talking[random.Next(talking.Count)];
                talking.Remove((call, agent));
                Finish(desk, call, agent);
            }
        }
        var bridges = desk.Seen.Where(output => output.Kind == EngineOutputKind.BridgeLegs).Select(output => (output.Call.Value, output.Agent.Value)).ToList();
        return (bridges, bridges.Count);
    }
}
