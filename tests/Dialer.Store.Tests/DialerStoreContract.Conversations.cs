using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>What is said of conversations: kept at once, found by name, and followed late.</summary>
public abstract partial class DialerStoreContract
{
    private static readonly AgentId Ana = new(1);
    private static readonly AgentId Ben = new(2);
    private static readonly Disposition Objection = new("objects", DoNotCall: true);

    private static EngineOutput Talk(EngineOutputKind kind, long interaction, CampaignId campaign, HopperLead lead, long attempt, AgentId agent) => new()
    {
        Kind = kind,
        At = Facts.Noon,
        Campaign = campaign,
        Queue = new QueueId(1),
        Lead = lead.Id,
        Attempt = new AttemptId(attempt),
        Interaction = new InteractionId(interaction),
        Call = new CallId(attempt),
        Agent = agent,
        TextSlot = lead.Phones[0].Number,
        Record = -1,
    };

    private static Facts Connected(Facts facts, CampaignId campaign, HopperLead lead, long attempt, AgentId? agent = null) =>
        facts.Started(campaign, lead, attempt).Add(Talk(EngineOutputKind.InteractionConnected, attempt + 1000, campaign, lead, attempt, agent ?? Ana));

    private static Facts Closed(Facts facts, CampaignId campaign, HopperLead lead, long attempt, Disposition? said = null) => facts
        .Closed(new InteractionRecord { Interaction = new InteractionId(attempt + 1000), Queue = new QueueId(1), Call = new CallId(attempt), Attempt = new AttemptId(attempt), Party = lead.Phones[0].Number, End = InteractionEnd.Handled, Agent = Ana, Disposition = said, ArrivedAt = Facts.Noon, ConnectedAt = Facts.Noon, EndedAt = Facts.Noon, ClosedAt = Facts.Noon })
        .Closed(Facts.Outcome(campaign, lead, attempt, CallResult.Answered, connected: true, disposition: said));

    private static Facts Said(Facts facts, CampaignId campaign, HopperLead lead, long attempt, Disposition said, RetryDecision? next, bool late = false, int run = 0)
    {
        int record = facts.Outbox.AddRecord(new ConversationDescription { Run = run, Disposition = said, Party = lead.Phones[0].Number, IsLate = late, Next = next });
        return facts.Add(Talk(EngineOutputKind.ConversationDescribed, attempt + 1000, campaign, lead, attempt, Ana) with { Record = record });
    }

    private static readonly RetryDecision Done = new(LeadFate.Done, Instant.Never, 0);

    public static TheoryData<Disposition, RetryDecision, string, long> Crashes
    {
        get
        {
            var later = Facts.Noon + TimeSpan.FromHours(5);
            return new()
            {
                { Objection, Done, "Done", 0 },
                { new Disposition("sale"), Done, "Done", 0 },
                { new Disposition("later", CallBackAt: later, Done: false), new RetryDecision(LeadFate.Retry, later, 0), "Waiting", 1 },
                { new Disposition("unfinished", Done: false), new RetryDecision(LeadFate.Retry, later, 0), "Waiting", 0 },
                { new Disposition("third time", Done: false), new RetryDecision(LeadFate.Exhausted, Instant.Never, 0), "Exhausted", 0 },
            };
        }
    }

    /// <summary>The conversation goes on when the process dies: what was said in it holds, and needs no release.</summary>
    [Theory]
    [MemberData(nameof(Crashes))]
    public void What_was_said_in_a_conversation_that_a_crash_cut_off_holds(Disposition said, RetryDecision next, string state, long promisedTo)
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        var facts = Connected(Connected(new Facts(), campaign, leads[0], 1), campaign, leads[1], 2);
        Store(store, Said(facts, campaign, leads[0], 1, said, next));
        Assert.Equal(said.DoNotCall, store.DoNotCall().Contains(leads[0].Phones[0].Number));
        store.Dispose();
        store = Open();
        var progress = store.Progress(campaign);
        Assert.Equal((1, 1), (progress.Interrupted, state switch { "Done" => progress.Done, "Waiting" => progress.Waiting, _ => progress.Exhausted }));
        Assert.Equal(1, store.ReleaseInterrupted(campaign, Facts.Noon));
        Assert.Equal(leads[1].Id, Assert.Single(store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromHours(1)).Leads).Id);
        var again = store.LoadLeads(campaign, 5, Facts.Noon + TimeSpan.FromHours(6)).Leads;
        Assert.Equal(state == "Waiting" ? [leads[0].Id] : [], again.Select(lead => lead.Id));
        if (state == "Waiting")
            Assert.Equal(promisedTo == 0 ? null : new AgentId((int)promisedTo), again[0].ForAgent);
        Assert.Equal((said.Code, 2), (store.Lead(leads[0].Id)!.LastDisposition, store.Report(campaign).Results["Interrupted"]));
    }

    [Fact]
    public void What_is_said_late_changes_the_outcome_and_the_lead()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        var facts = new Facts();
        for (int i = 0; i < 3; i++)
            Closed(Connected(facts, campaign, leads[i], i + 1), campaign, leads[i], i + 1);
        Store(store, facts);
        Assert.Equal(3, store.Progress(campaign).Done);
        var later = Facts.Noon + TimeSpan.FromHours(5);
        facts = Said(new Facts(), campaign, leads[0], 1, new Disposition("later", "tea time", CallBackAt: later, Done: false), new RetryDecision(LeadFate.Retry, later, 0), late: true);
        Said(facts, campaign, leads[1], 2, Objection, Done, late: true);
        Said(facts, campaign, leads[2], 3, new Disposition("unfinished", Done: false), new RetryDecision(LeadFate.Retry, Facts.Noon, 0), late: true);
        Store(store, facts);
        Assert.Equal(("later", "tea time"), (store.Lead(leads[0].Id)!.LastDisposition, store.Lead(leads[0].Id)!.LastNote));
        Assert.Equal([leads[1].Phones[0].Number], store.DoNotCall());
        Assert.Equal(leads[2].Id, Assert.Single(store.LoadLeads(campaign, 5, Facts.Noon).Leads).Id);
        var promised = Assert.Single(store.LoadLeads(campaign, 5, later, appointmentsOnly: true).Leads);
        Assert.Equal((leads[0].Id, Ana), (promised.Id, promised.ForAgent!.Value));
        var report = store.Report(campaign);
        Assert.Equal((1, 1, 1), (report.Dispositions["later"], report.Dispositions["objects"], report.Dispositions["unfinished"]));
    }

    [Fact]
    public void A_late_word_does_not_disturb_a_lead_that_is_being_dialed_and_its_promise_outlives_that_call()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        var facts = new Facts();
        for (int i = 0; i < 2; i++)
            Closed(Connected(facts, campaign, leads[i], i + 1), campaign, leads[i], i + 1, new Disposition("unfinished", Done: false));
        Store(store, facts.Started(campaign, leads[0], 11).Started(campaign, leads[1], 12));
        var later = Facts.Noon + TimeSpan.FromHours(5);
        facts = Said(new Facts(), campaign, leads[0], 1, new Disposition("later", CallBackAt: later, Done: false), new RetryDecision(LeadFate.Retry, later, 0), late: true);
        Said(facts, campaign, leads[1], 2, new Disposition("unfinished", Done: false), new RetryDecision(LeadFate.Retry, later, 0), late: true);
        Store(store, facts);
        Assert.Equal(2, store.Progress(campaign).InAttempt);
        var unanswered = Facts.Outcome(campaign, leads[0], 11, CallResult.NoAnswer) with { Next = new RetryDecision(LeadFate.Retry, later, 0) };
        Store(store, new Facts().Closed(unanswered).Closed(Facts.Outcome(campaign, leads[1], 12, CallResult.InvalidNumber)));
        Assert.Equal(Ana, Assert.Single(store.LoadLeads(campaign, 5, later, appointmentsOnly: true).Leads).ForAgent);
        Assert.Equal(1, store.Progress(campaign).Exhausted);
    }

    [Fact]
    public async Task A_conversation_is_found_by_its_name_with_all_who_spoke_in_it_until_and_after_a_restart()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        var facts = Connected(new Facts(), campaign, leads[0], 1);
        facts.Add(Talk(EngineOutputKind.InteractionConnected, 1001, campaign, leads[0], 1, Ben) with { At = Facts.Noon + TimeSpan.FromSeconds(1) });
        store.Enqueue(Connected(facts, campaign, leads[1], 2).Outbox);
        Assert.Null(await store.ConversationAsync(new InteractionId(1001)));
        Assert.Null(await store.ConversationAsync(new InteractionId(5)));
        store.Enqueue(Closed(new Facts(), campaign, leads[0], 1, new Disposition("helped")).Outbox);
        for (int run = 1; run <= 2; run++)
        {
            var past = (await store.ConversationAsync(new InteractionId(1001)))!;
            Assert.Equal((1, new AttemptId(1), leads[0].Phones[0].Number), (past.Run, past.Attempt!.Attempt, past.Party));
            Assert.Equal([Ana, Ben], past.Agents);
            Assert.Equal((0, 0, true, CallResult.Answered), (past.Attempt.Lead.AttemptsMade, past.Attempt.Lead.NextPhone, past.Attempt.IsLatest, past.Attempt.Result));
            store.Dispose();
            store = Open();
        }
        var cutOff = (await store.ConversationAsync(new InteractionId(1002)))!;
        Assert.Equal(CallResult.Interrupted, cutOff.Attempt!.Result);
        Assert.Equal([Ana], cutOff.Agents);
        Store(store, Said(new Facts(), campaign, leads[1], 2, Objection, Done, late: true, run: cutOff.Run));
        Assert.Equal((2, 1), (store.Progress(campaign).Done, store.DoNotCall().Count()));
        Assert.True((await store.ConversationAsync(new InteractionId(1002)))!.Objected);
        Assert.True(store.Opening.FirstAttempt > 1002);
    }

    [Theory]
    [InlineData(EngineOutputKind.InteractionStarted)]
    [InlineData(EngineOutputKind.InteractionQueued)]
    [InlineData(EngineOutputKind.InteractionConnected)]
    public async Task A_caller_is_in_the_store_from_the_first_instant_and_after_a_crash_interrupted(EngineOutputKind first)
    {
        var store = Open();
        var caller = new EngineOutput { Kind = first, At = Facts.Noon, Queue = new QueueId(3), Interaction = new InteractionId(40), Call = new CallId(CallId.FirstInbound), Agent = first == EngineOutputKind.InteractionConnected ? Ana : default, TextSlot = "+33142000000", Record = -1 };
        Store(store, new Facts().Add(caller).Add(caller));
        store.Dispose();
        store = Open();
        var past = (await store.ConversationAsync(new InteractionId(40)))!;
        Assert.Equal(("+33142000000", new QueueId(3), first == EngineOutputKind.InteractionConnected ? 1 : 0), (past.Party, past.Queue, past.Agents.Count));
        Assert.Null(past.Attempt);
        Assert.Equal(41, store.Opening.FirstAttempt);
    }

    [Fact]
    public void Queues_and_trunks_keep_their_numbers_whatever_their_order()
    {
        var store = Open();
        var queues = store.EnsureQueues(["support", "loans", "sales", "vip"]);
        var trunks = store.EnsureTrunks(["carrier", "spare"]);
        store.Dispose();
        store = Open();
        Assert.Equal([queues[3], queues[1], queues[0]], store.EnsureQueues(["vip", "loans", "support"]));
        Assert.Equal([trunks[1], new TrunkId(3), trunks[0]], store.EnsureTrunks(["spare", "new", "carrier"]));
        Assert.DoesNotContain(Assert.Single(store.EnsureQueues(["other"])), queues);
    }

    [Fact]
    public async Task Whoever_waits_for_the_disk_hears_when_it_has_everything_and_that_it_never_will()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 1);
        long sequence = store.Enqueue(new Facts().Started(campaign, leads[0], 1).Outbox);
        await store.WaitDurableAsync(sequence, TestContext.Current.CancellationToken).WaitAsync(Enough, TestContext.Current.CancellationToken);
        Assert.True(store.DurableSequence >= sequence);
        var never = store.WaitDurableAsync(sequence + 1, CancellationToken.None);
        Assert.False(never.IsCompleted);
        store.Dispose();
        await Assert.ThrowsAsync<StoreException>(() => never.WaitAsync(Enough, TestContext.Current.CancellationToken));
    }
}
