using Dialer.Core.Agents;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class AgentTests
{
    [Fact]
    public void Ready_asked_before_the_phone_is_up_takes_effect_when_it_is()
    {
        var desk = new Desk();
        var agent = desk.Agent(1);
        desk.Do(EngineInput.AgentLogIn(agent));
        desk.Do(EngineInput.AgentReady(agent));
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        desk.Do(EngineInput.AgentLegUp(agent, desk.Last(EngineOutputKind.PlaceAgentCall).Call));
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void A_phone_that_does_not_answer_logs_the_agent_out()
    {
        var desk = new Desk();
        var agent = desk.Agent(1);
        desk.Do(EngineInput.AgentLogIn(agent));
        desk.Wait(80);
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(agent));
        Assert.Equal(desk.Last(EngineOutputKind.PlaceAgentCall).Call, desk.Last(EngineOutputKind.HangUp).Call);
    }

    [Fact]
    public void A_pause_asked_in_the_conversation_follows_the_wrap_up()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentNotReady(agent, "lunch"));
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        desk.End(call);
        Assert.Equal(AgentState.WrapUp, desk.StateOf(agent));
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale"), desk.LastInteraction));
        Assert.Equal((AgentState.NotReady, "lunch"), (desk.StateOf(agent), desk.Last(EngineOutputKind.AgentStateChanged).Reason));
    }

    [Fact]
    public void A_disposition_given_in_the_conversation_skips_the_wrap_up()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale"), desk.LastInteraction));
        Assert.Empty(desk.Outcomes);
        desk.End(call);
        Assert.Equal("sale", Assert.Single(desk.Outcomes).Disposition!.Code);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void Wrap_up_ends_by_itself()
    {
        var (desk, agent, call) = Talking();
        desk.End(call);
        desk.Wait(59);
        Assert.Equal(AgentState.WrapUp, desk.StateOf(agent));
        desk.Wait(2);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
        Assert.Null(Assert.Single(desk.Outcomes).Disposition);
    }

    [Fact]
    public void A_free_agent_who_pauses_waits_for_the_call_dialed_against_them_and_gets_it()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.AgentNotReady(agent, "break"));
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
        desk.Wait(5);
        desk.Answer(desk.LastCall);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        desk.End(desk.LastCall);
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale"), desk.LastInteraction));
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
    }

    [Fact]
    public void A_free_agent_who_pauses_goes_when_the_call_dialed_against_them_comes_to_nothing()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(5);
        desk.Do(EngineInput.AgentLogOut(agent));
        desk.End(desk.LastCall, CallResult.Busy);
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(agent));
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void A_free_agent_kept_for_calls_already_dialed_is_still_kept_after_a_machine()
    {
        var desk = new Desk();
        var first = desk.ReadyAgent(1);
        var second = desk.ReadyAgent(2);
        desk.Start(2);
        desk.TrunkLetsThrough();
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceCall));
        desk.Do(EngineInput.AgentLogOut(first));
        desk.Do(EngineInput.AgentLogOut(second));
        desk.Answer(desk.LastCall, CpaVerdict.AnsweringMachine);
        desk.End(desk.LastCall);
        Assert.Equal((AgentState.Ready, AgentState.Ready), (desk.StateOf(first), desk.StateOf(second)));
        desk.Wait(28 + 7 + 2);
        Assert.Equal((AgentState.LoggedOut, AgentState.LoggedOut), (desk.StateOf(first), desk.StateOf(second)));
    }

    [Fact]
    public void A_free_agent_with_enough_others_pauses_at_once()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.ReadyAgent(2);
        desk.Start(1);
        desk.Do(EngineInput.AgentNotReady(agent, "break"));
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
    }

    [Fact]
    public void A_deferred_pause_is_bounded_by_the_longest_ring()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.AgentNotReady(agent, "break"));
        desk.Wait(28 + 7 + 2);
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
    }

    [Fact]
    public void Hold_plays_music_and_retrieve_bridges_again()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentHold(agent));
        Assert.Equal(AgentState.OnHold, desk.StateOf(agent));
        Assert.Equal(call, desk.Last(EngineOutputKind.UnbridgeLegs).Call);
        Assert.Equal((call, "music", true), (desk.Last(EngineOutputKind.Play).Call, desk.Last(EngineOutputKind.Play).Prompt, desk.Last(EngineOutputKind.Play).Loops));
        desk.Do(EngineInput.AgentRetrieve(agent));
        Assert.Equal(2, desk.Count(EngineOutputKind.BridgeLegs));
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
    }

    [Fact]
    public void Hanging_up_ends_the_customers_leg_and_the_record_says_that_the_agent_did()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentHangUp(agent));
        Assert.Equal(call, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(call, by: EndedBy.Dialer);
        desk.Do(EngineInput.AgentReady(agent));
        Assert.Equal(EndedBy.Agent, Assert.Single(desk.Outcomes).EndedBy);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void When_the_phone_drops_the_customer_goes_to_the_next_agent_before_all_others()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentLegDown(agent, LegOf(desk, agent), 0));
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(agent));
        Assert.Equal((call, "music"), (desk.Last(EngineOutputKind.Play).Call, desk.Last(EngineOutputKind.Play).Prompt));
        desk.Wait(1);
        var other = desk.ReadyAgent(2);
        Assert.Equal((call, other), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).Agent));
        Assert.Equal(AgentState.Talking, desk.StateOf(other));
    }

    [Fact]
    public void When_nobody_takes_the_lost_agents_customer_it_is_counted_apart_from_the_abandoned()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentLegDown(agent, LegOf(desk, agent), 0));
        desk.Wait(3);
        Assert.Equal("abandoned", desk.Last(EngineOutputKind.Play).Prompt);
        desk.End(call);
        var outcome = Assert.Single(desk.Outcomes);
        Assert.False(outcome.Abandoned);
        Assert.Equal(agent, outcome.Agent);
        var snapshot = new EngineSnapshot();
        desk.Engine.Fill(snapshot);
        Assert.Equal((1, 1, 0), (snapshot.Campaigns[0].Counters.AgentLost, snapshot.Campaigns[0].Counters.AgentLostUnserved, snapshot.Campaigns[0].Counters.Abandoned));
    }

    [Theory]
    [InlineData("*0", AgentState.Talking)]
    [InlineData("*9", AgentState.Talking)]
    [InlineData("1", AgentState.Talking)]
    public void Keys_in_a_conversation_change_nothing_at_once(string keys, AgentState expected)
    {
        var (desk, agent, _) = Talking();
        Press(desk, agent, keys);
        Assert.Equal(expected, desk.StateOf(agent));
    }

    [Fact]
    public void The_phone_alone_is_enough_for_a_whole_call()
    {
        var (desk, agent, call) = Talking();
        desk.Wait(10);
        Press(desk, agent, "*9");
        Assert.Equal(call, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(call, by: EndedBy.Dialer);
        Press(desk, agent, "*23");
        Assert.Equal("3", Assert.Single(desk.Outcomes).Disposition!.Code);
        Press(desk, agent, "*0");
        Assert.Equal(AgentState.NotReady, desk.StateOf(agent));
        Press(desk, agent, "*1");
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void Commands_that_make_no_sense_are_refused_with_a_reason_and_change_nothing()
    {
        var desk = new Desk();
        var agent = desk.Agent(1);
        EngineInput[] senseless =
        [
            EngineInput.AgentReady(agent), EngineInput.AgentNotReady(agent, "break"), EngineInput.AgentLogOut(agent), EngineInput.AgentHold(agent),
            EngineInput.AgentRetrieve(agent), EngineInput.AgentHangUp(agent), EngineInput.SubmitDisposition(agent, new Disposition("sale")),
            EngineInput.AcceptPreview(agent), EngineInput.SkipPreview(agent), EngineInput.AgentLogIn(new AgentId(99)), EngineInput.StartCampaign(new CampaignId(99)),
            EngineInput.PauseCampaign(Desk.Campaign),
        ];
        foreach (var command in senseless)
        {
            int before = desk.Seen.Count;
            desk.Do(command);
            var refused = Assert.Single(desk.Seen.Skip(before));
            Assert.Equal(EngineOutputKind.CommandRefused, refused.Kind);
            Assert.False(string.IsNullOrEmpty(refused.Reason));
        }
    }

    private static (Desk Desk, AgentId Agent, CallId Call) Talking()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        return (desk, agent, desk.LastCall);
    }

    private static CallId LegOf(Desk desk, AgentId agent) => desk.Seen.Last(output => output.Kind == EngineOutputKind.PlaceAgentCall && output.Agent == agent).Call;

    private static void Press(Desk desk, AgentId agent, string keys)
    {
        foreach (char key in keys)
            desk.Do(EngineInput.DigitPressed(LegOf(desk, agent), key));
    }
}
