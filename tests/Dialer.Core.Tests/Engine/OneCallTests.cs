using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class OneCallTests
{
    [Fact]
    public void A_person_is_dialed_bridged_and_written_up()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        var call = desk.LastCall;
        desk.Wait(5);
        desk.Answer(call);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        Assert.Equal(call, desk.Last(EngineOutputKind.BridgeLegs).Call);
        desk.Wait(60);
        desk.End(call);
        Assert.Equal(AgentState.WrapUp, desk.StateOf(agent));
        Assert.Empty(desk.Outcomes);
        desk.Wait(10);
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale")));
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal(CallResult.Answered, outcome.Result);
        Assert.Equal(CpaVerdict.LiveVoice, outcome.Verdict);
        Assert.Equal("sale", outcome.Disposition!.Code);
        Assert.Equal(agent, outcome.Agent);
        Assert.Equal(TimeSpan.FromSeconds(60), outcome.EndedAt - outcome.ConnectedAt);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
        Assert.Equal(CampaignState.Finished, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    [Fact]
    public void The_attempt_is_a_fact_before_its_call_is_an_order()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        var kinds = desk.Seen.Select(output => output.Kind).ToList();
        Assert.True(kinds.IndexOf(EngineOutputKind.AttemptStarted) < kinds.IndexOf(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void A_person_without_an_agent_hears_the_announcement_at_two_seconds_and_is_abandoned()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Ratio });
        desk.ReadyAgent(1);
        desk.Start(2);
        var calls = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call).ToList();
        Assert.Equal(2, calls.Count);
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        var answered = desk.Now;
        desk.Wait(5);
        var play = desk.Last(EngineOutputKind.Play);
        Assert.Equal((calls[1], "abandoned", answered + TimeSpan.FromSeconds(2)), (play.Call, play.Prompt, play.At));
        Assert.Equal(InteractionEnd.Abandoned, Assert.Single(desk.Records).End);
        desk.Do(EngineInput.PlaybackEnded(calls[1]));
        Assert.Equal(calls[1], desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(calls[1], by: EndedBy.Dialer);
        Assert.True(Assert.Single(desk.Outcomes).Abandoned);
    }

    [Theory]
    [InlineData(CpaVerdict.AnsweringMachine, CallResult.Answered)]
    [InlineData(CpaVerdict.Fax, CallResult.Answered)]
    [InlineData(CpaVerdict.SpecialInformationTone, CallResult.OperatorAnnouncement)]
    [InlineData(CpaVerdict.Busy, CallResult.Busy)]
    [InlineData(CpaVerdict.Reorder, CallResult.Congestion)]
    public void What_is_no_person_is_hung_up_on_and_its_agent_stays_as_long_idle_as_before(CpaVerdict verdict, CallResult result)
    {
        var desk = new Desk();
        var longest = desk.ReadyAgent(1);
        desk.Wait(10);
        var other = desk.ReadyAgent(2);
        desk.Start(3);
        var call = desk.Seen.First(output => output.Kind == EngineOutputKind.PlaceCall).Call;
        desk.Answer(call, CpaVerdict.None);
        Assert.Equal(AgentState.Reserved, desk.StateOf(longest));
        desk.Wait(1);
        desk.Do(EngineInput.AnswerClassified(call, verdict, 1, TimeSpan.Zero));
        Assert.Equal(AgentState.Ready, desk.StateOf(longest));
        Assert.Equal(call, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(call, by: EndedBy.Dialer);
        Assert.Equal(result, Assert.Single(desk.Outcomes).Result);
        var next = desk.LastCall;
        desk.Answer(next);
        Assert.Equal(AgentState.Talking, desk.StateOf(longest));
        Assert.Equal(AgentState.Ready, desk.StateOf(other));
    }

    [Fact]
    public void With_the_verdict_open_near_the_deadline_the_reserved_agent_gets_the_call()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        var call = desk.LastCall;
        desk.Answer(call, CpaVerdict.None);
        var answered = desk.Now;
        desk.Wait(3);
        var bridge = desk.Last(EngineOutputKind.BridgeLegs);
        Assert.InRange(bridge.At.Ticks, answered.Ticks, (answered + TimeSpan.FromSeconds(2)).Ticks);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        desk.Do(EngineInput.AnswerClassified(call, CpaVerdict.LiveVoice, 1, TimeSpan.Zero));
        desk.End(call);
        desk.Wait(60);
        Assert.Equal(CpaVerdict.LiveVoice, Assert.Single(desk.Outcomes).Verdict);
    }
}
