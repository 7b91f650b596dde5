using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
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
