using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Store.Tables;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>Callers who were promised a call back, as leads.</summary>
public sealed class CallBackStoreTests : IDisposable
{
    private const string Number = "+33199000001";
    private static readonly Instant Promised = Facts.Noon + TimeSpan.FromHours(5);

    private readonly TemporaryFolder _folder = new();
    private readonly DialerStore _store;
    private readonly CampaignId _campaign;

    public CallBackStoreTests()
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        _campaign = _store.EnsureCampaign("campaign");
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private void Store(Facts facts)
    {
        _store.Enqueue(facts.Outbox);
        Assert.True(_store.Flush(TimeSpan.FromSeconds(30)));
    }

    private EngineOutput Promise(string number = Number) =>
        new() { Kind = EngineOutputKind.CallBackPromised, At = Facts.Noon, Campaign = _campaign, Agent = new AgentId(3), Until = Promised, TextSlot = number, Record = -1 };

    [Fact]
    public void A_stranger_becomes_a_lead_of_the_campaign_at_the_moment_promised()
    {
        Store(new Facts().Add(Promise()).Add(Promise()).Add(Promise("+12125550121")));
        Assert.Equal((0, Promised), (_store.LoadLeads(_campaign, 5, Promised - TimeSpan.FromSeconds(1), appointmentsOnly: true).Leads.Count, _store.LoadLeads(_campaign, 5, Facts.Noon).NextCallable));
        var leads = _store.LoadLeads(_campaign, 5, Promised, appointmentsOnly: true).Leads;
        Assert.Equal([Number, "+12125550121"], leads.Select(lead => Assert.Single(lead.Phones).Number));
        Assert.All(leads, lead => Assert.Equal(new AgentId(3), lead.ForAgent));
        Assert.All(leads, lead => Assert.Equal(new Consent(ConsentState.Given, new DateOnly(2026, 11, 16)), lead.Consent));
        Assert.Equal(["Europe/Paris", "America/New_York"], leads.Select(lead => lead.TimeZone.Id));
        Assert.All(leads, lead => Assert.NotEqual(0, lead.Person.Value));
        var list = Assert.Single(_store.Report(_campaign).Lists);
        Assert.Equal(("call backs", 2, 2), (list.Name, list.Rows, list.Leads));
    }

    [Fact]
    public void Who_is_a_lead_already_is_promised_as_that_lead()
    {
        _store.WriteImport(_campaign, Facts.List(1, firstNumber: 1, phones: 2), Facts.Noon);
        var lead = Assert.Single(_store.LoadLeads(_campaign, 1, Facts.Noon).Leads);
        Store(new Facts().Started(_campaign, lead, 1).Closed(Facts.Outcome(_campaign, lead, 1, CallResult.Answered, connected: true)));
        Store(new Facts().Add(Promise(lead.Phones[1].Number)));
        var back = Assert.Single(_store.LoadLeads(_campaign, 5, Promised, appointmentsOnly: true).Leads);
        Assert.Equal((lead.Id, 1), (back.Id, back.NextPhone));
    }

    private const string Waiter = "+33199000002";

    private EngineOutput Owed() => Promise(Waiter) with { Agent = default, Queue = new QueueId(1) };

    private static EngineOutput Waited(EngineOutputKind kind, long interaction, Instant at, int agent = 0) =>
        new() { Kind = kind, At = at, Queue = new QueueId(1), Interaction = new InteractionId(interaction), Call = new CallId(CallId.FirstInbound + interaction), Agent = new AgentId(agent), TextSlot = Waiter, Record = -1 };

    private static InteractionRecord GaveUp(long interaction) => new()
    {
        Interaction = new InteractionId(interaction),
        Queue = new QueueId(1),
        Call = new CallId(CallId.FirstInbound + interaction),
        Party = Waiter,
        End = InteractionEnd.CallerHungUpInQueue,
        Value = 80,
        ArrivedAt = Facts.Noon,
        ConnectedAt = Instant.Never,
        EndedAt = Facts.Noon + TimeSpan.FromSeconds(90),
        ClosedAt = Facts.Noon + TimeSpan.FromSeconds(90),
        Called = "+33199001234",
        Way = "rule all; queue orders",
        Keyed = [],
    };

    /// <summary>They are on the list, and called back unless they get through before.</summary>
    [Fact]
    public void Who_gave_up_is_called_back_unless_they_get_through_before()
    {
        var list = new CallerTable(_store);
        var noon = Facts.Noon.ToDateTimeOffset();
        _store.EnsureQueues(["orders"]);
        Store(new Facts().Add(Waited(EngineOutputKind.InteractionStarted, 5, Facts.Noon)).Add(Owed()).Closed(GaveUp(5)));
        var entry = Assert.Single(list.GaveUp(noon, noon.AddHours(1), null, 0, 10));
        Assert.Equal((Waiter, 90.0, 80, null, Promised.ToDateTimeOffset()), (entry.Number, entry.WaitedSeconds, entry.Value, entry.GotThroughAt, entry.CallBackAt));
        Assert.Null(Assert.Single(_store.LoadLeads(_campaign, 5, Promised, appointmentsOnly: true).Leads).ForAgent);
        Assert.Equal(("rule all; queue orders", "CallerHungUpInQueue"), (list.Way(5)!.Way, list.Way(5)!.EndedAs));
        Assert.Null(list.Way(6));

        var later = Facts.Noon + TimeSpan.FromMinutes(5);
        Store(new Facts().Add(Waited(EngineOutputKind.InteractionStarted, 7, later)).Add(Waited(EngineOutputKind.InteractionConnected, 7, later, agent: 3)));
        Assert.Empty(_store.LoadLeads(_campaign, 5, Promised, appointmentsOnly: true).Leads);
        entry = Assert.Single(list.GaveUp(noon, noon.AddHours(1), null, 0, 10));
        Assert.Equal((later.ToDateTimeOffset(), null), (entry.GotThroughAt, entry.CallBackAt));
        Assert.Empty(list.GaveUp(noon, noon.AddHours(1), queue: 2, 0, 10));
        Assert.Empty(list.GaveUp(noon, noon.AddHours(1), null, after: 5, 10));
    }

    [Fact]
    public void Who_spoke_with_them_last_is_preferred()
    {
        Assert.Null(_store.FindCaller(Waiter).Preferred);
        Store(new Facts().Add(Waited(EngineOutputKind.InteractionConnected, 5, Facts.Noon, agent: 3)).Add(Waited(EngineOutputKind.InteractionConnected, 7, Promised, agent: 4)));
        Assert.Equal(new AgentId(4), _store.FindCaller(Waiter).Preferred);
    }

    /// <summary>The person rang us while we rang them: what was promised goes above what the attempt decides.</summary>
    [Fact]
    public void A_promise_given_during_an_attempt_is_kept_after_it()
    {
        _store.WriteImport(_campaign, Facts.List(1, firstNumber: 1), Facts.Noon);
        var lead = Assert.Single(_store.LoadLeads(_campaign, 1, Facts.Noon).Leads);
        Store(new Facts().Started(_campaign, lead, 1).Add(Promise()));
        Assert.Equal(1, _store.Progress(_campaign).InAttempt);
        Store(new Facts().Closed(Facts.Outcome(_campaign, lead, 1, CallResult.Rejected)));
        Assert.Equal(lead.Id, Assert.Single(_store.LoadLeads(_campaign, 5, Promised, appointmentsOnly: true).Leads).Id);
    }
}
