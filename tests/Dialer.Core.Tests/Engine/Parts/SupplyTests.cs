using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class SupplyTests
{
    [Fact]
    public void An_agent_of_two_campaigns_is_counted_by_one_at_a_time()
    {
        var bench = new PartBench();
        var other = new Campaign(Desk.Settings with { Id = new CampaignId(2), Name = "other" }, bench.Trunk, bench.Queue, null);
        bench.Roster.Add(other);
        var agent = new Agent(new AgentSettings(new AgentId(1), "ana", [], [bench.Campaign.Id, other.Id]));
        bench.Roster.Add(agent);
        bench.Supply.RebuildMemberships(agent);
        bench.Supply.Move(agent, AgentState.NotReady, null);
        bench.Supply.Move(agent, AgentState.Ready, null);
        Assert.Equal((1, 1), (bench.Campaign.Idle + other.Idle, bench.Campaign.LoggedIn + other.LoggedIn));
        Assert.Equal((2, 2), (bench.Campaign.Group.ReadyCount + other.Group.ReadyCount, bench.Said.Length));
        Assert.Equal((AgentState.NotReady, AgentState.Ready), (bench.Last(EngineOutputKind.AgentStateChanged).AgentFrom, bench.Last(EngineOutputKind.AgentStateChanged).AgentTo));
    }
}
