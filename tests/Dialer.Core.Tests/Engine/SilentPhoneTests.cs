using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>A phone that is connected and says nothing gets nobody.</summary>
public sealed class SilentPhoneTests
{
    private static CallId LegOf(Desk desk, AgentId agent) =>
        desk.Seen.Last(output => output.Kind == EngineOutputKind.PlaceAgentCall && output.Agent == agent).Call;

    private static void FallSilent(Desk desk, AgentId agent) => desk.Do(EngineInput.AgentLegSilent(agent, LegOf(desk, agent), TimeSpan.FromSeconds(7)));

    private static void IsHeard(Desk desk, AgentId agent) => desk.Do(EngineInput.AgentLegHeard(agent, LegOf(desk, agent)));

    private static (Desk Desk, AgentId Agent, CallId Call) Talking()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        var call = desk.LastCall;
        desk.Answer(call);
        return (desk, agent, call);
    }

    [Fact]
    public void The_person_in_it_goes_to_the_next_agent_before_all_others()
    {
        var (desk, agent, call) = Talking();
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        FallSilent(desk, agent);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        Assert.Equal("phone silent", desk.Last(EngineOutputKind.AgentStateChanged).Reason);
        Assert.Equal((call, "music"), (desk.Last(EngineOutputKind.Play).Call, desk.Last(EngineOutputKind.Play).Prompt));
        var other = desk.ReadyAgent(2);
        Assert.Equal((call, other), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).Agent));
    }

    [Fact]
    public void A_person_on_hold_goes_on_as_well()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentHold(agent));
        FallSilent(desk, agent);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        var other = desk.ReadyAgent(2);
        Assert.Equal((call, other), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).Agent));
    }

    [Fact]
    public void A_free_agent_whose_phone_falls_silent_is_given_nobody_until_it_is_heard_and_says_ready()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        FallSilent(desk, agent);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        desk.Do(EngineInput.AgentReady(agent));
        Assert.Equal("nothing is heard from the phone", desk.Last(EngineOutputKind.CommandRefused).Reason);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        IsHeard(desk, agent);
        Assert.Equal("phone heard again", desk.Last(EngineOutputKind.AgentStateChanged).Reason);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        desk.Do(EngineInput.AgentReady(agent));
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void What_is_being_written_up_is_finished_and_then_the_agent_is_out()
    {
        var (desk, agent, call) = Talking();
        desk.End(call);
        Assert.Equal(AgentState.WrapUp, desk.StateOf(agent));
        FallSilent(desk, agent);
        Assert.Equal(AgentState.WrapUp, desk.StateOf(agent));
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale"), desk.LastInteraction));
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        Assert.Equal("sale", Assert.Single(desk.Outcomes).Disposition!.Code);
    }

    [Fact]
    public void A_pause_keeps_its_reason_and_the_fact_is_told_beside_it()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Do(EngineInput.AgentNotReady(agent, "lunch"));
        FallSilent(desk, agent);
        Assert.Equal("phone silent", desk.Last(EngineOutputKind.AgentStateChanged).Reason);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
    }

    [Fact]
    public void A_signal_of_another_leg_or_a_second_one_changes_nothing()
    {
        var (desk, agent, _) = Talking();
        desk.Do(EngineInput.AgentLegSilent(agent, new CallId(9_999), TimeSpan.FromSeconds(7)));
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        IsHeard(desk, agent);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        Assert.Equal(2, desk.Engine.IgnoredSignals);
    }
}
