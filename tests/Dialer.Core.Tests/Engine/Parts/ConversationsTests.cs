using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class ConversationsTests
{
    [Fact]
    public void A_person_and_an_agent_are_bridged_and_counted_and_the_end_is_wrap_up()
    {
        var bench = new PartBench();
        var agent = bench.Ready(1);
        var attempt = bench.Answered();
        bench.Conversations.Connect(attempt, agent);
        Assert.Equal((attempt.Call, agent.Leg), (bench.Last(EngineOutputKind.BridgeLegs).Call, bench.Last(EngineOutputKind.BridgeLegs).OtherCall));
        Assert.Equal((AgentState.Talking, AttemptState.Connected, 1L), (agent.State, attempt.State, bench.Campaign.Counters.Connected));
        bench.Wait(60);
        bench.Conversations.EndConversation(attempt.Interaction!);
        Assert.Equal((AgentState.WrapUp, TimeSpan.FromSeconds(60)), (agent.State, bench.Campaign.Counters.Talk));
        Assert.Empty(bench.Freed);
        bench.Conversations.FinishWrapUp(agent);
        Assert.Equal((AttemptState.Closed, EngineOutputKind.AttemptClosed), (attempt.State, bench.Said[^1]));
        Assert.Equal([1], bench.Freed);
    }

    [Fact]
    public void A_command_that_names_a_conversation_that_is_over_changes_nothing()
    {
        var bench = new PartBench();
        Assert.Null(bench.Conversations.FindAddressed(EngineInput.AgentHangUp(bench.Ready(1).Id, new(99))));
        Assert.Equal(CommandRefusal.StaleInteraction, bench.Last(EngineOutputKind.CommandRefused).CommandRefusal);
    }
}
