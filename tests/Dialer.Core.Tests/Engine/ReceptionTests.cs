using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;
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

    // Whatever callers press, wait for or leave, whoever logs in or out: each who was taken in has one end, and is with one agent at most.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void In_random_worlds_nobody_is_lost_on_the_way(ulong seed)
    {
        var random = new SeededRandom(seed);
        var door = new QueueDoor { MaxWaiting = 2, MaxWait = TimeSpan.FromSeconds(40), WhenFull = CallerTarget.Queue(Second), WhenTooLong = CallerTarget.Menu("welcome"), WhenNobody = new(CallerTargetKind.Voicemail, "night") };
        var desk = DeskWith(door,
            new CallerRule("gold", CallerTarget.Queue(Second)) { LeastValue = 80 },
            new CallerRule("branch", new(CallerTargetKind.Number, "4321")) { CallerPrefixes = ["+331"] },
            new CallerRule("later", new(CallerTargetKind.CallBack, "campaign")) { CallerPrefixes = ["+332"] },
            new CallerRule("chose", CallerTarget.Queue(Sales)) { Keys = "1" },
            new CallerRule("sales", CallerTarget.Queue(Sales)) { CallerPrefixes = ["+333"] },
            To(CallerTarget.Menu("welcome")));
        AgentId[] agents = [desk.Agent(1), desk.Agent(2, new AgentSkill(new SkillId(9), 3))];
        var open = new List<CallId>();
        int arrived = 0;
        for (int step = 0; step < 6_000; step++)
        {
            switch (random.Next(12))
            {
                case 0 or 1 when open.Count < 12:
                    Arrive(desk, from: random.Next(6) == 0 ? "" : $"+33{random.Next(6)}00000{step:D4}", nth: arrived);
                    open.Add(new CallId(CallId.FirstInbound + arrived++));
                    break;
                case 2 when open.Count > 0:
                    HangUp(desk, open, open[random.Next(open.Count)]);
                    break;
                case 3 or 4 when open.Count > 0:
                    desk.Do(EngineInput.DigitPressed(open[random.Next(open.Count)], "0123456789*#"[random.Next(12)]));
                    break;
                case 5 when open.Count > 0:
                    desk.Do(EngineInput.PlaybackEnded(open[random.Next(open.Count)]));
                    break;
                case 6 when open.Count > 0:
                    desk.Do(EngineInput.CallerFound(open[random.Next(open.Count)], new Caller([], null, null, null) { Value = random.Next(100) }));
                    break;
                case 7 when open.Count > 0:
                    desk.Do(EngineInput.CompanyAnswered(open[random.Next(open.Count)], new CompanyAnswer(random.Next(2) == 0 ? "owes" : null, null)));
                    break;
                case 8 when open.Count > 0:
                    desk.Do(EngineInput.MessageRecorded(open[random.Next(open.Count)], "1.wav", TimeSpan.FromSeconds(random.Next(4))));
                    break;
                case 9:
                    TurnUp(desk, agents[random.Next(2)], random);
                    break;
                case 10 when desk.Seen.LastOrDefault(output => output.Kind == EngineOutputKind.PlaceCall) is { Kind: EngineOutputKind.PlaceCall } placed:
                    if (random.Next(2) == 0)
                        desk.Do(EngineInput.CallAnswered(placed.Call));
                    else
                        desk.End(placed.Call, by: EndedBy.CalledParty);
                    break;
                default:
                    desk.Wait(random.Next(20));
                    break;
            }
            Confirm(desk, open);
        }
        desk.Do(EngineInput.Drain(TimeSpan.Zero));
        for (int i = 0; i < 20; i++)
        {
            Confirm(desk, open);
            desk.Wait(20);
        }
        Assert.Equal(1, desk.Count(EngineOutputKind.Drained));
        Assert.Equal(desk.Seen.Where(output => output.Kind == EngineOutputKind.InteractionStarted).Select(output => output.Interaction), desk.Records.Select(record => record.Interaction).OrderBy(id => id.Value));
        Assert.Equal(arrived, desk.Count(EngineOutputKind.InteractionStarted) + desk.Count(EngineOutputKind.RejectCall) + _leftWhileAsked);
        Assert.All(desk.Records, record => Assert.NotEqual("", record.Way));
        Assert.Superset(
            new HashSet<InteractionEnd> { InteractionEnd.Handled, InteractionEnd.CallerHungUpInQueue, InteractionEnd.LeftInMenu, InteractionEnd.Forwarded, InteractionEnd.CallBackOrdered },
            desk.Records.Select(record => record.End).ToHashSet());
    }

    private void HangUp(Desk desk, List<CallId> open, CallId call)
    {
        desk.End(call, by: EndedBy.CalledParty);
        if (desk.Seen.Any(output => output.Kind == EngineOutputKind.InteractionStarted && output.Call == call))
            return;
        _leftWhileAsked++;
        open.Remove(call);
    }

    private int _leftWhileAsked;
    private int _heard;

    private void TurnUp(Desk desk, AgentId agent, SeededRandom random)
    {
        switch (random.Next(4))
        {
            case 0 when desk.StateOf(agent) == AgentState.LoggedOut: desk.LogIn(agent); break;
            case 0: desk.Do(EngineInput.AgentLogOut(agent)); break;
            case 1: desk.Do(EngineInput.AgentReady(agent)); break;
            case 2: desk.Do(EngineInput.AgentHangUp(agent)); break;
            default: desk.Do(EngineInput.AgentNotReady(agent, "pause")); break;
        }
    }

    // As the line does: what is hung up or refused has ended; nobody speaks with two agents, and no agent with two callers.
    private void Confirm(Desk desk, List<CallId> open)
    {
        for (; _heard < desk.Seen.Count; _heard++)
        {
            var output = desk.Seen[_heard];
            if (output.Kind is EngineOutputKind.InteractionClosed or EngineOutputKind.RejectCall)
                _over.Add(output.Call);
            if (output.Kind == EngineOutputKind.BridgeLegs && output.Agent.Value != 0)
            {
                Assert.DoesNotContain(output.Agent, _with.Values);
                Assert.True(_with.TryAdd(output.Call, output.Agent), $"{output.Call} is with an agent already");
            }
            else if (output.Kind == EngineOutputKind.InteractionClosed || (output.Kind == EngineOutputKind.AgentStateChanged && output.AgentTo is not (AgentState.Talking or AgentState.OnHold)))
                foreach (var gone in _with.Where(pair => pair.Key == output.Call || pair.Value == output.Agent).Select(pair => pair.Key).ToArray())
                    _with.Remove(gone);
            else if (output.Kind is EngineOutputKind.HangUp)
                desk.End(output.Call, by: EndedBy.Dialer);
        }
        open.RemoveAll(_over.Contains);
    }

    private readonly Dictionary<CallId, AgentId> _with = [];
    private readonly HashSet<CallId> _over = [];
}
