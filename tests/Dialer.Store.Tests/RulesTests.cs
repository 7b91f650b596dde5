using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Store.Reports;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>A rule's verdict is no fact: it goes with the rule.</summary>
public sealed class RulesTests : IDisposable
{
    private static readonly Instant Monday = Facts.Noon + TimeSpan.FromDays(6.9);

    private readonly TemporaryFolder _folder = new();
    private DialerStore _store;
    private readonly CampaignId _campaign;
    private int _attempts;

    public RulesTests()
    {
        _store = Open();
        _campaign = _store.EnsureCampaign("campaign");
        Apply(Narrow);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private DialerStore Open() => DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());

    private static CallingRules Hours(int from, int to) =>
        new([.. Enum.GetValues<DayOfWeek>().Select(day => new CallingHours(day, new TimeOnly(from, 0), new TimeOnly(to, 0)))], new HashSet<DateOnly>());

    private static readonly CallingRules Narrow = Hours(10, 11);

    private RulesApplied Apply(CallingRules calling, RetryRules? retry = null) =>
        _store.ApplyRules(new CampaignSettings { Id = _campaign, Name = "campaign", Trunk = new TrunkId(1), Queue = new QueueId(1), Calling = calling, Retry = retry ?? RetryRules.Default }, Facts.Noon);

    private RulesApplied RestartWith(CallingRules calling, RetryRules? retry = null)
    {
        _store.Dispose();
        _store = Open();
        return Apply(calling, retry);
    }

    private HopperLead Lead(int phones = 1)
    {
        _store.WriteImport(_campaign, Facts.List(1, $"list {++_attempts}", firstNumber: _attempts * 10, phones: phones), Facts.Noon);
        return Assert.Single(_store.LoadLeads(_campaign, 1, Facts.Noon).Leads);
    }

    private void Store(Facts facts)
    {
        _store.Enqueue(facts.Outbox);
        Assert.True(_store.Flush(TimeSpan.FromSeconds(30)));
    }

    private void Refused(HopperLead lead, DialRefusal why, Instant until) =>
        Store(new Facts().Add(EngineOutput.DialRefused(Facts.Noon, _campaign, lead.Id, lead.Phones[0].Number, why, until)));

    private Instant Tried(HopperLead lead, CallResult result, bool abandoned = false, Disposition? said = null, CpaVerdict verdict = CpaVerdict.None, RetryRules? rules = null)
    {
        long attempt = 100 + ++_attempts;
        var outcome = Facts.Outcome(_campaign, lead, attempt, result, abandoned: abandoned, connected: said is not null, disposition: said, verdict: verdict);
        outcome = outcome with { Next = (rules ?? RetryRules.Default).Decide(outcome, lead, outcome.ClosedAt) };
        Store(new Facts().Started(_campaign, lead, attempt).Closed(outcome));
        return outcome.Next.NextCallable;
    }

    private (int Leads, Instant Next) Load(Instant at)
    {
        var batch = _store.LoadLeads(_campaign, 10, at);
        return (batch.Leads.Count, batch.NextCallable);
    }

    public static TheoryData<DialRefusal, bool> Verdicts => new()
    {
        { DialRefusal.OutsideCallingWindow, false },
        { DialRefusal.OutsideCallingWindow, true }, // hours that never open
        { DialRefusal.Holiday, false },
        { DialRefusal.TooManyAttempts, false },
        { DialRefusal.RestAfterRefusal, false },
        { DialRefusal.RestAfterAbandon, false },
        { DialRefusal.NoConsent, true },
        { DialRefusal.DestinationNotAllowed, true },
        { DialRefusal.InvalidNumber, true }, // an extension that was not named
        { DialRefusal.DoNotCall, true }, // the gate will say so again
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void When_the_rules_change_every_verdict_is_taken_back(DialRefusal why, bool forEver)
    {
        Refused(Lead(), why, forEver ? Instant.Never : Monday);
        Assert.Equal(0, RestartWith(Narrow).JudgedAnew);
        Assert.Equal(0, Load(Facts.Noon).Leads);
        Assert.Equal(1, RestartWith(Hours(8, 20)).JudgedAnew);
        Assert.Equal(1, Load(Facts.Noon).Leads);
    }

    [Fact]
    public void What_is_no_verdict_stays()
    {
        var busy = Lead();
        var due = Tried(busy, CallResult.Busy);
        var spoken = Lead();
        Tried(spoken, CallResult.Answered, said: new Disposition("sale"));
        Refused(busy, DialRefusal.Holiday, Monday);
        RestartWith(Hours(8, 20));
        Assert.Equal((0, due), Load(due - TimeSpan.FromSeconds(1)));
        Assert.Equal(1, Load(due).Leads);
        Assert.Equal(1, _store.Progress(_campaign).Done);
    }

    /// <summary>Refused by one rule after another, it is still due as it was at first.</summary>
    [Fact]
    public void Verdicts_upon_verdicts_are_taken_back_together()
    {
        var lead = Lead();
        Refused(lead, DialRefusal.OutsideCallingWindow, Facts.Noon + TimeSpan.FromHours(1));
        Refused(lead, DialRefusal.TooManyAttempts, Monday);
        Assert.Equal((0, Monday), Load(Facts.Noon + TimeSpan.FromHours(2)));
        RestartWith(Hours(8, 20));
        Assert.Equal(1, Load(Facts.Noon).Leads);
    }

    [Fact]
    public void A_clock_that_nobody_knew_is_asked_for_again_at_each_start()
    {
        Refused(Lead(), DialRefusal.UnknownTimeZone, Instant.Never);
        Assert.Equal(1, RestartWith(Narrow).JudgedAnew);
        Assert.Equal(1, Load(Facts.Noon).Leads);
    }

    private static readonly RetryRules Patient = new(2, [new RetryRule(CallResult.Busy, CpaVerdict.None, TimeSpan.FromHours(10), 2), new RetryRule(CallResult.NoAnswer, CpaVerdict.None, TimeSpan.FromHours(10), 2)]) { RestAfterAbandon = TimeSpan.FromHours(72), UnfinishedDelay = TimeSpan.FromHours(10) };
    private static readonly RetryRules Quick = new(5, [new RetryRule(CallResult.Busy, CpaVerdict.None, TimeSpan.FromMinutes(5), 5), new RetryRule(CallResult.NoAnswer, CpaVerdict.None, TimeSpan.FromMinutes(5), 5), new RetryRule(CallResult.Rejected, CpaVerdict.None, TimeSpan.FromMinutes(5), 5)]) { RestAfterAbandon = TimeSpan.FromMinutes(5), UnfinishedDelay = TimeSpan.FromMinutes(5) };

    // The outcome closed a minute past noon; quick rules try again five minutes later.
    [Theory]
    [InlineData(CallResult.Busy, false, null)]
    [InlineData(CallResult.NoAnswer, false, null)]
    [InlineData(CallResult.Answered, true, null)] // abandoned: the rest is a rule's
    [InlineData(CallResult.Answered, false, "unfinished")]
    [InlineData(CallResult.Rejected, false, null)] // was done by the old rules
    [InlineData(CallResult.Congestion, false, null)] // had no rule, and has none: exhausted still
    public void Delays_and_rests_after_a_try_are_those_of_the_rules_in_force(CallResult result, bool abandoned, string? said)
    {
        RestartWith(Narrow, Patient);
        Tried(Lead(), result, abandoned, said is null ? null : new Disposition(said, Done: false), rules: Patient);
        var soon = Facts.Noon + TimeSpan.FromMinutes(6);
        Assert.Equal(0, Load(soon).Leads);
        RestartWith(Narrow, Quick);
        Assert.Equal(0, Load(soon - TimeSpan.FromSeconds(1)).Leads);
        Assert.Equal(result == CallResult.Congestion ? 0 : 1, Load(soon).Leads);
    }

    [Fact]
    public void Attempts_that_were_used_up_are_not_when_more_are_allowed_and_are_again_when_fewer_are()
    {
        RestartWith(Narrow, Patient);
        var lead = Lead();
        Tried(lead, CallResult.Busy, rules: Patient);
        lead = _store.LoadLeads(_campaign, 1, Facts.Noon + TimeSpan.FromDays(1)).Leads[0];
        Tried(lead, CallResult.Busy, rules: Patient);
        Assert.Equal(1, _store.Progress(_campaign).Exhausted);
        Assert.Equal(1, RestartWith(Narrow, Quick).JudgedAnew);
        Assert.Equal((1, 0), (_store.Progress(_campaign).Waiting, _store.Progress(_campaign).Exhausted));
        RestartWith(Narrow, Patient);
        Assert.Equal(1, _store.Progress(_campaign).Exhausted);
    }

    [Fact]
    public void A_promise_is_no_verdict()
    {
        RestartWith(Narrow, Patient);
        var promised = Facts.Noon + TimeSpan.FromHours(5);
        Tried(Lead(), CallResult.Answered, said: new Disposition("later", CallBackAt: promised, Done: false), rules: Patient);
        RestartWith(Hours(8, 20), Quick);
        Assert.Equal((0, promised), Load(Facts.Noon + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void The_reason_is_told_in_the_report_and_at_the_start()
    {
        Refused(Lead(), DialRefusal.OutsideCallingWindow, Monday);
        Refused(Lead(), DialRefusal.OutsideCallingWindow, Monday + TimeSpan.FromHours(1));
        Refused(Lead(), DialRefusal.NoConsent, Instant.Never);
        var held = RestartWith(Narrow).Held;
        Assert.Equal([("outsideCallingWindow", 2, (DateTimeOffset?)Monday.ToDateTimeOffset()), ("noConsent", 1, null)], held.Select(reason => (reason.Reason, reason.Leads, reason.Until)));
        string text = HeldBackText.Of(held[0]) + HeldBackText.Of(held[1]);
        Assert.Contains("2 leads are held back: outside the campaign's calling hours on the called person's clock; the first until 2026-11-23 09:36 UTC", text, StringComparison.Ordinal);
        Assert.Contains("1 lead is held back: no consent, or one too old; not under the present rules", text, StringComparison.Ordinal);
    }

    /// <summary>A store of a program that froze verdicts: they are taken back once.</summary>
    [Fact]
    public void Verdicts_that_an_older_program_froze_are_taken_back()
    {
        _store.Dispose();
        string db = Path.Combine(_folder.Path, "old.db");
        using (var session = new SqliteEngine(db).OpenWriter())
        {
            Migrator.Migrate(session, db, Facts.Noon, upTo: 2);
            long frozen = StoredTime.Us(Monday), retry = StoredTime.Us(Facts.Noon + TimeSpan.FromHours(1));
            session.Execute($"""
                INSERT INTO runs VALUES (1, 0, 1);
                INSERT INTO campaigns VALUES (1, 'campaign');
                INSERT INTO lists VALUES (1, 1, 'l');
                INSERT INTO imports VALUES (1, 1, 'f', 'h', 3, 3, 0, 0, 0);
                INSERT INTO leads (lead_id, campaign_id, list_id, import_id, line, state, priority, lead_rank, next_callable_us, next_phone, attempts_made, uncounted_tries, country, time_zone, consent, refusal) VALUES
                    (1, 1, 1, 1, 2, 'New', 0, 0, {frozen}, 0, 0, 0, 'FR', 'Europe/Paris', 'Given', 'OutsideCallingWindow'),
                    (2, 1, 1, 1, 3, 'Waiting', 0, 1, {frozen}, 0, 1, 0, 'FR', 'Europe/Paris', 'Given', 'Holiday'),
                    (3, 1, 1, 1, 4, 'Refused', 0, 0, NULL, 0, 0, 0, 'FR', 'Europe/Paris', 'Given', 'NoConsent');
                INSERT INTO lead_phones VALUES (1, 0, 1, '+33199000001', 'Landline', NULL, 0), (2, 0, 1, '+33199000002', 'Landline', NULL, 0), (3, 0, 1, '+33199000003', 'Landline', NULL, 0);
                INSERT INTO attempts (attempt_id, run_id, campaign_id, lead_id, call_id, number, started_at_us, closed_at_us, result, fate, counted, next_callable_us) VALUES (1, 1, 1, 2, 1, '+33199000002', 0, 1, 'NoAnswer', 'Retry', 1, {retry});
                """);
        }
        _store = DialerStore.Open(new StoreOptions(db), new RecordingObserver());
        Assert.Equal(3, Apply(Hours(8, 20)).JudgedAnew);
        Assert.Equal([1L, 3L], _store.LoadLeads(_campaign, 5, Facts.Noon).Leads.Select(lead => lead.Id.Value).Order());
        Assert.Equal(2L, Assert.Single(_store.LoadLeads(_campaign, 5, Facts.Noon + TimeSpan.FromHours(1)).Leads).Id.Value);
    }
}
