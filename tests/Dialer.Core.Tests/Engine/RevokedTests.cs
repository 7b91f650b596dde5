using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>A live verdict taken back, by the campaign's rule and by the agent; and a service that screens calls.</summary>
public sealed class RevokedTests
{
    private static (Desk Desk, AgentId Agent, CallId Call) Talking(RevokedAction onRevoked = RevokedAction.Mark)
    {
        var desk = new Desk(settings => settings with { OnRevoked = onRevoked });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        var call = desk.LastCall;
        desk.Answer(call);
        desk.Wait(2.5);
        return (desk, agent, call);
    }

    private static CampaignSnapshot Books(Desk desk)
    {
        var snapshot = new EngineSnapshot();
        desk.Engine.Fill(snapshot);
        return snapshot.Campaigns[0];
    }

    [Fact]
    public void Marked_the_agent_is_told_and_decides_and_the_write_up_is_filled_in()
    {
        var (desk, agent, call) = Talking();
        Assert.Equal(1, Books(desk).WindowAnswered);
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.VoiceGoesOn));
        var told = desk.Last(EngineOutputKind.AttemptRevoked);
        Assert.Equal((agent, CpaVerdict.AnsweringMachine, RevocationCause.VoiceGoesOn), (told.Agent, told.Verdict, told.Revocation));
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        Assert.Equal((0, 1L, 1L), (Books(desk).WindowAnswered, Books(desk).Counters.Revoked, Books(desk).Counters.Connected));
        desk.End(call);
        desk.Wait(61);
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal((CpaVerdict.LiveVoice, RevocationCause.VoiceGoesOn, true), (outcome.Verdict, outcome.Revoked, outcome.Disposition!.WasMachine));
    }

    [Fact]
    public void The_agent_s_own_word_stands_and_a_person_counts_as_one_again()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.VoiceGoesOn));
        desk.End(call);
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale"), desk.LastInteraction));
        Assert.Equal("sale", Assert.Single(desk.Outcomes).Disposition!.Code);
        Assert.Equal(1, Books(desk).WindowAnswered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Handed_to_the_message_the_agent_is_free_at_once_and_the_message_waits_for_its_moment(bool momentFirst)
    {
        var (desk, agent, call) = Talking(RevokedAction.LeaveMessage);
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.Beep));
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
        Assert.Equal(1, desk.Count(EngineOutputKind.UnbridgeLegs));
        Assert.Equal(0, desk.Count(EngineOutputKind.Play));
        if (momentFirst)
            desk.Wait(1);
        desk.Do(EngineInput.MessageMoment(call));
        Assert.Equal("message", desk.Last(EngineOutputKind.Play).Prompt);
        desk.Do(EngineInput.PlaybackEnded(call));
        desk.End(call, by: EndedBy.Dialer);
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal((true, agent, "machine"), (outcome.MessageLeft, outcome.Agent, outcome.Disposition!.Code));
        Assert.Equal(InteractionEnd.NotAPerson, Assert.Single(desk.Records).End);
    }

    [Fact]
    public void Hung_up_by_rule_the_agent_has_nothing_to_write()
    {
        var (desk, agent, call) = Talking(RevokedAction.HangUp);
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.Remembered));
        Assert.Equal(call, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(call, by: EndedBy.Dialer);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void The_agent_leaves_the_message_and_takes_the_next()
    {
        var (desk, agent, call) = Talking();
        desk.Do(EngineInput.AgentLeaveMessage(agent));
        Assert.Equal(("message", AgentState.Ready), (desk.Last(EngineOutputKind.Play).Prompt, desk.StateOf(agent)));
        desk.Do(EngineInput.PlaybackEnded(call));
        desk.End(call, by: EndedBy.Dialer);
        Assert.True(Assert.Single(desk.Outcomes).MessageLeft);
        Assert.Equal(0, Books(desk).WindowAnswered);
        desk.Do(EngineInput.AgentLeaveMessage(agent));
        Assert.Contains("no outbound conversation", desk.Last(EngineOutputKind.CommandRefused).Reason);
    }

    [Fact]
    public void The_phone_s_keys_leave_the_message_too()
    {
        var desk = new Desk();
        var agent = desk.Agent(1);
        var leg = desk.LogIn(agent);
        desk.Do(EngineInput.AgentReady(agent));
        desk.Start(1);
        desk.Answer(desk.LastCall);
        desk.Do(EngineInput.AnswerRevoked(desk.LastCall, RevocationCause.Beep));
        desk.Do(EngineInput.MessageMoment(desk.LastCall));
        desk.Do(EngineInput.DigitPressed(leg, '*'));
        desk.Do(EngineInput.DigitPressed(leg, '3'));
        Assert.Equal("message", desk.Last(EngineOutputKind.Play).Prompt);
    }

    [Theory]
    [InlineData(CpaVerdict.Undetermined)]
    [InlineData(CpaVerdict.Silence)]
    [InlineData(CpaVerdict.None)]
    public void Only_a_live_verdict_is_taken_back(CpaVerdict verdict)
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, verdict);
        desk.Do(EngineInput.AnswerRevoked(desk.LastCall, RevocationCause.Beep));
        Assert.Equal(0, desk.Count(EngineOutputKind.AttemptRevoked));
    }

    [Fact]
    public void It_is_taken_back_once_and_not_while_the_call_ends()
    {
        var (desk, _, call) = Talking();
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.Beep));
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.VoiceGoesOn));
        desk.End(call);
        desk.Do(EngineInput.AnswerRevoked(call, RevocationCause.VoiceGoesOn));
        Assert.Equal(1, desk.Count(EngineOutputKind.AttemptRevoked));
    }

    [Theory]
    [InlineData(RevokedAction.Mark, 1, true)]
    [InlineData(RevokedAction.HangUp, 0, false)]
    [InlineData(RevokedAction.LeaveMessage, 0, true)]
    public void In_the_queue_it_leaves_by_the_rule_and_is_never_counted_as_abandoned(RevokedAction onRevoked, int announcements, bool plays)
    {
        var desk = new Desk(settings => settings with { OnRevoked = onRevoked, Mode = DialMode.Ratio, Ratio = 2 });
        desk.ReadyAgent(1);
        desk.Start(2);
        var calls = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call).ToArray();
        Assert.Equal(2, calls.Length);
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        desk.Wait(1);
        desk.Do(EngineInput.AnswerRevoked(calls[1], RevocationCause.Beep));
        desk.Do(EngineInput.MessageMoment(calls[1]));
        desk.Wait(3);
        Assert.Equal(0, desk.Count(EngineOutputKind.CallAbandoned));
        Assert.Equal(announcements, desk.Seen.Count(output => output.Kind == EngineOutputKind.Play && output.Prompt == "abandoned"));
        Assert.Equal(plays, desk.Count(EngineOutputKind.Play) > 0);
    }

    [Theory]
    [InlineData(ScreeningAction.Agent, "agent")]
    [InlineData(ScreeningAction.HangUp, "hang up")]
    [InlineData(ScreeningAction.SayWhoCalls, "who calls")]
    public void Screening_goes_by_a_rule_of_its_own(ScreeningAction onScreening, string expected)
    {
        var desk = new Desk(settings => settings with { OnScreening = onScreening, ScreeningPrompt = "who calls" });
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, CpaVerdict.CallScreening);
        var last = desk.Seen.Last(output => output.Call == desk.LastCall && output.IsLineOrder);
        Assert.Equal(expected, last.Kind switch { EngineOutputKind.BridgeLegs => "agent", EngineOutputKind.HangUp => "hang up", _ => last.Prompt });
    }

    [Fact]
    public void Once_the_service_knows_who_calls_an_agent_takes_over()
    {
        var desk = new Desk(settings => settings with { OnScreening = ScreeningAction.SayWhoCalls, ScreeningPrompt = "who calls" });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, CpaVerdict.CallScreening);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
        desk.Wait(4);
        desk.Do(EngineInput.PlaybackEnded(desk.LastCall));
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
    }
}
