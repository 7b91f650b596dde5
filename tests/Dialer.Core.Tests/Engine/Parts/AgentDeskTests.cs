using Dialer.Core.Agents;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class AgentDeskTests
{
    private readonly PartBench _bench = new();
    private readonly AgentDesk _desk;

    public AgentDeskTests() =>
        _desk = new AgentDesk(_bench.Turn, _bench.Facts, _bench.Roster, _bench.Legs, _bench.Supply, _bench.Distribution, _bench.Previews, _bench.Control, _bench.Works, _bench.Conversations, _bench.Handing);

    [Fact]
    public void Logging_in_calls_the_phone_and_one_phone_serves_one_agent()
    {
        foreach (int id in (int[])[1, 2])
            _bench.Roster.Add(new Agent(new AgentSettings(new AgentId(id), $"agent {id}", [], []) { Phone = "sip:shared" }));
        _desk.AgentLogIn(new AgentId(1));
        Assert.Equal([EngineOutputKind.PlaceAgentCall, EngineOutputKind.AgentStateChanged], _bench.Said);
        _desk.AgentLogIn(new AgentId(2));
        Assert.Equal("the phone is in use by agent agent 1", _bench.Last(EngineOutputKind.CommandRefused).Reason);
    }

    [Fact]
    public void Who_becomes_free_gets_the_caller_who_waits()
    {
        var agent = _bench.Ready(1);
        _bench.Supply.Move(agent, AgentState.NotReady, null);
        var caller = _bench.Caller("+33162000001");
        _desk.BecomeReady(agent, keepIdleSince: true);
        Assert.Equal((AgentState.Talking, caller), (agent.State, agent.Interaction));
    }
}
