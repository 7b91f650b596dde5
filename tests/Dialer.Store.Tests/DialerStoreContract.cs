using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Store.Reports;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>What every store promises, whatever database is below.</summary>
public abstract partial class DialerStoreContract : IDisposable
{
    private readonly List<IDialerStore> _opened = [];
    private protected readonly RecordingObserver Observer = new();

    private protected abstract IDialerStore OpenStore(IStoreObserver observer);

    private protected abstract StoreReader OpenReader();

    /// <summary>Where the store is, before the first is opened too.</summary>
    private protected abstract string Place { get; }

    public virtual void Dispose()
    {
        foreach (var store in _opened)
            store.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected IDialerStore Open()
    {
        var store = OpenStore(Observer);
        _opened.Add(store);
        return store;
    }

    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    private protected static void Store(IDialerStore store, Facts facts)
    {
        store.Enqueue(facts.Outbox);
        Assert.True(store.Flush(Enough));
    }

    private protected static (CampaignId, IReadOnlyList<HopperLead>) Load(IDialerStore store, int leads, int phones = 1)
    {
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(leads, phones: phones), Facts.Noon);
        return (campaign, store.LoadLeads(campaign, leads, Facts.Noon).Leads);
    }

    [Fact]
    public void The_same_campaign_name_has_the_same_id_after_a_restart()
    {
        var store = Open();
        var first = store.EnsureCampaign("one");
        var second = store.EnsureCampaign("two");
        store.Dispose();
        store = Open();
        Assert.Equal(second, store.EnsureCampaign("two"));
        Assert.Equal(first, store.EnsureCampaign("one"));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_lead_is_handed_out_once()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(10), Facts.Noon);
        var first = store.LoadLeads(campaign, 6, Facts.Noon);
        var second = store.LoadLeads(campaign, 6, Facts.Noon);
        Assert.Equal(6, first.Leads.Count);
        Assert.Equal(4, second.Leads.Count);
        Assert.Empty(first.Leads.Select(lead => lead.Id).Intersect(second.Leads.Select(lead => lead.Id)));
        Assert.Empty(store.LoadLeads(campaign, 6, Facts.Noon).Leads);
    }

    [Fact]
    public void A_returned_lead_is_handed_out_again()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        Store(store, new Facts().Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[1].Id)));
        Assert.Equal([leads[1].Id], store.LoadLeads(campaign, 5, Facts.Noon).Leads.Select(lead => lead.Id));
    }

    [Fact]
    public void A_lead_comes_back_as_it_was_imported()
    {
        var store = Open();
        var (_, leads) = Load(store, 1, phones: 2);
        var lead = Assert.Single(leads);
        Assert.Equal(["+33199000000", "+33199100000"], lead.Phones.Select(phone => phone.Number));
        Assert.Equal("Europe/Paris", lead.TimeZone.Id);
        Assert.Equal(new Consent(ConsentState.Given, new DateOnly(2026, 3, 16)), lead.Consent);
        Assert.Equal("75", lead.Region);
        var card = store.Lead(lead.Id)!;
        Assert.Equal([KeyValuePair.Create("Nom", "Personne 0"), KeyValuePair.Create("Ville", "Orléans")], card.Fields);
        Assert.Equal("list", card.List);
    }

    [Fact]
    public void A_claim_takes_a_lead_that_is_free_and_no_other()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        Store(store, new Facts().Started(campaign, leads[0], 1).Started(campaign, leads[0], 2).Started(campaign, leads[1], 3));
        Assert.Equal(["refused 2"], Observer.Said);
        Assert.Equal(2, store.Report(campaign).Attempts);
        Assert.Equal(2, store.Progress(campaign).InAttempt);
    }

    [Fact]
    public void Two_leads_in_one_attempt_id_are_not_both_granted()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        Store(store, new Facts().Started(campaign, leads[0], 7).Started(campaign, leads[1], 7));
        Assert.Equal(["refused 7"], Observer.Said);
        Assert.Equal(1, store.Progress(campaign).New);
    }

    [Theory]
    [InlineData(CallResult.Busy, "Waiting", 1)]
    [InlineData(CallResult.NoAnswer, "Waiting", 1)]
    [InlineData(CallResult.InvalidNumber, "Exhausted", 1)]
    [InlineData(CallResult.Rejected, "Done", 1)]
    public void A_closed_attempt_leaves_its_lead_where_the_rule_says(CallResult result, string state, int made)
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(Facts.Outcome(campaign, leads[0], 1, result)));
        var progress = store.Progress(campaign);
        Assert.Equal(1, state switch { "Waiting" => progress.Waiting, "Exhausted" => progress.Exhausted, _ => progress.Done });
        Assert.Equal(made, store.Lead(leads[0].Id)!.AttemptsMade);
        Assert.Equal(1, store.Report(campaign).Results[result.ToString()]);
    }

    [Theory]
    [InlineData(CallResult.Rejected)]
    [InlineData(CallResult.InvalidNumber)]
    [InlineData(CallResult.Busy)]
    [InlineData(CallResult.Failed)]
    public void A_lead_given_back_stands_as_before_the_attempt_however_that_was_told(CallResult result)
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1, phones: 2);
        var outcome = Facts.Outcome(campaign, leads[0], 1, result) with { Phrase = "Forbidden", ReasonText = "no credit" };
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(outcome));
        var standing = new LeadStanding(new AttemptId(1), outcome.Number, leads[0], outcome.Next.Fate);
        Store(store, new Facts().GivenBack(standing, campaign));
        Store(store, new Facts().GivenBack(standing, campaign));
        var again = Assert.Single(store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromMinutes(2)).Leads);
        Assert.Equal((leads[0].NextPhone, 0, 0, leads[0].Priority, false), (again.NextPhone, again.AttemptsMade, again.UncountedTries, again.Priority, again.Phones[0].Dead));
    }

    [Fact]
    public void A_lead_that_was_dialed_again_meanwhile_is_only_counted_anew()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        var outcome = Facts.Outcome(campaign, leads[0], 1, CallResult.Busy);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(outcome));
        Store(store, new Facts().Started(campaign, leads[0], 2));
        Store(store, new Facts().GivenBack(new LeadStanding(new AttemptId(1), outcome.Number, leads[0], outcome.Next.Fate), campaign));
        Assert.Empty(store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromDays(1)).Leads);
        Store(store, new Facts().Closed(Facts.Outcome(campaign, leads[0], 2, CallResult.Busy)));
        Assert.Equal(1, Assert.Single(store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromDays(1)).Leads).AttemptsMade);
    }

    [Fact]
    public void A_lead_to_be_retried_is_loaded_at_its_instant_and_not_before()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        var outcome = Facts.Outcome(campaign, leads[0], 1, CallResult.Busy);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(outcome));
        var due = outcome.Next.NextCallable;
        var early = store.LoadLeads(campaign, 5, due - TimeSpan.FromMilliseconds(1));
        Assert.Empty(early.Leads);
        Assert.Equal(due, early.NextCallable);
        var lead = Assert.Single(store.LoadLeads(campaign, 5, due).Leads);
        Assert.Equal(1, lead.AttemptsMade);
    }

    [Fact]
    public void A_finished_list_says_never()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true)));
        var batch = store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromDays(400));
        Assert.Empty(batch.Leads);
        Assert.Equal(Instant.Never, batch.NextCallable);
    }

    [Fact]
    public void While_a_lead_is_in_attempt_the_list_is_not_finished()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        Store(store, new Facts().Started(campaign, leads[0], 1));
        Assert.NotEqual(Instant.Never, store.LoadLeads(campaign, 5, Facts.Noon).NextCallable);
    }

    [Fact]
    public void Promised_callbacks_go_first_then_priority_then_import_order()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        store.WriteImport(campaign, Facts.List(2, "hot", firstNumber: 100, priority: 5), Facts.Noon);
        var promised = Facts.Outcome(campaign, leads[2], 1, CallResult.Answered, connected: true, disposition: new Disposition("later", CallBackAt: Facts.Noon + TimeSpan.FromHours(1)));
        Store(store, new Facts().Started(campaign, leads[2], 1).Closed(promised)
            .Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[0].Id)).Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[1].Id)));
        var batch = store.LoadLeads(campaign, 10, Facts.Noon + TimeSpan.FromHours(2)).Leads;
        Assert.Equal(["+33199000002", "+33199000100", "+33199000101", "+33199000000", "+33199000001"], batch.Select(lead => lead.Phones[0].Number));
        Assert.Equal(new AgentId(1), batch[0].ForAgent);
        Assert.Null(batch[1].ForAgent);
    }

    [Fact]
    public void Appointments_come_alone_where_only_they_are_asked_for_and_at_their_moment()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        var due = Facts.Noon + TimeSpan.FromHours(1);
        var promised = Facts.Outcome(campaign, leads[2], 1, CallResult.Answered, connected: true, disposition: new Disposition("later", CallBackAt: due));
        Store(store, new Facts().Started(campaign, leads[2], 1).Closed(promised)
            .Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[0].Id)).Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[1].Id)));
        var early = store.LoadLeads(campaign, 10, Facts.Noon, appointmentsOnly: true);
        Assert.Equal((0, due), (early.Leads.Count, early.NextCallable));
        Assert.Equal(leads[2].Id, Assert.Single(store.LoadLeads(campaign, 10, due, appointmentsOnly: true).Leads).Id);
    }

    [Fact]
    public void A_promised_callback_that_nobody_answers_stays_promised_to_its_agent()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        var promised = Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, disposition: new Disposition("later", CallBackAt: Facts.Noon));
        var unanswered = Facts.Outcome(campaign, leads[0], 2, CallResult.NoAnswer);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(promised).Started(campaign, leads[0], 2).Closed(unanswered));
        var lead = Assert.Single(store.LoadLeads(campaign, 1, unanswered.Next.NextCallable, appointmentsOnly: true).Leads);
        Assert.Equal(new AgentId(1), lead.ForAgent);

        // Kept: what follows is a retry like any other.
        var spoken = Facts.Outcome(campaign, leads[0], 3, CallResult.Answered, connected: true, disposition: new Disposition("unfinished", Done: false));
        Store(store, new Facts().Started(campaign, leads[0], 3).Closed(spoken));
        Assert.Empty(store.LoadLeads(campaign, 1, spoken.Next.NextCallable, appointmentsOnly: true).Leads);
        Assert.Null(Assert.Single(store.LoadLeads(campaign, 1, spoken.Next.NextCallable).Leads).ForAgent);
    }

    [Fact]
    public void A_retry_that_is_due_goes_before_new_leads()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        var busy = Facts.Outcome(campaign, leads[2], 1, CallResult.Busy);
        Store(store, new Facts().Started(campaign, leads[2], 1).Closed(busy)
            .Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[0].Id)).Add(EngineOutput.LeadReturned(Facts.Noon, campaign, leads[1].Id)));
        Assert.Equal(leads[0].Id, Assert.Single(store.LoadLeads(campaign, 1, busy.Next.NextCallable - TimeSpan.FromSeconds(1)).Leads).Id);
        Assert.Equal([leads[2].Id, leads[1].Id], store.LoadLeads(campaign, 2, busy.Next.NextCallable).Leads.Select(lead => lead.Id));
    }

    [Fact]
    public void An_outcome_told_twice_counts_once()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        var outcome = Facts.Outcome(campaign, leads[0], 1, CallResult.NoAnswer);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(outcome).Closed(outcome with { Result = CallResult.Busy }));
        Assert.Equal(1, store.Lead(leads[0].Id)!.AttemptsMade);
        Assert.Equal(0, store.Report(campaign).Results["Busy"]);
    }

    [Fact]
    public void A_try_that_does_not_count_leaves_the_attempts_as_they_were()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        var spoiled = Facts.Outcome(campaign, leads[0], 1, CallResult.Congestion, counted: false);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(spoiled));
        var lead = Assert.Single(store.LoadLeads(campaign, 1, spoiled.Next.NextCallable).Leads);
        Assert.Equal(0, lead.AttemptsMade);
        Assert.Equal(1, lead.UncountedTries);
    }

    [Fact]
    public void A_number_that_does_not_exist_is_passed_over_from_then_on()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1, phones: 2);
        var dead = Facts.Outcome(campaign, leads[0], 1, CallResult.InvalidNumber);
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(dead));
        var lead = Assert.Single(store.LoadLeads(campaign, 1, dead.Next.NextCallable).Leads);
        Assert.Equal(1, lead.NextPhone);
        Assert.Equal([true, false], lead.Phones.Select(phone => phone.Dead));
    }

    [Fact]
    public void Who_asks_not_to_be_called_is_on_the_list_at_once()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        var asked = Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, disposition: new Disposition("stop", DoNotCall: true));
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(asked));
        Assert.Equal(["+33199000000"], store.DoNotCall());
        Assert.Equal(1, store.AddDoNotCall(["+33199000000", "+33199000009"], "file", Facts.Noon));
    }

    [Fact]
    public void A_refused_lead_waits_or_leaves_the_list()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        var later = Facts.Noon + TimeSpan.FromHours(3);
        Store(store, new Facts()
            .Add(EngineOutput.DialRefused(Facts.Noon, campaign, leads[0].Id, "+33199000000", DialRefusal.OutsideCallingWindow, later))
            .Add(EngineOutput.DialRefused(Facts.Noon, campaign, leads[1].Id, "+33199000001", DialRefusal.DoNotCall, Instant.Never)));
        var batch = store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromHours(1));
        Assert.Empty(batch.Leads);
        Assert.Equal(later, batch.NextCallable);
        Assert.Equal([leads[0].Id], store.LoadLeads(campaign, 5, later).Leads.Select(lead => lead.Id));
        Assert.Equal(1, store.Progress(campaign).Refused);
    }

    [Fact]
    public void What_was_in_flight_is_closed_as_interrupted_and_not_dialed_again()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        Store(store, new Facts().Started(campaign, leads[0], 5).Started(campaign, leads[1], 6).Closed(Facts.Outcome(campaign, leads[1], 6, CallResult.NoAnswer)));
        store.Dispose();
        store = Open();
        Assert.Equal((2, 7L, 1), (store.Opening.Run, store.Opening.FirstAttempt, store.Opening.InterruptedAttempts));
        var report = store.Report(campaign);
        Assert.Equal((1, 1, 0), (report.Results["Interrupted"], report.Results["NoAnswer"], report.InFlight));
        var batch = store.LoadLeads(campaign, 10, Facts.Noon + TimeSpan.FromDays(1)).Leads;
        Assert.DoesNotContain(leads[0].Id, batch.Select(lead => lead.Id));
        Assert.Equal(2, batch.Count);
        Assert.Equal(1, store.ReleaseInterrupted(campaign, Facts.Noon));
        Assert.Equal(leads[0].Id, Assert.Single(store.LoadLeads(campaign, 10, Facts.Noon).Leads).Id);
    }

    [Fact]
    public void Who_called_in_and_asks_not_to_be_called_is_on_the_list_too()
    {
        var store = Open();
        Store(store, new Facts().Closed(new InteractionRecord { Interaction = new InteractionId(1), Queue = new QueueId(1), Call = new CallId(CallId.FirstInbound), Party = "+33199000077", End = InteractionEnd.Handled, Disposition = new Disposition("stop", DoNotCall: true), ArrivedAt = Facts.Noon, ConnectedAt = Facts.Noon, EndedAt = Facts.Noon, ClosedAt = Facts.Noon }));
        Assert.Equal(["+33199000077"], store.DoNotCall());
    }

    [Fact]
    public void A_person_left_waiting_by_a_crash_stays_in_the_abandon_rate()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        Store(store, new Facts().Started(campaign, leads[0], 1).Add(new EngineOutput { Kind = EngineOutputKind.AttemptClassified, At = Facts.Noon, Attempt = new AttemptId(1), Verdict = CpaVerdict.LiveVoice, Record = -1 }));
        store.Dispose();
        Assert.Equal(1, Open().Report(campaign).Abandoned);
    }

    [Fact]
    public void The_abandon_history_holds_the_window_of_the_rule_and_no_more()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 4);
        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        var facts = new Facts();
        Instant[] at = [Facts.Noon, Facts.Noon + TimeSpan.FromMinutes(20), Facts.Noon - TimeSpan.FromHours(14), Facts.Noon - TimeSpan.FromDays(31)];
        for (int i = 0; i < 4; i++)
            facts.Started(campaign, leads[i], i + 1, at[i]).Closed(Facts.Outcome(campaign, leads[i], i + 1, CallResult.Answered, at[i], connected: i != 1, abandoned: i == 1));
        Store(store, facts);
        (int, int) Sum(AbandonWindow window)
        {
            var history = store.AbandonHistory(campaign, AbandonRule.Default with { Window = window }, paris, Facts.Noon + TimeSpan.FromHours(1));
            return (history.Buckets.Sum(bucket => bucket.Answered), history.Buckets.Sum(bucket => bucket.Abandoned));
        }
        Assert.Equal((2, 1), Sum(AbandonWindow.Day));
        Assert.Equal((3, 1), Sum(AbandonWindow.ThirtyDays));
        Assert.Equal((4, 1), Sum(AbandonWindow.Campaign));
    }

    [Fact]
    public void The_call_history_names_attempts_abandons_and_refusals()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        Store(store, new Facts()
            .Started(campaign, leads[0], 1).Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, abandoned: true))
            .Started(campaign, leads[1], 2).Closed(Facts.Outcome(campaign, leads[1], 2, CallResult.Answered, connected: true, disposition: new Disposition("refus"))));
        var history = store.CallHistory(Facts.Noon - TimeSpan.FromDays(30), new HashSet<string> { "refus" });
        Assert.Equal(
            [("+33199000000", CallHistoryKind.Abandon), ("+33199000000", CallHistoryKind.Attempt), ("+33199000001", CallHistoryKind.Attempt), ("+33199000001", CallHistoryKind.Refusal)],
            history.Entries.Select(entry => (entry.Number, entry.Kind)).OrderBy(entry => entry.Number, StringComparer.Ordinal).ThenBy(entry => entry.Kind.ToString(), StringComparer.Ordinal));
        Assert.Empty(store.CallHistory(Facts.Noon + TimeSpan.FromDays(1), new HashSet<string>()).Entries);
    }

    [Fact]
    public void The_same_content_is_known_again_and_numbers_of_the_campaign_are_told()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        var list = Facts.List(2);
        store.WriteImport(campaign, list, Facts.Noon);
        Assert.True(store.FindImport(campaign, list.Name, list.ContentHash)!.AlreadyThere);
        Assert.Null(store.FindImport(campaign, list.Name, "other"));
        Assert.Equal(["+33199000000", "+33199000001"], store.CampaignNumbers(campaign).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_import_that_fails_leaves_nothing()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(2), Facts.Noon);
        Assert.ThrowsAny<Exception>(() => store.WriteImport(campaign, Facts.List(3, "overlapping", firstNumber: 1), Facts.Noon));
        Assert.Equal(2, store.Progress(campaign).Total);
        Assert.Single(store.Report(campaign).Lists);
    }

    [Fact]
    public void The_report_adds_up()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 6);
        var agent = store.EnsureAgent("Ana");
        store.Enqueue(new Facts()
            .Add(EngineOutput.AgentStateChanged(Facts.Noon, agent, AgentState.LoggedOut, AgentState.Ready, null))
            .Started(campaign, leads[0], 1).Started(campaign, leads[1], 2).Started(campaign, leads[2], 3).Started(campaign, leads[3], 4).Started(campaign, leads[4], 5).Outbox);
        store.Enqueue(new Facts()
            .Add(EngineOutput.AnswerToAgentMeasured(Facts.Noon, campaign, new AttemptId(1), new CallId(1), TimeSpan.FromMilliseconds(12.5)))
            .Add(EngineOutput.CustomerHeardMeasured(Facts.Noon, campaign, new AttemptId(1), new CallId(1), TimeSpan.FromMilliseconds(23.5))).Outbox);
        store.QualityMeasured(new CallQuality(new CallId(1), 990, 10, 3.5, 40, 4.25));
        store.QualityMeasured(new CallQuality(new CallId(2), 1_000, 0, 8, null, 3.1));
        store.QualityMeasured(new CallQuality(new CallId(99), 1, 1_000, 500, null, 1));
        Store(store, new Facts()
            .Add(EngineOutput.AgentStateChanged(Facts.Noon + TimeSpan.FromSeconds(20), agent, AgentState.Ready, AgentState.Talking, null))
            .Add(EngineOutput.AgentStateChanged(Facts.Noon + TimeSpan.FromSeconds(50), agent, AgentState.Talking, AgentState.LoggedOut, null))
            .Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice, disposition: new Disposition("sale")))
            .Closed(Facts.Outcome(campaign, leads[1], 2, CallResult.Answered, verdict: CpaVerdict.AnsweringMachine))
            .Closed(Facts.Outcome(campaign, leads[2], 3, CallResult.Answered, verdict: CpaVerdict.LiveVoice, abandoned: true))
            .Closed(Facts.Outcome(campaign, leads[3], 4, CallResult.Busy))
            .Closed(new InteractionRecord { Interaction = new InteractionId(1), Queue = new QueueId(1), Call = new CallId(1), Attempt = new AttemptId(1), Party = "+33199000000", End = InteractionEnd.Handled, ArrivedAt = Facts.Noon, ConnectedAt = Facts.Noon, EndedAt = Facts.Noon, ClosedAt = Facts.Noon }));
        var report = store.Report(campaign);
        Assert.Equal((5, 4, 1), (report.Attempts, report.OutcomesStored, report.InFlight));
        Assert.Equal(report.OutcomesStored, report.Results.Values.Sum());
        Assert.Equal((3, 1), (report.Results["Answered"], report.Results["Busy"]));
        Assert.Equal((2, 1, 1, 1, 0.5), (report.AnsweredLive, report.Machines, report.Connected, report.Abandoned, report.AbandonedRate));
        Assert.Equal((30.0, 0.6), (report.TalkSeconds, Math.Round(report.TalkShare, 9)));
        Assert.Equal((12.5, 1), (report.AnswerToAgentMs.P99, report.AnswerToAgentMs.Count));
        Assert.Equal((23.5, 1), (report.CustomerHeardMs.P50, report.CustomerHeardMs.Count));
        Assert.Equal(new AudioQuality(2, 0.005, 3.5, 8, 3.1, 3.1), report.Audio);
        var time = Assert.Single(report.Agents);
        Assert.Equal(("Ana", 1, 20.0, 30.0), (time.Name, time.Conversations, time.SecondsByState["Ready"], time.SecondsByState["Talking"]));
        Assert.Equal(report.Leads.Total, report.Leads.New + report.Leads.Waiting + report.Leads.InAttempt + report.Leads.Done + report.Leads.Exhausted + report.Leads.Interrupted + report.Leads.Refused);
        Assert.Equal(1, report.Dispositions["sale"]);
    }

    [Fact]
    public void A_live_verdict_taken_back_is_told_beside_what_was_first_said_and_counts_as_a_machine()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        Store(store, new Facts().Started(campaign, leads[0], 1).Started(campaign, leads[1], 2)
            .Add(new EngineOutput { Kind = EngineOutputKind.AttemptRevoked, At = Facts.Noon, Attempt = new AttemptId(2), Verdict = CpaVerdict.AnsweringMachine, CodeSlot = (int)RevocationCause.Beep, Record = -1 })
            .Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice) with { Revoked = RevocationCause.VoiceGoesOn, RevokedAt = Facts.Noon }));
        var report = store.Report(campaign);
        Assert.Equal((1, 2, 0), (report.Verdicts["LiveVoice"], report.Revoked, report.AnsweredLive));
        Assert.Equal(2, report.Machines);
    }

    [Fact]
    public void A_claim_is_durable_no_later_than_the_store_says()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        long sequence = store.Enqueue(new Facts().Started(campaign, leads[0], 1).Outbox);
        Assert.True(store.Flush(Enough));
        Assert.Equal(sequence, store.DurableSequence);
        Assert.Equal(sequence, Observer.DurableSequence);
    }
}
