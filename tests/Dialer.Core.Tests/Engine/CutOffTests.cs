using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>The PBX restarts, or the line breaks: who is called again, and what is said of the conversations.</summary>
public sealed class CutOffTests
{
    private static readonly AgentId Ana = new(1);

    private static void LegLost(Desk desk, AgentId agent, EndedBy by) =>
        desk.Do(EngineInput.AgentLegDown(agent, desk.Seen.Last(output => output.Kind == EngineOutputKind.PlaceAgentCall && output.Agent == agent).Call, 200, null, by));

    [Fact]
    public void An_agent_whose_phone_the_network_took_is_called_again_and_at_work_again()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        LegLost(desk, Ana, EndedBy.Network);
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(Ana));
        desk.Wait(4);
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceAgentCall));
        desk.Do(EngineInput.AgentLegUp(Ana, desk.Last(EngineOutputKind.PlaceAgentCall).Call));
        Assert.Equal(AgentState.Ready, desk.StateOf(Ana));
    }

    [Fact]
    public void One_who_paused_is_called_again_and_still_pauses()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Do(EngineInput.AgentNotReady(Ana, "lunch"));
        LegLost(desk, Ana, EndedBy.Network);
        desk.Wait(4);
        desk.Do(EngineInput.AgentLegUp(Ana, desk.Last(EngineOutputKind.PlaceAgentCall).Call));
        Assert.Equal(AgentState.NotReady, desk.StateOf(Ana));
    }

    [Fact]
    public void The_phone_is_called_until_it_is_back_with_growing_waits_and_not_for_ever()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        LegLost(desk, Ana, EndedBy.Network);
        for (int i = 0; i < 600; i++)
        {
            desk.Wait(10);
            if (desk.StateOf(Ana) == AgentState.NotReady)
                desk.Do(EngineInput.AgentLegDown(Ana, desk.Last(EngineOutputKind.PlaceAgentCall).Call, 503, "the PBX cannot place the call", EndedBy.Network));
        }
        Assert.InRange(desk.Count(EngineOutputKind.PlaceAgentCall), 20, 40);
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(Ana));
    }

    [Fact]
    public void Who_hangs_up_or_logs_out_is_not_called_again()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        LegLost(desk, Ana, EndedBy.Agent);
        desk.Wait(300);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceAgentCall));

        desk.LogIn(Ana);
        LegLost(desk, Ana, EndedBy.Network);
        desk.Do(EngineInput.AgentLogOut(Ana));
        Assert.Equal(0, desk.Count(EngineOutputKind.CommandRefused));
        desk.Wait(300);
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceAgentCall));
    }

    [Fact]
    public void A_conversation_whose_line_broke_is_cut_off_and_the_person_may_be_called_again()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        desk.End(desk.LastCall, CallResult.Answered, EndedBy.Network);
        desk.Wait(120);
        Assert.Equal(InteractionEnd.CutOff, Assert.Single(desk.Records).End);
        Assert.Equal((true, LeadFate.Retry), (desk.Outcomes[0].CutOff, desk.Outcomes[0].Next.Fate));
    }

    [Fact]
    public void What_the_agent_says_of_it_goes_before()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        desk.End(desk.LastCall, CallResult.Answered, EndedBy.Network);
        desk.Do(EngineInput.SubmitDisposition(Ana, new Disposition("sold"), desk.LastInteraction));
        Assert.Equal((InteractionEnd.Handled, LeadFate.Done), (desk.Records[0].End, desk.Outcomes[0].Next.Fate));
    }

    [Theory]
    [InlineData(EndedBy.CalledParty)]
    [InlineData(EndedBy.Network)]
    public void So_is_one_whose_agent_was_lost_and_for_whom_nobody_else_came(EndedBy by)
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        var call = desk.LastCall;
        desk.Answer(call);
        LegLost(desk, Ana, EndedBy.Network);
        desk.End(call, CallResult.Answered, by);
        Assert.Equal((InteractionEnd.CutOff, LeadFate.Retry), (desk.Records[0].End, desk.Outcomes[0].Next.Fate));
    }

    [Fact]
    public void A_caller_for_whom_nobody_is_logged_in_does_not_wait_for_ever()
    {
        var desk = new Desk();
        desk.Agent(1);
        var call = new CallId(CallId.FirstInbound + 1);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, "+33639980011"));
        desk.Wait(119);
        Assert.Equal(0, desk.Count(EngineOutputKind.HangUp));
        desk.Wait(2);
        Assert.Equal(call, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(call, CallResult.Answered, EndedBy.Dialer);
        Assert.Equal(InteractionEnd.NobodyThere, Assert.Single(desk.Records).End);
    }

    [Fact]
    public void Where_somebody_is_logged_in_callers_wait_on()
    {
        var desk = new Desk();
        desk.LogIn(desk.Agent(1));
        var call = new CallId(CallId.FirstInbound + 1);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, "+33639980011"));
        desk.Wait(1_000);
        Assert.Equal(0, desk.Count(EngineOutputKind.HangUp));
        desk.Do(EngineInput.AgentReady(Ana));
        Assert.Equal(AgentState.Talking, desk.StateOf(Ana));
    }

    [Fact]
    public void A_log_in_that_fails_is_a_fact_with_its_cause()
    {
        var desk = new Desk();
        desk.Agent(1);
        desk.Do(EngineInput.AgentLogIn(Ana));
        desk.Do(EngineInput.AgentLegDown(Ana, desk.Last(EngineOutputKind.PlaceAgentCall).Call, 404, "no such phone at the PBX: 404 Not Found"));
        var failed = desk.Last(EngineOutputKind.LogInFailed);
        Assert.Equal((Ana, 404, "no such phone at the PBX: 404 Not Found"), (failed.Agent, failed.SipStatus, failed.Reason));
    }

    [Fact]
    public void A_leg_that_was_transferred_gets_nobody_and_ends_with_the_conversation_that_is_in_it()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        var leg = desk.Last(EngineOutputKind.PlaceAgentCall).Call;
        desk.Start(2);
        desk.Answer(desk.LastCall);
        desk.Do(EngineInput.AgentLegMoved(Ana, leg, "1007"));
        Assert.Equal(AgentState.Talking, desk.StateOf(Ana));
        desk.End(desk.LastCall);
        desk.Wait(60);
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(Ana));
        Assert.Equal((1, leg), (desk.Count(EngineOutputKind.PlaceCall), desk.Last(EngineOutputKind.HangUp).Call));

        leg = desk.LogIn(Ana);
        desk.Do(EngineInput.AgentLegMoved(Ana, leg, "1007"));
        Assert.Equal(AgentState.LoggedOut, desk.StateOf(Ana));
        Assert.Contains("1007", desk.Last(EngineOutputKind.AgentStateChanged).Reason, StringComparison.Ordinal);
        desk.Wait(300);
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceAgentCall));
    }

    [Fact]
    public void One_phone_serves_one_agent_at_a_time()
    {
        var desk = new Desk();
        foreach (int number in (int[])[1, 2])
            desk.Do(EngineInput.ConfigureAgent(new AgentSettings(new AgentId(number), number == 1 ? "ana" : "ben", [], [Desk.Campaign]) { Phone = "1001@pbx" }));
        desk.LogIn(Ana);
        desk.Do(EngineInput.AgentLogIn(new AgentId(2)));
        Assert.Contains("ana", desk.Last(EngineOutputKind.CommandRefused).Reason, StringComparison.Ordinal);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceAgentCall));
        desk.Do(EngineInput.AgentLogOut(Ana));
        desk.LogIn(new AgentId(2));
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceAgentCall));
    }
}
