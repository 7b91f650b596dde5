using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>A command names the conversation that it means, and what is said late is filed on that one.</summary>
public sealed class NamedConversationTests
{
    private static readonly Disposition Objection = new("objects", DoNotCall: true);

    /// <summary>One agent; the first person's wrap-up has ended by itself and the second has just been connected.</summary>
    private sealed class Second
    {
        public Second()
        {
            Agent = Desk.ReadyAgent(1);
            Desk.Start(2);
            First = Connect();
            Desk.End(FirstCall = Desk.LastCall);
            Desk.Wait(61);
            Now = Connect();
        }

        public Desk Desk { get; } = new();
        public AgentId Agent { get; }
        public InteractionId First { get; }
        public CallId FirstCall { get; }
        public InteractionId Now { get; }
        public CallId Call => Desk.LastCall;

        private InteractionId Connect()
        {
            Desk.Answer(Desk.LastCall);
            return Desk.Last(EngineOutputKind.InteractionConnected).Interaction;
        }

        public EngineOutput Refused(EngineInput command)
        {
            int before = Desk.Seen.Count;
            Desk.Do(command);
            return Assert.Single(Desk.Seen.Skip(before));
        }

        /// <summary>What the store says of the first conversation.</summary>
        public PastConversation Past(bool latest = true, CallResult result = CallResult.Answered)
        {
            var lead = new HopperLead(new LeadId(1), 1, [new LeadPhone("+33162000001", PhoneKind.Landline)], 0, 0, TimeZoneInfo.Utc);
            var closed = Desk.Records[0];
            return new PastConversation(First, 1, Desk.Queue, FirstCall, "+33162000001", [Agent], closed.ClosedAt, Objected: false,
                new PastAttempt(Desk.Outcomes[0].Attempt, Desk.Campaign, lead, "+33162000001", result, CpaVerdict.LiveVoice, Counted: true, WasMachine: false, latest));
        }

        public ConversationDescription Say(Disposition said, PastConversation? past = null, AgentId? agent = null)
        {
            Desk.Do(EngineInput.DescribeConversation(agent ?? Agent, new LateDescription(past ?? Past(), said)));
            Assert.Equal(EngineOutputKind.ConversationDescribed, Desk.Last(EngineOutputKind.ConversationDescribed).Kind);
            return Desk.Descriptions[^1];
        }
    }

    [Fact]
    public void A_late_objection_by_its_name_asks_the_store_for_the_first_person_and_leaves_the_second_alone()
    {
        var second = new Second();
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, Objection, second.First));
        var order = second.Desk.Seen[^1];
        Assert.Equal((EngineOutputKind.LoadConversation, second.First, second.Agent), (order.Kind, order.Interaction, order.Agent));

        var said = second.Say(Objection);
        Assert.Equal(("+33162000001", true, LeadFate.Done), (said.Party, said.IsLate, said.Next!.Value.Fate));
        second.Desk.Wait(20);
        second.Desk.End(second.Call);
        second.Desk.Do(EngineInput.AgentReady(second.Agent));
        Assert.Null(second.Desk.Outcomes[^1].Disposition);
        second.Desk.Load(0);
        var again = new HopperLead(new LeadId(9), 1, [new LeadPhone("+33162000001", PhoneKind.Landline)], 0, 0, TimeZoneInfo.Utc);
        second.Desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        second.Desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([again], Instant.Never)));
        Assert.Equal(new LeadId(9), second.Desk.Last(EngineOutputKind.DialRefused).Lead);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9.75)]
    public void Without_a_name_a_disposition_is_refused_so_soon_after_a_new_conversation(double seconds)
    {
        var second = new Second();
        second.Desk.Wait(seconds);
        var refused = second.Refused(EngineInput.SubmitDisposition(second.Agent, Objection));
        Assert.Equal((EngineOutputKind.CommandRefused, CommandRefusal.AmbiguousInteraction), (refused.Kind, refused.CommandRefusal));
        second.Desk.Wait(10 - seconds);
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, Objection));
        Assert.Equal(second.Now, second.Desk.Last(EngineOutputKind.ConversationDescribed).Interaction);
    }

    [Fact]
    public void The_phones_keys_name_no_conversation_either()
    {
        var second = new Second();
        foreach (char key in "*21")
            second.Desk.Do(EngineInput.DigitPressed(second.Desk.Last(EngineOutputKind.PlaceAgentCall).Call, key));
        Assert.Equal(CommandRefusal.AmbiguousInteraction, second.Desk.Last(EngineOutputKind.CommandRefused).CommandRefusal);
        Assert.Equal(0, second.Desk.Count(EngineOutputKind.ConversationDescribed));
    }

    [Fact]
    public void A_new_conversation_that_is_over_already_is_as_new_as_it_was()
    {
        var second = new Second();
        second.Desk.End(second.Call);
        Assert.Equal(CommandRefusal.AmbiguousInteraction, second.Refused(EngineInput.SubmitDisposition(second.Agent, Objection)).CommandRefusal);
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, new Disposition("sale"), second.Now));
        Assert.Equal("sale", second.Desk.Outcomes[^1].Disposition!.Code);
    }

    public static TheoryData<string> Commands => ["hang-up", "hold", "retrieve"];

    private static EngineInput Command(string name, AgentId agent, InteractionId interaction) => name switch
    {
        "hang-up" => EngineInput.AgentHangUp(agent, interaction),
        "hold" => EngineInput.AgentHold(agent, interaction),
        _ => EngineInput.AgentRetrieve(agent, interaction),
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_for_a_conversation_that_is_over_touches_nobody(string name)
    {
        var second = new Second();
        if (name == "retrieve")
            second.Desk.Do(EngineInput.AgentHold(second.Agent));
        var state = second.Desk.StateOf(second.Agent);
        foreach (var agent in new[] { second.Agent, default })
            foreach (long stale in new[] { second.First.Value, 999_999, -1 })
            {
                var refused = second.Refused(Command(name, agent, new InteractionId(stale)));
                Assert.Equal((EngineOutputKind.CommandRefused, CommandRefusal.StaleInteraction), (refused.Kind, refused.CommandRefusal));
            }
        Assert.Equal(state, second.Desk.StateOf(second.Agent));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_conversation_alone_says_which_agent_is_meant(string name)
    {
        var second = new Second();
        if (name == "retrieve")
            second.Desk.Do(EngineInput.AgentHold(second.Agent));
        int refusals = second.Desk.Count(EngineOutputKind.CommandRefused);
        second.Desk.Do(Command(name, default, second.Now));
        Assert.Equal(refusals, second.Desk.Count(EngineOutputKind.CommandRefused));
        Assert.Equal(name switch { "hang-up" => EngineOutputKind.HangUp, "hold" => EngineOutputKind.UnbridgeLegs, _ => EngineOutputKind.BridgeLegs },
            second.Desk.Seen.Last(output => output.IsLineOrder && output.Kind != EngineOutputKind.Play).Kind);
    }

    [Fact]
    public void Another_agents_conversation_is_nobody_elses_to_end_or_to_describe()
    {
        var second = new Second();
        var other = second.Desk.ReadyAgent(2);
        Assert.Equal(CommandRefusal.StaleInteraction, second.Refused(EngineInput.AgentHangUp(other, second.Now)).CommandRefusal);
        Assert.Equal(CommandRefusal.StaleInteraction, second.Refused(EngineInput.SubmitDisposition(other, Objection, second.Now)).CommandRefusal);
        Assert.Equal(CommandRefusal.StaleInteraction, second.Refused(EngineInput.DescribeConversation(other, new LateDescription(second.Past(), Objection))).CommandRefusal);
    }

    [Fact]
    public void An_agent_whose_phone_was_lost_still_says_what_was_heard_while_another_goes_on()
    {
        var second = new Second();
        second.Desk.Do(EngineInput.AgentLegDown(second.Agent, second.Desk.Last(EngineOutputKind.PlaceAgentCall).Call, 0));
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, Objection, second.Now));
        Assert.True(second.Desk.Descriptions[^1].Disposition.DoNotCall);
        var other = second.Desk.ReadyAgent(2);
        Assert.Equal(AgentState.Talking, second.Desk.StateOf(other));
        second.Desk.End(second.Call);
        Assert.Equal(AgentState.WrapUp, second.Desk.StateOf(other));
        second.Desk.Do(EngineInput.SubmitDisposition(other, new Disposition("helped"), second.Now));
        Assert.Equal(("helped", true), (second.Desk.Outcomes[^1].Disposition!.Code, second.Desk.Outcomes[^1].Disposition!.DoNotCall));
    }

    [Fact]
    public void A_day_after_its_end_a_conversation_is_described_no_more()
    {
        var second = new Second();
        second.Desk.End(second.Call);
        var late = new LateDescription(second.Past(), Objection);
        second.Desk.Wait(86_300);
        second.Desk.Do(EngineInput.DescribeConversation(second.Agent, late));
        Assert.Equal(1, second.Desk.Count(EngineOutputKind.ConversationDescribed));
        second.Desk.Wait(200);
        second.Desk.Do(EngineInput.DescribeConversation(second.Agent, late));
        Assert.Equal(CommandRefusal.StaleInteraction, second.Desk.Last(EngineOutputKind.CommandRefused).CommandRefusal);
        Assert.Equal(1, second.Desk.Count(EngineOutputKind.ConversationDescribed));
    }

    public static TheoryData<Disposition, LeadFate, double> Fates => new()
    {
        { new Disposition("sale"), LeadFate.Done, 0 },
        { new Disposition("objects", DoNotCall: true), LeadFate.Done, 0 },
        { new Disposition("unfinished", Done: false), LeadFate.Retry, 24 },
        { new Disposition("machine", Done: false, WasMachine: true), LeadFate.Retry, 4 },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public void What_is_said_late_has_the_consequences_that_it_would_have_had_in_time(Disposition said, LeadFate fate, double hours)
    {
        var second = new Second();
        var closed = second.Desk.Outcomes[0].ClosedAt;
        var next = second.Say(said).Next!.Value;
        Assert.Equal(fate, next.Fate);
        Assert.Equal(fate == LeadFate.Retry ? closed + TimeSpan.FromHours(hours) : Instant.Never, next.NextCallable);
    }

    [Fact]
    public void A_promise_is_kept_and_one_for_a_moment_that_has_passed_is_refused()
    {
        var second = new Second();
        var at = second.Desk.Now + TimeSpan.FromHours(3);
        Assert.Equal((LeadFate.Retry, at), Fate(second.Say(new Disposition("later", CallBackAt: at, Done: false))));
        var late = new Disposition("later", CallBackAt: second.Desk.Now - TimeSpan.FromHours(1), Done: false);
        Assert.Equal(CommandRefusal.CallBackInPast, second.Refused(EngineInput.DescribeConversation(second.Agent, new LateDescription(second.Past(), late))).CommandRefusal);
        static (LeadFate, Instant) Fate(ConversationDescription said) => (said.Next!.Value.Fate, said.Next.Value.NextCallable);
    }

    [Fact]
    public void A_lead_that_was_dialed_since_follows_only_a_word_that_binds()
    {
        var second = new Second();
        var past = second.Past(latest: false);
        Assert.Null(second.Say(new Disposition("unfinished", Done: false), past).Next);
        Assert.Equal(LeadFate.Done, second.Say(new Disposition("sale"), past).Next!.Value.Fate);
        Assert.Equal(LeadFate.Done, second.Say(Objection, past).Next!.Value.Fate);
    }

    [Fact]
    public void A_conversation_that_a_crash_cut_off_is_described_like_any_other()
    {
        var second = new Second();
        Assert.Equal(LeadFate.Retry, second.Say(new Disposition("unfinished", Done: false), second.Past(result: CallResult.Interrupted)).Next!.Value.Fate);
    }

    [Fact]
    public void An_objection_is_not_taken_back_by_what_is_said_after_it()
    {
        var second = new Second();
        Assert.True(second.Say(new Disposition("sale"), second.Past() with { Objected = true }).Disposition.DoNotCall);
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, Objection, second.Now));
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, new Disposition("sale"), second.Now));
        Assert.Equal(("sale", true), (second.Desk.Descriptions[^1].Disposition.Code, second.Desk.Descriptions[^1].Disposition.DoNotCall));
    }

    [Fact]
    public void A_lead_held_for_dialing_goes_back_when_its_last_conversation_is_described()
    {
        var second = new Second();
        second.Desk.Wait(20);
        second.Desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        var held = second.Past().Attempt!.Lead;
        second.Desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([held], Instant.Never)));
        second.Say(new Disposition("sale"));
        Assert.Equal(held.Id, second.Desk.Last(EngineOutputKind.LeadReturned).Lead);
        second.Desk.End(second.Call);
        second.Desk.Do(EngineInput.AgentReady(second.Agent));
        Assert.Equal(2, second.Desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void A_lead_on_its_way_from_the_store_when_it_was_described_is_not_dialed_as_it_was()
    {
        var second = new Second();
        second.Desk.End(second.Call);
        second.Desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        second.Desk.Do(EngineInput.AgentReady(second.Agent));
        Assert.Equal(EngineOutputKind.LoadLeads, second.Desk.Seen.Last(output => output.Kind is EngineOutputKind.LoadLeads or EngineOutputKind.PlaceCall).Kind);
        second.Say(new Disposition("sale"));
        second.Desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([second.Past().Attempt!.Lead], Instant.Never)));
        Assert.Equal(2, second.Desk.Count(EngineOutputKind.PlaceCall));
        Assert.Equal(new LeadId(1), second.Desk.Last(EngineOutputKind.LeadReturned).Lead);
    }

    [Fact]
    public void The_objectors_phone_stops_where_it_rings_for_another_call_of_ours()
    {
        var second = new Second();
        second.Desk.End(second.Call);
        second.Desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        second.Desk.Do(EngineInput.AgentReady(second.Agent));
        second.Desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([second.Past().Attempt!.Lead], Instant.Never)));
        var ringing = second.Call;
        second.Desk.Do(EngineInput.CallRinging(ringing));
        second.Say(Objection, second.Past(latest: false));
        Assert.Equal(ringing, second.Desk.Last(EngineOutputKind.HangUp).Call);
        second.Desk.End(ringing, CallResult.Cancelled, EndedBy.Dialer);
        Assert.Equal(LeadFate.Done, second.Desk.Outcomes[^1].Next.Fate);
    }

    [Fact]
    public void Every_fact_of_a_conversation_carries_its_name_and_no_name_is_used_twice()
    {
        var second = new Second();
        second.Desk.End(second.Call);
        second.Desk.Do(EngineInput.SubmitDisposition(second.Agent, new Disposition("sale"), second.Now));
        EngineOutputKind[] kinds = [EngineOutputKind.InteractionConnected, EngineOutputKind.ConversationDescribed, EngineOutputKind.InteractionClosed, EngineOutputKind.AttemptClosed];
        foreach (var kind in kinds)
            Assert.Equal(second.Now, second.Desk.Last(kind).Interaction);
        foreach (var state in new[] { AgentState.Talking, AgentState.WrapUp })
            Assert.Equal(second.Now, second.Desk.Seen.Last(output => output.Kind == EngineOutputKind.AgentStateChanged && output.AgentTo == state).Interaction);
        Assert.NotEqual(second.First, second.Now);
    }

    [Fact]
    public void A_caller_is_a_fact_before_the_answer()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound), Desk.Trunk, Desk.Queue, "+33142"));
        var kinds = desk.Seen.Select(output => output.Kind).ToList();
        Assert.True(kinds.IndexOf(EngineOutputKind.InteractionStarted) < kinds.IndexOf(EngineOutputKind.AnswerCall));
        Assert.Equal(desk.Last(EngineOutputKind.InteractionStarted).Interaction, desk.Last(EngineOutputKind.InteractionConnected).Interaction);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
    }

    [Fact]
    public void An_agentless_opt_out_is_a_fact_when_the_key_is_pressed()
    {
        var desk = new Desk(settings => settings with { Mode = Campaigns.DialMode.Agentless });
        desk.Start(1);
        desk.Answer(desk.LastCall);
        desk.Do(EngineInput.DigitPressed(desk.LastCall, '9'));
        Assert.True(Assert.Single(desk.Descriptions).Disposition.DoNotCall);
        Assert.Empty(desk.Outcomes);
    }
}
