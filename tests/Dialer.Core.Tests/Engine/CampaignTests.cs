using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>Leads, modes, trunks, draining: what a campaign does around its calls.</summary>
public sealed class CampaignTests
{
    [Fact]
    public void One_order_for_leads_at_a_time_and_the_next_when_the_store_says_so()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Wait(10);
        Assert.Equal(1, desk.Count(EngineOutputKind.LoadLeads));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([], desk.Now + TimeSpan.FromMinutes(5))));
        desk.Wait(299);
        Assert.Equal(1, desk.Count(EngineOutputKind.LoadLeads));
        desk.Wait(1);
        Assert.Equal(2, desk.Count(EngineOutputKind.LoadLeads));
    }

    [Fact]
    public void Leads_that_were_added_are_asked_for_at_once_also_by_a_finished_campaign_but_not_by_one_that_somebody_stopped()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.End(desk.LastCall, CallResult.InvalidNumber);
        Assert.Equal(CampaignState.Finished, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
        int asked = desk.Count(EngineOutputKind.LoadLeads);
        desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        Assert.Equal((asked + 1, CampaignState.Running), (desk.Count(EngineOutputKind.LoadLeads), desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([], desk.Now + TimeSpan.FromDays(1))));
        desk.Wait(10);
        desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        Assert.Equal(asked + 2, desk.Count(EngineOutputKind.LoadLeads));
        desk.Do(EngineInput.StopCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsAdded(Desk.Campaign));
        Assert.Equal((asked + 2, CampaignState.Stopped), (desk.Count(EngineOutputKind.LoadLeads), desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState));
    }

    /// <summary>"Call this one now": not only when the list that is held has shrunk by half.</summary>
    [Fact]
    public void A_lead_that_goes_before_all_others_is_dialed_next_however_many_are_held()
    {
        var desk = new Desk();
        desk.Start(15);
        int asked = desk.Count(EngineOutputKind.LoadLeads);
        desk.Do(EngineInput.LeadsAdded(Desk.Campaign, mayGoFirst: true));
        Assert.Equal(asked + 1, desk.Count(EngineOutputKind.LoadLeads));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([desk.Lead(priority: 900)], Instant.Never)));
        desk.ReadyAgent(1);
        Assert.Equal(16, desk.Last(EngineOutputKind.AttemptStarted).Lead.Value);
    }

    [Fact]
    public void A_finished_list_finishes_the_campaign_once_the_last_attempt_closes_without_a_retry()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Wait(1);
        Assert.Equal(CampaignState.Running, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
        desk.End(desk.LastCall, CallResult.InvalidNumber);
        Assert.Equal(CampaignState.Finished, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    [Fact]
    public void A_retry_keeps_a_finished_list_open_and_asks_for_it_when_it_is_due()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.End(desk.LastCall, CallResult.Busy);
        int asked = desk.Count(EngineOutputKind.LoadLeads);
        desk.Wait(599);
        Assert.Equal((asked, CampaignState.Running), (desk.Count(EngineOutputKind.LoadLeads), desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState));
        desk.Wait(2);
        Assert.Equal(asked + 1, desk.Count(EngineOutputKind.LoadLeads));
    }

    [Fact]
    public void Leads_left_when_a_campaign_stops_go_back_and_so_do_those_that_come_after()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(5);
        desk.Do(EngineInput.StopCampaign(Desk.Campaign));
        Assert.Equal(4, desk.Count(EngineOutputKind.LeadReturned));
        desk.Load(3);
        Assert.Equal(7, desk.Count(EngineOutputKind.LeadReturned));
    }

    [Fact]
    public void A_number_that_objected_is_refused_at_the_instant_of_dialing()
    {
        var desk = new Desk();
        desk.Start(2);
        var first = desk.Lead();
        desk.Do(EngineInput.AddDoNotCall("+33162000001"));
        desk.ReadyAgent(1);
        var refused = desk.Last(EngineOutputKind.DialRefused);
        Assert.Equal((DialRefusal.DoNotCall, "+33162000001", Instant.Never), (refused.Refusal, refused.Number, refused.Until));
        Assert.Equal("+33162000002", desk.Last(EngineOutputKind.PlaceCall).Number);
        Assert.NotNull(first);
    }

    [Fact]
    public void Rules_that_change_are_asked_by_at_once()
    {
        var night = new CallingRules([new CallingHours(DayOfWeek.Sunday, new TimeOnly(3, 0), new TimeOnly(4, 0))], new HashSet<DateOnly>());
        var desk = new Desk(settings => settings with { Calling = night });
        desk.ReadyAgent(1);
        desk.Start(1);
        Assert.Equal(DialRefusal.OutsideCallingWindow, desk.Last(EngineOutputKind.DialRefused).Refusal);
        desk.Wait(60);
        Assert.True(desk.Last(EngineOutputKind.LoadLeads).At < desk.Now);
        desk.Do(EngineInput.ConfigureCampaign(Desk.Settings));
        Assert.Equal(desk.Now, desk.Last(EngineOutputKind.LoadLeads).At);
        desk.Load(1);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void Where_one_number_of_a_lead_may_not_be_dialed_the_next_one_is()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Do(EngineInput.AddDoNotCall("+33162000001"));
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        var lead = desk.Lead();
        lead = lead with { Phones = [lead.Phones[0], new LeadPhone("+33162999999", PhoneKind.Mobile)] };
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([lead], Instant.Never)));
        Assert.Equal((DialRefusal.DoNotCall, false), (desk.Last(EngineOutputKind.DialRefused).Refusal, desk.Last(EngineOutputKind.DialRefused).LeavesHopper));
        Assert.Equal("+33162999999", desk.Last(EngineOutputKind.PlaceCall).Number);
        desk.End(desk.LastCall, CallResult.Busy);
        Assert.Equal("+33162999999", Assert.Single(desk.Outcomes).Number);
    }

    [Fact]
    public void What_keeps_a_campaign_from_dialing_is_said()
    {
        var desk = new Desk(trunk: new TrunkSettings(Desk.Trunk, "trunk", 1, 1000));
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        Assert.Equal(PacingLimit.Hopper, Limit(desk));
        desk.Load(9);
        Assert.Equal(PacingLimit.NoAgents, Limit(desk));
        desk.ReadyAgent(1);
        desk.ReadyAgent(2);
        Assert.Equal(PacingLimit.Channels, Limit(desk));
        desk.Do(EngineInput.TrunkUnavailable(Desk.Trunk, "away"));
        Assert.Equal(PacingLimit.Paused, Limit(desk));
    }

    private static PacingLimit Limit(Desk desk)
    {
        desk.Wait(1);
        var snapshot = new EngineSnapshot();
        desk.Engine.Fill(snapshot);
        return snapshot.Campaigns[0].Pacing!.Value.LimitedBy;
    }

    [Fact]
    public void An_objection_told_to_the_agent_holds_for_the_next_dialing_of_the_number()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        var lead = desk.Lead();
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([lead, lead with { Id = new LeadId(77) }], Instant.Never)));
        desk.Answer(desk.LastCall);
        desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("objects", DoNotCall: true), desk.LastInteraction));
        desk.End(desk.LastCall);
        Assert.Equal(new LeadId(77), desk.Last(EngineOutputKind.DialRefused).Lead);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void A_lead_without_a_number_is_refused_by_name()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([desk.Lead() with { Phones = [] }, desk.Lead() with { NextPhone = 7 }], Instant.Never)));
        Assert.Equal(2, desk.Seen.Count(output => output is { Kind: EngineOutputKind.DialRefused, Refusal: DialRefusal.InvalidNumber }));
    }

    [Theory]
    [InlineData(10, 1000)]
    [InlineData(50, 200)]
    public void Calls_leave_evenly_spaced_at_the_trunks_rate(double callsPerSecond, double millisecondsFor10)
    {
        var desk = new Desk(trunk: new TrunkSettings(Desk.Trunk, "trunk", 100, callsPerSecond));
        for (int i = 1; i <= 40; i++)
            desk.ReadyAgent(i);
        desk.Start(40);
        desk.TrunkLetsThrough();
        desk.Wait(5);
        var at = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.At).ToList();
        Assert.Equal(40, at.Count);
        for (int i = 10; i < at.Count; i++)
            Assert.True((at[i] - at[i - 10]).TotalMilliseconds >= millisecondsFor10 - 11, $"ten calls in {(at[i] - at[i - 10]).TotalMilliseconds} ms");
    }

    [Fact]
    public void Never_more_calls_than_channels_and_a_free_channel_is_used_at_once()
    {
        var desk = new Desk(trunk: new TrunkSettings(Desk.Trunk, "trunk", 2, 1000));
        for (int i = 1; i <= 5; i++)
            desk.ReadyAgent(i);
        desk.Start(5);
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceCall));
        desk.End(desk.LastCall, CallResult.Busy);
        Assert.Equal(3, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void While_the_trunk_is_away_nothing_is_dialed_and_tries_it_spoiled_do_not_count()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(3);
        desk.Do(EngineInput.TrunkUnavailable(Desk.Trunk, "no answer to OPTIONS"));
        desk.Do(EngineInput.CallEnded(desk.LastCall, CallResult.Congestion, EndedBy.Network, 503, 0, trunkFault: true));
        desk.Wait(60);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal((false, LeadFate.Retry), (outcome.Counted, outcome.Next.Fate));
        desk.Do(EngineInput.TrunkAvailable(Desk.Trunk, "not heard of"));
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceCall));
        desk.Do(EngineInput.TrunkAvailable(Desk.Trunk));
        desk.Do(EngineInput.TrunkAvailable(Desk.Trunk));
        Assert.Equal([(false, "no answer to OPTIONS"), (true, "not heard of"), (true, null)],
            desk.Seen.Where(output => output.Kind == EngineOutputKind.TrunkStateChanged).Select(output => (output.IsAvailable, output.Reason)));
    }

    [Fact]
    public void While_a_consumer_is_behind_nothing_is_dialed()
    {
        var desk = new Desk();
        desk.Start(3);
        desk.Do(EngineInput.OutletCongested("store"));
        desk.Do(EngineInput.OutletCongested("events"));
        desk.ReadyAgent(1);
        desk.Do(EngineInput.OutletRelieved("store"));
        desk.Wait(5);
        Assert.Equal(0, desk.Count(EngineOutputKind.PlaceCall));
        desk.Do(EngineInput.OutletRelieved("events"));
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Theory]
    [InlineData(PreviewTimeOut.DialLead, AgentState.Reserved, 1, 0)]
    [InlineData(PreviewTimeOut.SkipLead, AgentState.Reserved, 0, 1)]
    [InlineData(PreviewTimeOut.AgentNotReady, AgentState.NotReady, 0, 1)]
    public void A_preview_that_times_out_does_as_the_campaign_says(PreviewTimeOut timeOut, AgentState state, int dialed, int returned)
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Preview, PreviewTimeOut = timeOut });
        var agent = desk.ReadyAgent(1);
        desk.Start(2);
        Assert.Equal("+33162000001", desk.Last(EngineOutputKind.PreviewOffered).Number);
        desk.Wait(31);
        Assert.Equal((state, dialed, returned), (desk.StateOf(agent), desk.Count(EngineOutputKind.PlaceCall), desk.Count(EngineOutputKind.LeadReturned)));
    }

    [Fact]
    public void An_accepted_preview_is_dialed_for_its_agent()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Preview });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.AcceptPreview(agent));
        desk.Answer(desk.LastCall);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
    }

    [Fact]
    public void An_unanswered_preview_frees_its_agent()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Preview });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.AcceptPreview(agent));
        desk.End(desk.LastCall, CallResult.NoAnswer, EndedBy.Dialer);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
    }

    [Fact]
    public void A_promised_lead_waits_for_its_agent_and_for_nobody_else()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Callback });
        desk.ReadyAgent(1);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([desk.Lead(forAgent: new AgentId(2))], Instant.Never)));
        desk.Wait(5);
        Assert.Equal(0, desk.Count(EngineOutputKind.PlaceCall));
        var promised = desk.ReadyAgent(2);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
        desk.Answer(desk.LastCall);
        Assert.Equal(AgentState.Talking, desk.StateOf(promised));
    }

    /// <summary>Whether the agent has left for good, is at lunch or talks for ever: the person was promised a call.</summary>
    [Theory]
    [InlineData(DialMode.Callback, false)]
    [InlineData(DialMode.Callback, true)]
    [InlineData(DialMode.Progressive, false)]
    [InlineData(DialMode.Ratio, true)]
    public void A_lead_promised_to_an_agent_who_does_not_come_back_is_called_by_another(DialMode mode, bool isKnown)
    {
        var desk = new Desk(settings => settings with { Mode = mode });
        var other = desk.ReadyAgent(1);
        var away = isKnown ? desk.Agent(2) : new AgentId(2);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([desk.Lead(forAgent: away)], Instant.Never)));
        desk.Wait(EngineLimits.PromisedAgentWait.TotalSeconds - 1);
        Assert.Equal(0, desk.Count(EngineOutputKind.PlaceCall));
        desk.Wait(2);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
        desk.Answer(desk.LastCall);
        Assert.Equal(AgentState.Talking, desk.StateOf(other));
    }

    [Fact]
    public void Agentless_plays_the_prompt_and_a_key_reaches_the_queue_where_the_person_may_wait()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Agentless });
        desk.Start(1);
        desk.Answer(desk.LastCall);
        Assert.Equal("message", desk.Last(EngineOutputKind.Play).Prompt);
        desk.Do(EngineInput.DigitPressed(desk.LastCall, '5'));
        desk.Do(EngineInput.DigitPressed(desk.LastCall, '1'));
        Assert.Equal(("music", true), (desk.Last(EngineOutputKind.Play).Prompt, desk.Last(EngineOutputKind.Play).Loops));
        desk.Wait(30);
        var agent = desk.ReadyAgent(1);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        Assert.Equal(0, desk.Count(EngineOutputKind.CallAbandoned));
    }

    [Fact]
    public void Agentless_a_key_objects_to_further_calls()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Agentless });
        var lead = desk.Lead();
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([lead], Instant.Never)));
        desk.Answer(desk.LastCall);
        desk.Do(EngineInput.DigitPressed(desk.LastCall, '9'));
        desk.End(desk.LastCall, by: EndedBy.Dialer);
        Assert.True(Assert.Single(desk.Outcomes).Disposition!.DoNotCall);
    }

    [Theory]
    [InlineData(99, 404)]
    [InlineData(1, 486)]
    public void A_caller_whom_nobody_can_serve_is_refused(int queue, int status)
    {
        var desk = new Desk(queue: Callers(maxWaiting: 0));
        desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound), Desk.Trunk, new QueueId(queue), "+33142"));
        Assert.Equal(status, desk.Last(EngineOutputKind.RejectCall).SipStatus);
    }

    [Fact]
    public void A_caller_waits_with_music_for_an_agent_who_can()
    {
        var desk = new Desk(queue: Callers(10));
        var call = new CallId(CallId.FirstInbound);
        var unable = desk.ReadyAgent(1, new AgentSkill(new SkillId(3), 4));
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, "+33142"));
        Assert.Equal((EngineOutputKind.Play, "music", true), (desk.Last(EngineOutputKind.Play).Kind, desk.Last(EngineOutputKind.Play).Prompt, desk.Last(EngineOutputKind.Play).Loops));
        desk.Wait(10);
        var able = desk.ReadyAgent(2, new AgentSkill(new SkillId(3), 5));
        Assert.Equal((AgentState.Ready, AgentState.Talking), (desk.StateOf(unable), desk.StateOf(able)));
        desk.End(call);
        desk.Do(EngineInput.SubmitDisposition(able, new Disposition("helped"), desk.LastInteraction));
        var record = Assert.Single(desk.Records);
        Assert.Equal((InteractionEnd.Handled, TimeSpan.FromSeconds(10), "+33142"), (record.End, record.ConnectedAt - record.ArrivedAt, record.Party));
    }

    [Fact]
    public void Agents_kept_for_callers_are_out_of_the_campaigns_reach()
    {
        var desk = new Desk(settings => settings with { InboundReserve = 2 });
        for (int i = 1; i <= 3; i++)
            desk.ReadyAgent(i);
        desk.Start(10);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void Of_the_queues_that_wait_the_higher_priority_is_served_first()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Ratio });
        desk.Do(EngineInput.ConfigureQueue(new QueueSettings(new QueueId(2), "callers", [], 9, TimeSpan.FromSeconds(20), TimeSpan.Zero)));
        desk.ReadyAgent(1);
        desk.Start(2);
        var calls = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call).ToList();
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        var caller = new CallId(CallId.FirstInbound);
        desk.Wait(0.5);
        desk.Do(EngineInput.InboundCall(caller, Desk.Trunk, new QueueId(2), ""));
        desk.ReadyAgent(2);
        Assert.Equal(caller, desk.Last(EngineOutputKind.BridgeLegs).Call);
    }

    [Fact]
    public void Draining_lets_conversations_end_and_hangs_up_at_the_deadline()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        var other = desk.ReadyAgent(2);
        desk.Start(5);
        var calls = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call).ToList();
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        desk.Do(EngineInput.Drain(TimeSpan.FromSeconds(20)));
        Assert.Equal(3, desk.Count(EngineOutputKind.LeadReturned));
        desk.End(calls[0]);
        desk.Wait(19);
        Assert.Equal(0, desk.Count(EngineOutputKind.HangUp));
        desk.Wait(1);
        Assert.Equal(calls[1], desk.Last(EngineOutputKind.HangUp).Call);
        Assert.Equal(0, desk.Count(EngineOutputKind.Drained));
        desk.End(calls[1], by: EndedBy.Dialer);
        Assert.Equal(1, desk.Count(EngineOutputKind.Drained));
        Assert.Equal((2, AgentState.LoggedOut, AgentState.LoggedOut), (desk.Outcomes.Count, desk.StateOf(agent), desk.StateOf(other)));
        desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound), Desk.Trunk, Desk.Queue, ""));
        Assert.Equal(503, desk.Seen[^1].SipStatus);
    }

    [Fact]
    public void Draining_with_nothing_to_do_is_done_at_once()
    {
        var desk = new Desk();
        desk.Do(EngineInput.Drain(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, desk.Count(EngineOutputKind.Drained));
        Assert.Null(desk.Engine.NextDeadline);
    }

    [Fact]
    public void Dialing_stops_at_the_planned_end()
    {
        var start = new Desk().Now;
        var desk = new Desk(settings => settings with { PlannedEnd = start + TimeSpan.FromSeconds(30) });
        desk.ReadyAgent(1);
        desk.Start(50);
        for (int i = 0; i < 40; i++)
        {
            desk.End(desk.LastCall, CallResult.Busy);
            desk.Wait(1);
        }
        Assert.Equal(CampaignState.Stopped, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
        Assert.True(desk.Last(EngineOutputKind.PlaceCall).At <= start + TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_pacer_may_give_up_a_call_only_after_the_least_ring_time()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Predictive, Pacer = "gives up" });
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.CallRinging(desk.LastCall));
        var rang = desk.Now;
        desk.Load(5);
        desk.Wait(25);
        Assert.InRange((desk.Last(EngineOutputKind.HangUp).At - rang).TotalSeconds, 15, 16);
    }

    [Fact]
    public void Two_campaigns_do_not_dial_on_the_same_free_agent()
    {
        var desk = new Desk();
        var second = Desk.Settings with { Id = new CampaignId(2) };
        desk.Do(EngineInput.ConfigureCampaign(second));
        desk.Do(EngineInput.ConfigureAgent(new AgentSettings(new AgentId(1), "shared", [], [Desk.Campaign, second.Id])));
        desk.LogIn(new AgentId(1));
        desk.Start(5);
        desk.Do(EngineInput.StartCampaign(second.Id));
        desk.Do(EngineInput.LeadsLoaded(second.Id, new LeadBatch([desk.Lead(), desk.Lead()], Instant.Never)));
        desk.Do(EngineInput.AgentReady(new AgentId(1)));
        desk.Wait(5);
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Theory]
    [InlineData(0, 0, 1, 1, 0.5)]
    [InlineData(0, 0, 3, 1, 0.75)]
    [InlineData(1, 0, 1, 1, 0.9)]
    public void Shared_agents_go_by_priority_then_by_weight(int firstPriority, int secondPriority, int firstWeight, int secondWeight, double share)
    {
        var first = Desk.Settings with { Priority = firstPriority, Weight = firstWeight };
        var second = Desk.Settings with { Id = new CampaignId(2), Priority = secondPriority, Weight = secondWeight };
        var desk = new Desk(_ => first);
        desk.Do(EngineInput.ConfigureCampaign(second));
        for (int i = 1; i <= 8; i++)
        {
            desk.Do(EngineInput.ConfigureAgent(new AgentSettings(new AgentId(i), "shared", [], [first.Id, second.Id])));
            desk.LogIn(new AgentId(i));
        }
        desk.Start(900);
        desk.Do(EngineInput.StartCampaign(second.Id));
        desk.Do(EngineInput.LeadsLoaded(second.Id, new LeadBatch([.. Enumerable.Range(0, 900).Select(_ => desk.Lead())], Instant.Never)));
        for (int i = 1; i <= 8; i++)
            desk.Do(EngineInput.AgentReady(new AgentId(i)));
        Serve(desk, 400);
        var dialed = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).ToList();
        double measured = (double)dialed.Count(output => output.Campaign == first.Id) / dialed.Count;
        if (firstPriority == secondPriority)
            Assert.InRange(measured, share - 0.05, share + 0.05);
        else
            Assert.InRange(measured, share, 1);
    }

    /// <summary>Every call is a person who talks for a while; every agent writes it up at once.</summary>
    private static void Serve(Desk desk, int calls)
    {
        int served = 0;
        for (int at = 0; served < calls; at++)
        {
            Assert.True(at < desk.Seen.Count, "dialing stands still");
            if (desk.Seen[at].Kind != EngineOutputKind.PlaceCall)
                continue;
            var call = desk.Seen[at].Call;
            desk.Answer(call);
            desk.Wait(1);
            var agent = desk.Last(EngineOutputKind.BridgeLegs).Agent;
            desk.Do(EngineInput.SubmitDisposition(agent, new Disposition("sale"), desk.LastInteraction));
            desk.End(call);
            served++;
        }
    }

    private static QueueSettings Callers(int maxWaiting) =>
        new(Desk.Queue, "callers", [new RequiredSkill(new SkillId(3), 5)], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)) { Door = new QueueDoor { MaxWaiting = maxWaiting } };
}
