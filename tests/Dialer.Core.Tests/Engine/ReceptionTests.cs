using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>Where callers go, from the first ring on: rules, doors that lead on, menus, mailboxes, numbers at the PBX, call backs.</summary>
public sealed class ReceptionTests
{
    private const string Sales = "queue", Second = "second";
    private static readonly CallId Caller = new(CallId.FirstInbound);

    private static readonly OpeningHours Office = new(
        [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, new TimeOnly(9, 0), new TimeOnly(18, 0)))], HolidayCalendar.None, null, [], TimeZoneInfo.Utc);

    private static readonly Menu Welcome = new("welcome",
    [
        new("start", "welcome.wav") { Choices = new Dictionary<char, MenuStep> { ['1'] = MenuStep.Leave(CallerTarget.Rules), ['2'] = MenuStep.To("number") } },
        new("number", "number.wav") { Digits = new MenuDigits("customer", 2, 2, MenuStep.To("ask")) },
        new("ask", "wait.wav") { Question = new MenuQuestion("https://crm.example/", new Dictionary<string, MenuStep> { ["owes"] = MenuStep.Leave(CallerTarget.Queue(Sales)) }, MenuStep.Leave(CallerTarget.Queue(Second)), TimeSpan.FromSeconds(3)) },
    ], CallerTarget.Queue(Second));

    private static Desk DeskWith(QueueDoor door, params CallerRule[] rules)
    {
        var desk = new Desk(queue: new QueueSettings(Desk.Queue, Sales, [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)) { Door = door });
        desk.Do(EngineInput.ConfigureQueue(new QueueSettings(new QueueId(2), Second, [new RequiredSkill(new SkillId(9), 1)], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))));
        desk.Do(EngineInput.ConfigureCallers(new CallerPlan(new CallerRules(rules), [Welcome])));
        return desk;
    }

    private static void Arrive(Desk desk, string called = "+33199001234", string from = "+33612345678", int nth = 0) =>
        desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound + nth), Desk.Trunk, called, from));

    private static CallerRule To(CallerTarget target) => new("all", target);

    [Fact]
    public void The_rule_that_fits_leads_to_its_queue_and_the_agent_there()
    {
        var desk = DeskWith(new QueueDoor(), new CallerRule("other", CallerTarget.Queue(Second)) { Called = ["+33199009999"] }, new CallerRule("ours", CallerTarget.Queue(Sales)) { Called = ["+33199001234"] });
        var agent = desk.ReadyAgent(1);
        Arrive(desk);
        Assert.Equal((Caller, Desk.Queue), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.InteractionConnected).Queue));
        desk.End(Caller);
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("helped"), desk.LastInteraction));
        Assert.Equal(("+33199001234", "rule ours; queue queue"), (desk.Records[0].Called, desk.Records[0].Way));
    }

    [Theory]
    [InlineData("no rule", "+33199001111", 404)]
    [InlineData("closed", "closed", 480)]
    [InlineData("full", "full", 486)]
    [InlineData("refused by rule", "refused", 480)]
    public void Who_may_not_come_in_is_refused_before_the_call_is_answered(string why, string called, int status)
    {
        var closed = new OpeningHours([new WorkingHours(DayOfWeek.Sunday, new TimeOnly(9, 0), new TimeOnly(18, 0))], HolidayCalendar.None, null, [], TimeZoneInfo.Utc);
        var desk = DeskWith(called == "closed" ? new QueueDoor { Hours = closed } : new QueueDoor { MaxWaiting = 0 },
            new CallerRule("closed", CallerTarget.Queue(Sales)) { Called = ["closed", "full"] },
            new CallerRule("no", CallerTarget.HangUp) { Called = ["refused"] });
        Arrive(desk, called);
        Assert.True(desk.Last(EngineOutputKind.RejectCall).SipStatus == status, why);
        Assert.Equal((0, 0), (desk.Count(EngineOutputKind.AnswerCall), desk.Count(EngineOutputKind.InteractionStarted)));
    }

    [Theory]
    [InlineData("+33199001234", 9, 180, "rule day; queue queue", true)]
    [InlineData("+33199001234", 10, 180, "rule day; queue queue is full; queue second", true)]
    public void A_full_queue_leads_on_and_the_place_in_line_counts_from_the_first_ring(string called, int before, int seconds, string way, bool waits)
    {
        var desk = DeskWith(new QueueDoor { MaxWaiting = 10, WhenFull = CallerTarget.Queue(Second) }, new CallerRule("day", CallerTarget.Queue(Sales)) { Hours = Office });
        for (int i = 0; i < before; i++)
            Arrive(desk, called, nth: i + 1);
        Arrive(desk, called);
        desk.Wait(seconds / 2.0);
        Assert.Equal(waits, desk.Last(EngineOutputKind.InteractionQueued).Call == Caller);
        desk.End(Caller, by: EndedBy.CalledParty);
        Assert.Equal(way, desk.Records[^1].Way);
    }

    [Fact]
    public void Who_waits_too_long_goes_on_and_is_served_there_before_who_came_later()
    {
        var desk = DeskWith(new QueueDoor { MaxWait = TimeSpan.FromSeconds(60), WhenTooLong = CallerTarget.Queue(Second) }, To(CallerTarget.Queue(Sales)));
        Arrive(desk);
        desk.Wait(30);
        desk.Do(EngineInput.InboundCall(new CallId(Caller.Value + 1), Desk.Trunk, new QueueId(2), "+33612345679"));
        desk.Wait(29);
        Assert.Equal(2, desk.Count(EngineOutputKind.InteractionQueued));
        desk.Wait(1);
        Assert.Equal((3, new QueueId(2)), (desk.Count(EngineOutputKind.InteractionQueued), desk.Last(EngineOutputKind.InteractionQueued).Queue));
        Assert.Equal("rule all; queue queue; queue queue took too long; queue second", desk.Last(EngineOutputKind.CallerSent).Way);
        desk.ReadyAgent(1, new AgentSkill(new SkillId(9), 5));
        Assert.Equal((Caller, TimeSpan.FromSeconds(60)), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.InteractionConnected).Waited));
        desk.Wait(3600);
        Assert.Equal(1, desk.Count(EngineOutputKind.BridgeLegs));
    }

    [Fact]
    public void Where_nobody_is_logged_in_the_mailbox_takes_the_message()
    {
        var desk = DeskWith(new QueueDoor { WhenNobody = new(CallerTargetKind.Voicemail, "night") }, To(CallerTarget.Queue(Sales)));
        Arrive(desk);
        Assert.Equal((1, "voicemail/night", false), (desk.Count(EngineOutputKind.AnswerCall), desk.Last(EngineOutputKind.Play).Prompt, desk.Last(EngineOutputKind.Play).Loops));
        desk.Do(EngineInput.PlaybackEnded(Caller));
        Assert.Equal("night", desk.Last(EngineOutputKind.RecordMessage).Mailbox);
        desk.Do(EngineInput.MessageRecorded(Caller, "/data/night/1.wav", TimeSpan.FromSeconds(7)));
        desk.End(Caller, by: EndedBy.CalledParty);
        Assert.Equal((TimeSpan.FromSeconds(7), "+33612345678"), (desk.Last(EngineOutputKind.VoicemailLeft).Length, desk.Last(EngineOutputKind.VoicemailLeft).Party));
        Assert.Equal((InteractionEnd.LeftVoicemail, default(QueueId)), (desk.Records[0].End, desk.Records[0].Queue));
    }

    [Theory]
    [InlineData(0.4, InteractionEnd.CallerHungUp)]
    [InlineData(1.0, InteractionEnd.LeftVoicemail)]
    public void Who_hangs_up_at_the_tone_has_left_no_message(double seconds, InteractionEnd end)
    {
        var desk = DeskWith(new QueueDoor(), To(new(CallerTargetKind.Voicemail, "night")));
        Arrive(desk);
        desk.Do(EngineInput.PlaybackEnded(Caller));
        desk.Do(EngineInput.MessageRecorded(Caller, "1.wav", TimeSpan.FromSeconds(seconds)));
        desk.End(Caller, by: EndedBy.CalledParty);
        Assert.Equal(end, desk.Records[0].End);
    }

    [Fact]
    public void A_mailbox_and_a_stuck_prompt_have_an_end()
    {
        var desk = DeskWith(new QueueDoor(), To(new(CallerTargetKind.Voicemail, "night")));
        Arrive(desk);
        desk.Wait(181);
        Assert.Equal(Caller, desk.Last(EngineOutputKind.HangUp).Call);
        Arrive(desk, nth: 1);
        desk.Do(EngineInput.PlaybackEnded(new CallId(Caller.Value + 1)));
        desk.Do(EngineInput.DigitPressed(new CallId(Caller.Value + 1), '#'));
        Assert.Equal(new CallId(Caller.Value + 1), desk.Last(EngineOutputKind.HangUp).Call);
    }

    [Fact]
    public void All_who_could_serve_leave_and_those_who_wait_go_where_the_queue_says()
    {
        var desk = DeskWith(new QueueDoor { WhenNobody = new(CallerTargetKind.Message, "come back.wav") }, To(CallerTarget.Queue(Sales)));
        var agent = desk.Agent(1);
        desk.LogIn(agent);
        Arrive(desk);
        Assert.Equal("music", desk.Last(EngineOutputKind.Play).Prompt);
        desk.Do(EngineInput.AgentLogOut(agent));
        desk.Wait(121);
        Assert.Equal("come back.wav", desk.Last(EngineOutputKind.Play).Prompt);
        desk.Do(EngineInput.PlaybackEnded(Caller));
        desk.End(Caller, by: EndedBy.Dialer);
        Assert.Equal(InteractionEnd.HeardMessage, desk.Records[0].End);
    }

    [Fact]
    public void A_menu_leads_to_the_rules_again_with_the_keys()
    {
        var desk = DeskWith(new QueueDoor(), new CallerRule("chose sales", CallerTarget.Queue(Sales)) { Keys = "1" }, To(CallerTarget.Menu("welcome")));
        desk.ReadyAgent(1);
        Arrive(desk);
        Assert.Equal("welcome.wav", desk.Last(EngineOutputKind.Play).Prompt);
        Assert.Equal(0, desk.Count(EngineOutputKind.BridgeLegs));
        desk.Do(EngineInput.DigitPressed(Caller, '1'));
        Assert.Equal(Caller, desk.Last(EngineOutputKind.BridgeLegs).Call);
        Assert.Equal("rule all; menu welcome; chose 1; rule chose sales; queue queue", desk.Last(EngineOutputKind.CallerSent).Way);
    }

    [Fact]
    public void Silence_in_a_menu_ends_with_a_person()
    {
        var desk = DeskWith(new QueueDoor(), To(CallerTarget.Menu("welcome")));
        desk.ReadyAgent(1, new AgentSkill(new SkillId(9), 1));
        Arrive(desk);
        for (int i = 0; i < 3; i++)
        {
            desk.Do(EngineInput.PlaybackEnded(Caller));
            desk.Wait(5);
        }
        Assert.Equal(new QueueId(2), desk.Last(EngineOutputKind.InteractionConnected).Queue);
    }

    [Theory]
    [InlineData("owes", 1)]
    [InlineData("odd", 2)]
    [InlineData(null, 2)]
    [InlineData("", 2)] // never answered
    public void The_companys_system_names_the_way(string? word, int queue)
    {
        var desk = DeskWith(new QueueDoor(), To(CallerTarget.Menu("welcome")));
        desk.ReadyAgent(1, new AgentSkill(new SkillId(9), 1));
        Arrive(desk);
        foreach (char key in "242")
            desk.Do(EngineInput.DigitPressed(Caller, key));
        desk.Do(EngineInput.PlaybackEnded(Caller));
        Assert.Equal(Caller, desk.Last(EngineOutputKind.AskCompany).Call);
        if (word == "")
            desk.Wait(3);
        else
            desk.Do(EngineInput.CompanyAnswered(Caller, new CompanyAnswer(word, null)));
        Assert.Equal(new QueueId(queue), desk.Last(EngineOutputKind.InteractionConnected).Queue);
        desk.End(Caller);
        desk.Wait(31);
        Assert.Equal("customer 42", string.Join("; ", desk.Records[0].Keyed));
    }

    [Fact]
    public void Who_leaves_in_a_menu_is_counted_as_that()
    {
        var desk = DeskWith(new QueueDoor(), To(CallerTarget.Menu("welcome")));
        Arrive(desk);
        desk.End(Caller, by: EndedBy.CalledParty);
        Assert.Equal((InteractionEnd.LeftInMenu, 1), (desk.Records[0].End, desk.Count(EngineOutputKind.InteractionClosed)));
        desk.Wait(600);
        Assert.Equal(0, desk.Count(EngineOutputKind.HangUp));
    }

    [Fact]
    public void A_number_at_the_PBX_is_called_and_joined_to_the_caller()
    {
        var desk = DeskWith(new QueueDoor(), To(new(CallerTargetKind.Number, "+33199004321")));
        Arrive(desk);
        var placed = desk.Last(EngineOutputKind.PlaceCall);
        Assert.Equal(("+33199004321", default(AttemptId)), (placed.Number, placed.Attempt));
        desk.Do(EngineInput.CallRinging(placed.Call));
        desk.Do(EngineInput.CallAnswered(placed.Call));
        Assert.Equal((Caller, placed.Call), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).OtherCall));
        desk.End(Caller, by: EndedBy.CalledParty);
        Assert.Equal((placed.Call, InteractionEnd.Forwarded), (desk.Last(EngineOutputKind.HangUp).Call, desk.Records[0].End));
        desk.End(placed.Call, by: EndedBy.Dialer);
        Assert.Equal(0, desk.Engine.IgnoredSignals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_far_end_s_leg_ends_the_callers(bool answered)
    {
        var desk = DeskWith(new QueueDoor(), To(new(CallerTargetKind.Number, "4321")));
        Arrive(desk);
        var leg = desk.Last(EngineOutputKind.PlaceCall).Call;
        if (answered)
            desk.Do(EngineInput.CallAnswered(leg));
        desk.End(leg, by: EndedBy.CalledParty);
        Assert.Equal(Caller, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(Caller, by: EndedBy.Dialer);
        Assert.Equal(answered ? InteractionEnd.Forwarded : InteractionEnd.Refused, desk.Records[0].End);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(10, false)]
    [InlineData(null, false)]
    public void Valuable_customers_reach_their_queue_once_the_store_has_said_who_calls(int? value, bool gold)
    {
        var desk = DeskWith(new QueueDoor(), new CallerRule("gold", CallerTarget.Queue(Second)) { LeastValue = 80 }, To(CallerTarget.Queue(Sales)));
        Arrive(desk);
        Assert.Equal((1, 0), (desk.Count(EngineOutputKind.FindCaller), desk.Count(EngineOutputKind.AnswerCall)));
        desk.Do(EngineInput.CallerFound(Caller, new Caller([new PersonId(5)], null, null, null) { Value = value }));
        Assert.Equal((gold ? new QueueId(2) : Desk.Queue, 1), (desk.Last(EngineOutputKind.InteractionQueued).Queue, desk.Count(EngineOutputKind.FindCaller)));
    }

    [Fact]
    public void A_store_that_does_not_answer_keeps_nobody_ringing()
    {
        var desk = DeskWith(new QueueDoor(), new CallerRule("gold", CallerTarget.Queue(Second)) { LeastValue = 80 }, To(CallerTarget.Queue(Sales)));
        Arrive(desk);
        desk.Wait(0.5);
        Assert.Equal(Desk.Queue, desk.Last(EngineOutputKind.InteractionQueued).Queue);
        Arrive(desk, nth: 1);
        desk.End(new CallId(Caller.Value + 1), by: EndedBy.CalledParty);
        desk.Wait(0.5);
        Assert.Equal(1, desk.Count(EngineOutputKind.InteractionQueued));
    }

    [Theory]
    [InlineData("+33612345678", true)]
    [InlineData("", false)]
    public void A_call_back_is_promised_by_the_campaigns_rules_to_those_who_show_a_number(string from, bool promised)
    {
        var desk = DeskWith(new QueueDoor(), To(new(CallerTargetKind.CallBack, "campaign")));
        Arrive(desk, from: from);
        Assert.Equal(promised ? 1 : 0, desk.Count(EngineOutputKind.CallBackPromised));
        if (!promised)
        {
            Assert.Equal(480, desk.Last(EngineOutputKind.RejectCall).SipStatus);
            return;
        }
        Assert.Equal("call back/campaign", desk.Last(EngineOutputKind.Play).Prompt);
        desk.Do(EngineInput.PlaybackEnded(Caller));
        desk.End(Caller, by: EndedBy.Dialer);
        Assert.Equal(InteractionEnd.CallBackOrdered, desk.Records[0].End);
    }

    [Fact]
    public void Draining_ends_menus_at_the_deadline_and_asks_nobody_in()
    {
        var desk = DeskWith(new QueueDoor(), new CallerRule("gold", CallerTarget.Queue(Second)) { LeastValue = 80 }, To(CallerTarget.Menu("welcome")));
        Arrive(desk);
        desk.Wait(0.5);
        Arrive(desk, nth: 1);
        desk.Do(EngineInput.Drain(TimeSpan.FromSeconds(20)));
        desk.Wait(0.5);
        Assert.Equal(503, desk.Last(EngineOutputKind.RejectCall).SipStatus);
        desk.Wait(20);
        Assert.Equal(Caller, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(Caller, by: EndedBy.Dialer);
        Assert.Equal(1, desk.Count(EngineOutputKind.Drained));
    }
}
