using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>People who are handed on, and colleagues who are asked: who is with whom, and what becomes of a wish that fails.</summary>
public sealed class HandingTests
{
    private static readonly CallId Caller = new(CallId.FirstInbound);
    private static readonly QueueId Second = new(2);
    private readonly Desk _desk = new();
    private readonly AgentId _ana, _ben;

    public HandingTests()
    {
        _desk.Do(EngineInput.ConfigureQueue(new QueueSettings(Second, "second", [new RequiredSkill(new SkillId(9), 1)], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))));
        _desk.Do(EngineInput.ConfigureHandovers(HandoverSettings.Default with { Numbers = ["47xx"], FromPhones = true }));
        _ana = _desk.ReadyAgent(1);
        _desk.Do(EngineInput.InboundCall(Caller, Desk.Trunk, Desk.Queue, "+33612345678"));
        _ben = _desk.ReadyAgent(2);
        Assert.Equal(AgentState.Talking, _desk.StateOf(_ana));
    }

    private InteractionId Talk => _desk.Last(EngineOutputKind.InteractionConnected).Interaction;

    private CallId LegOf(AgentId agent) => _desk.Seen.Last(output => output.Kind == EngineOutputKind.PlaceAgentCall && output.Agent == agent).Call;

    /// <summary>Who hears whom at the end, as the orders say: the legs of the last bridge.</summary>
    private (CallId, CallId) LastBridge => (_desk.Last(EngineOutputKind.BridgeLegs).Call, _desk.Last(EngineOutputKind.BridgeLegs).OtherCall);

    private ConversationStep[] Steps => [.. _desk.Seen.Where(output => output.Kind == EngineOutputKind.ConversationStepped).Select(output => output.Step)];

    private string Refusal => _desk.Last(EngineOutputKind.CommandRefused).Reason ?? "";

    [Fact]
    public void A_colleague_sees_whom_they_get_before_the_voice_and_the_first_agent_writes_up()
    {
        _desk.Do(EngineInput.AgentTransfer(_ana, Talk, _ben, "has called twice"));
        Assert.Equal((AgentState.WrapUp, AgentState.Reserved), (_desk.StateOf(_ana), _desk.StateOf(_ben)));
        Assert.Equal((ConversationStep.Offered, _ben), (_desk.Last(EngineOutputKind.ConversationStepped).Step, _desk.Last(EngineOutputKind.ConversationStepped).Agent));
        Assert.Equal(1, _desk.Count(EngineOutputKind.BridgeLegs));
        _desk.Wait(1);
        Assert.Equal((Caller, LegOf(_ben)), LastBridge);
        Assert.Equal((AgentState.Talking, ConversationStep.Transferred), (_desk.StateOf(_ben), Steps[^1]));
        _desk.Do(EngineInput.SubmitDisposition(_ana, new Disposition("passed on"), Talk));
        Assert.Equal(AgentState.Ready, _desk.StateOf(_ana));
        _desk.End(Caller);
        _desk.Wait(31);
        Assert.Equal((InteractionEnd.Handled, (AgentId?)_ben, "passed on"), (_desk.Records[0].End, _desk.Records[0].Agent, _desk.Records[0].Disposition?.Code));
    }

    [Theory]
    [InlineData("agent", "agent agent 3 is not ready")]
    [InlineData("self", "the person is with this agent already")]
    [InlineData("number", "the configuration does not let agents hand people on to 0899123456")]
    [InlineData("queue", "queue second has nobody logged in")]
    [InlineData("closed", "queue second is closed")]
    [InlineData("nobody", "nobody is named to hand on to")]
    public void What_cannot_be_is_refused_and_the_person_stays(string to, string why)
    {
        _desk.Agent(3);
        if (to == "closed")
            _desk.Do(EngineInput.ConfigureQueue(new QueueSettings(Second, "second", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))
            {
                Door = new QueueDoor { Hours = new OpeningHours([new WorkingHours(DayOfWeek.Sunday, new TimeOnly(9, 0), new TimeOnly(18, 0))], HolidayCalendar.None, null, [], TimeZoneInfo.Utc) },
            }));
        _desk.Do(to switch
        {
            "agent" => EngineInput.AgentTransfer(_ana, Talk, new AgentId(3)),
            "self" => EngineInput.AgentTransfer(_ana, Talk, _ana),
            "number" => EngineInput.AgentTransfer(_ana, Talk, "0899123456"),
            "nobody" => EngineInput.AgentTransfer(_ana, Talk, ""),
            _ => EngineInput.AgentTransfer(_ana, Talk, Second),
        });
        Assert.Equal((why, AgentState.Talking), (Refusal, _desk.StateOf(_ana)));
        Assert.Empty(Steps);
    }

    [Theory]
    [InlineData(CallResult.Busy, "4711: busy")]
    [InlineData(CallResult.NoAnswer, "4711: no answer")]
    public void A_number_that_does_not_answer_gives_the_person_back(CallResult result, string why)
    {
        _desk.Do(EngineInput.AgentTransfer(_ana, Talk, "4711"));
        var leg = _desk.LastCall;
        Assert.Equal(("4711", CallerTarget.RingingPrompt), (_desk.Last(EngineOutputKind.PlaceCall).Number, _desk.Last(EngineOutputKind.Play).Prompt));
        _desk.End(leg, result);
        Assert.Equal((ConversationStep.CameBack, why), (Steps[^1], _desk.Seen.Last(output => output.Kind == EngineOutputKind.ConversationStepped).About));
        Assert.Equal((Caller, LegOf(_ana)), LastBridge);
        Assert.Equal(AgentState.Talking, _desk.StateOf(_ana));
    }

    [Fact]
    public void Where_nobody_is_free_who_came_back_goes_before_all_others()
    {
        _desk.Do(EngineInput.AgentTransfer(_ana, Talk, "4711"));
        var leg = _desk.LastCall;
        _desk.Do(EngineInput.AgentLogOut(_ana));
        _desk.Do(EngineInput.AgentFinishWrapUp(_ana));
        _desk.Do(EngineInput.AgentNotReady(_ben, "break"));
        _desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound + 1), Desk.Trunk, Desk.Queue, "+33612345679"));
        _desk.End(leg, CallResult.Busy);
        Assert.Equal(Caller, _desk.Last(EngineOutputKind.InteractionQueued).Call);
        _desk.Do(EngineInput.AgentReady(_ben));
        _desk.Wait(1);
        Assert.Equal((Caller, LegOf(_ben)), LastBridge);
    }

    [Fact]
    public void A_number_has_the_person_until_either_hangs_up()
    {
        _desk.Do(EngineInput.AgentTransfer(_ana, Talk, "4711"));
        var leg = _desk.LastCall;
        _desk.Do(EngineInput.CallAnswered(leg));
        Assert.Equal(((Caller, leg), ConversationStep.Transferred), (LastBridge, Steps[^1]));
        _desk.End(leg);
        Assert.Equal(Caller, _desk.Last(EngineOutputKind.HangUp).Call);
        _desk.End(Caller, by: EndedBy.Dialer);
        Assert.Equal(InteractionEnd.Forwarded, _desk.Records[0].End);
    }

    [Fact]
    public void A_colleague_is_asked_swapped_joined_and_gets_the_person()
    {
        _desk.Do(EngineInput.AgentConsult(_ana, Talk, _ben, "a refund"));
        Assert.Equal((AgentState.OnHold, AgentState.Reserved), (_desk.StateOf(_ana), _desk.StateOf(_ben)));
        _desk.Wait(1);
        Assert.Equal((LegOf(_ana), LegOf(_ben)), LastBridge);
        Assert.Equal((AgentState.OnHold, AgentState.Talking), (_desk.StateOf(_ana), _desk.StateOf(_ben)));
        _desk.Do(EngineInput.AgentSwap(_ana));
        Assert.Equal(((Caller, LegOf(_ana)), AgentState.Talking), (LastBridge, _desk.StateOf(_ana)));
        _desk.Do(EngineInput.AgentSwap(_ana));
        Assert.Equal(((LegOf(_ana), LegOf(_ben)), AgentState.OnHold), (LastBridge, _desk.StateOf(_ana)));
        _desk.Do(EngineInput.AgentConference(_ana));
        Assert.Equal((Caller, LegOf(_ana)), LastBridge);
        Assert.Equal((LegOf(_ben), LegOf(_ana)), (_desk.Last(EngineOutputKind.JoinLegs).Call, _desk.Last(EngineOutputKind.JoinLegs).OtherCall));
        _desk.Do(EngineInput.AgentCompleteTransfer(_ana));
        Assert.Equal((Caller, LegOf(_ben)), LastBridge);
        Assert.Equal((AgentState.WrapUp, AgentState.Talking), (_desk.StateOf(_ana), _desk.StateOf(_ben)));
        Assert.Equal([ConversationStep.ConsultBegun, ConversationStep.Offered, ConversationStep.Consulted, ConversationStep.BackWithPerson, ConversationStep.Consulted, ConversationStep.Conferenced, ConversationStep.Transferred], Steps);
        _desk.End(Caller);
        Assert.Equal(AgentState.WrapUp, _desk.StateOf(_ben));
    }

    [Theory]
    [InlineData("asker ends it")]
    [InlineData("colleague hangs up")]
    [InlineData("colleague is lost")]
    [InlineData("hold and back")]
    public void When_the_asking_is_over_the_agent_is_with_the_person_and_the_colleague_is_free(string how)
    {
        _desk.Do(EngineInput.AgentConsult(_ana, Talk, _ben));
        _desk.Wait(1);
        switch (how)
        {
            case "asker ends it": _desk.Do(EngineInput.AgentEndConsult(_ana)); break;
            case "colleague hangs up": _desk.Do(EngineInput.AgentHangUp(_ben)); break;
            case "colleague is lost": _desk.Do(EngineInput.AgentLegDown(_ben, LegOf(_ben), 0)); break;
            default:
                _desk.Do(EngineInput.AgentRetrieve(_ana));
                Assert.Equal(ConversationStep.BackWithPerson, Steps[^1]);
                _desk.Do(EngineInput.AgentHold(_ana));
                Assert.Equal((LegOf(_ana), LegOf(_ben)), LastBridge);
                _desk.Do(EngineInput.AgentEndConsult(_ana));
                break;
        }
        Assert.Equal(((Caller, LegOf(_ana)), AgentState.Talking), (LastBridge, _desk.StateOf(_ana)));
        Assert.Equal(how == "colleague is lost" ? AgentState.LoggedOut : AgentState.Ready, _desk.StateOf(_ben));
    }

    [Theory]
    [InlineData(false, AgentState.Ready)]
    [InlineData(true, AgentState.Talking)]
    public void The_agent_who_asks_is_lost_and_the_person_is_not(bool joined, AgentState colleague)
    {
        _desk.Do(EngineInput.AgentConsult(_ana, Talk, _ben));
        _desk.Wait(1);
        if (joined)
            _desk.Do(EngineInput.AgentConference(_ana));
        _desk.Do(EngineInput.AgentLegDown(_ana, LegOf(_ana), 0));
        _desk.Wait(1);
        Assert.Equal(((Caller, LegOf(_ben)), AgentState.LoggedOut), (LastBridge, _desk.StateOf(_ana)));
        Assert.Equal(AgentState.Talking, _desk.StateOf(_ben));
        Assert.Equal(colleague == AgentState.Ready ? 1 : 0, _desk.Count(EngineOutputKind.InteractionQueued));
    }

    [Fact]
    public void Whoever_of_a_queue_is_free_next_is_asked()
    {
        _desk.Do(EngineInput.AgentNotReady(_ben, "break"));
        _desk.Do(EngineInput.AgentConsult(_ana, Talk, Desk.Queue));
        Assert.Equal(0, _desk.Seen.Count(output => output.Kind == EngineOutputKind.ConversationStepped && output.Step == ConversationStep.Offered));
        _desk.Do(EngineInput.AgentReady(_ben));
        _desk.Wait(1);
        Assert.Equal((LegOf(_ana), LegOf(_ben)), LastBridge);
    }

    [Fact]
    public void One_who_is_given_to_a_queue_waits_there_and_comes_back_when_nobody_is_left_in_it()
    {
        var expert = _desk.Agent(3, new AgentSkill(new SkillId(9), 5));
        _desk.LogIn(expert);
        _desk.Do(EngineInput.AgentTransfer(_ana, Talk, Second));
        Assert.Equal((Second, AgentState.WrapUp), (_desk.Last(EngineOutputKind.InteractionQueued).Queue, _desk.StateOf(_ana)));
        _desk.Do(EngineInput.AgentLogOut(expert));
        _desk.Wait(121);
        Assert.Equal(ConversationStep.CameBack, Steps[^1]);
        Assert.Equal((Caller, LegOf(_ana)), LastBridge);
    }

    [Theory]
    [InlineData("picked up")]
    [InlineData("limit, agent free")]
    [InlineData("limit, nobody free")]
    [InlineData("hung up")]
    public void Nobody_is_forgotten_where_they_are_parked(string how)
    {
        _desk.Do(EngineInput.AgentPark(_ana, Talk));
        Assert.Equal("1", _desk.Last(EngineOutputKind.ConversationStepped).About);
        Assert.Equal(AgentState.WrapUp, _desk.StateOf(_ana));
        if (how == "limit, nobody free")
        {
            _desk.Do(EngineInput.AgentLogOut(_ana));
            _desk.Do(EngineInput.AgentLogOut(_ben));
            _desk.Wait(31);
        }
        if (how == "picked up")
            _desk.Do(EngineInput.AgentPickUp(_ben, default, 1));
        else if (how == "hung up")
            _desk.End(Caller);
        else
            _desk.Wait(180);
        if (how == "hung up")
            Assert.Equal(InteractionEnd.LeftInTransfer, _desk.Records[0].End);
        else if (how == "limit, nobody free")
            Assert.Equal(Caller, _desk.Last(EngineOutputKind.InteractionQueued).Call);
        else
            Assert.Equal((Caller, LegOf(how == "picked up" ? _ben : _ana)), LastBridge);
    }

    [Fact]
    public void Nobody_is_on_hold_longer_than_the_limit()
    {
        _desk.Do(EngineInput.AgentHold(_ana));
        _desk.Wait(599);
        Assert.Equal(AgentState.OnHold, _desk.StateOf(_ana));
        _desk.Wait(1);
        Assert.Equal((AgentState.Talking, ConversationStep.HeldTooLong), (_desk.StateOf(_ana), Steps[^1]));
    }

    [Fact]
    public void An_outbound_person_is_handed_on_and_the_attempt_closes_with_what_was_said()
    {
        var desk = new Desk();
        desk.Do(EngineInput.ConfigureHandovers(HandoverSettings.Default with { Numbers = ["4711"] }));
        var ana = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        var person = desk.Last(EngineOutputKind.BridgeLegs).Call;
        desk.Wait(30);
        desk.Do(EngineInput.AgentConsult(ana, desk.LastInteraction, "4711"));
        var leg = desk.LastCall;
        desk.Do(EngineInput.CallAnswered(leg));
        Assert.Equal((leg, desk.Last(EngineOutputKind.PlaceAgentCall).Call), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).OtherCall));
        desk.Do(EngineInput.AgentCompleteTransfer(ana));
        Assert.Equal((person, leg), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).OtherCall));
        desk.Do(EngineInput.SubmitDisposition(ana, new Disposition("sale")));
        desk.End(person);
        Assert.Equal(leg, desk.Last(EngineOutputKind.HangUp).Call);
        Assert.Equal(("sale", InteractionEnd.Forwarded), (desk.Outcomes[0].Disposition?.Code, desk.Records[0].End));
    }

    [Fact]
    public void Keys_mute_and_the_recording_are_orders_and_facts_and_nobody_starts_muted()
    {
        _desk.Do(EngineInput.AgentSendKeys(_ana, "12#"));
        Assert.Equal((Caller, "12#"), (_desk.Last(EngineOutputKind.SendKeys).Call, _desk.Last(EngineOutputKind.SendKeys).Keys));
        _desk.Do(EngineInput.AgentSendKeys(_ana, "12a"));
        Assert.Contains("0 to 9", Refusal, StringComparison.Ordinal);
        _desk.Do(EngineInput.AgentRecord(_ana, RecordingCommand.Pause));
        Assert.Equal((Caller, RecordingCommand.Pause), (_desk.Last(EngineOutputKind.ControlRecording).Call, _desk.Last(EngineOutputKind.ControlRecording).RecordingCommand));
        _desk.Do(EngineInput.AgentMute(_ana, isMuted: true));
        Assert.True(_desk.Last(EngineOutputKind.MuteLeg).IsMuted);
        _desk.End(Caller);
        Assert.False(_desk.Last(EngineOutputKind.MuteLeg).IsMuted);
        Assert.Equal([ConversationStep.KeysSent, ConversationStep.RecordingPaused, ConversationStep.Muted], Steps);
    }

    [Theory]
    [InlineData("*74711#", ConversationStep.TransferBegun)]
    [InlineData("*54711#", ConversationStep.ConsultBegun)]
    [InlineData("*8#", ConversationStep.Parked)]
    public void The_keys_of_the_phone_do_the_same(string keys, ConversationStep step)
    {
        foreach (char key in keys)
            _desk.Do(EngineInput.DigitPressed(LegOf(_ana), key));
        Assert.Equal(step, Steps[^1]);
    }

    [Theory]
    [InlineData("4711", true)]
    [InlineData("0899123456", false)]
    public void The_phones_own_transfer_is_obeyed_where_the_number_is_allowed_and_answered_truly(string number, bool done)
    {
        _desk.Do(EngineInput.PhoneAsksTransfer(_ana, LegOf(_ana), default, number));
        Assert.Equal((done, LegOf(_ana)), (_desk.Last(EngineOutputKind.AnswerTransfer).IsTransferred, _desk.Last(EngineOutputKind.AnswerTransfer).Call));
        Assert.Equal(done ? AgentState.WrapUp : AgentState.Talking, _desk.StateOf(_ana));
    }

    [Fact]
    public void A_wrap_up_is_extended_and_finished()
    {
        _desk.End(Caller);
        _desk.Wait(20);
        _desk.Do(EngineInput.AgentExtendWrapUp(_ana, TimeSpan.FromMinutes(5)));
        _desk.Wait(299);
        Assert.Equal(AgentState.WrapUp, _desk.StateOf(_ana));
        _desk.Do(EngineInput.AgentFinishWrapUp(_ana));
        Assert.Equal(AgentState.Ready, _desk.StateOf(_ana));
        _desk.Do(EngineInput.AgentFinishWrapUp(_ana));
        Assert.Equal("nothing is being written up", Refusal);
    }
}
