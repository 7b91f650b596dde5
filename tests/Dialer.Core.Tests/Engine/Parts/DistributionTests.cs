using Dialer.Core.Engine;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class DistributionTests
{
    [Fact]
    public void The_longest_idle_agent_gets_the_next_person()
    {
        var bench = new PartBench();
        bench.Ready(2);
        bench.Wait(1);
        bench.Ready(1);
        Assert.Equal(new AgentId(2), bench.Distribution.AgentFor(bench.Campaign)!.Id);
    }

    [Fact]
    public void A_certain_person_takes_the_agent_of_the_latest_answer_that_is_still_open()
    {
        var bench = new PartBench();
        var (first, second) = (bench.Ready(1), bench.Ready(2));
        var (earlier, later) = (bench.Answered(), bench.Answered());
        bench.Conversations.Reserve(first, earlier);
        bench.Conversations.Reserve(second, later);
        Assert.Same(second, Distribution.AgentFromUndecided(bench.Campaign));
        Assert.Same(later, bench.Campaign.Unreserved.First);
    }

    [Fact]
    public void The_queue_of_higher_priority_goes_first_then_who_waits_longest()
    {
        var bench = new PartBench();
        var gold = new Queue(new QueueSettings(new QueueId(2), "gold", [], 5, TimeSpan.FromSeconds(20), TimeSpan.Zero));
        bench.Roster.Add(gold);
        bench.Distribution.Configure(gold);
        var bronze = bench.Caller("+33162000001");
        bench.Wait(30);
        var late = bench.Legs.BeginInteraction(gold.Inbound, new CallId(CallId.FirstInbound + 500), null, "");
        bench.Distribution.Offer(late);
        bench.Ready(1);
        bench.Ready(2);
        Assert.True(bench.Distribution.TryNext(out var first, out _, out _));
        Assert.True(bench.Distribution.TryNext(out var second, out _, out _));
        Assert.Equal([late, bronze], [first, second]);
        Assert.False(bench.Distribution.TryNext(out _, out _, out _));
    }

    [Fact]
    public void Nobody_who_is_logged_out_could_take_a_call()
    {
        var bench = new PartBench();
        Assert.False(bench.Distribution.HasSomebody(bench.Queue.Inbound));
        var agent = bench.Ready(1);
        Assert.True(bench.Distribution.HasSomebody(bench.Queue.Inbound));
        bench.Supply.Move(agent, Core.Agents.AgentState.NotReady, null);
        bench.Supply.Move(agent, Core.Agents.AgentState.LoggedOut, null);
        Assert.False(bench.Distribution.HasSomebody(bench.Queue.Inbound));
    }
}
