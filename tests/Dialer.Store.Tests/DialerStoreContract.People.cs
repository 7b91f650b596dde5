using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>People on lists, people who are forgotten, and a store of an older dialer.</summary>
public abstract partial class DialerStoreContract
{
    /// <summary>Everything is as it was, and what the older dialer could not say is told as near as it can be.</summary>
    [Fact]
    public async Task A_store_of_schema_26_is_brought_up_to_date_whole()
    {
        var engine = StoreEngines.Of(Place);
        using (engine.TakeLock())
        using (var session = engine.OpenWriter())
        {
            Migrator.Migrate(session, Place, Facts.Noon, upTo: 21);
            session.Execute(await File.ReadAllTextAsync(Repository.File("tests", "Dialer.Store.Tests", "Data", "schema-21.sql")));
        }
        var store = Open();
        var (renewals, spring) = (store.EnsureCampaign("renewals"), store.EnsureCampaign("spring"));
        Assert.Equal(["+33199000003", "+33199000077", "+33199000088"], store.DoNotCall());
        Assert.Equal(
            ["Company +33199000003 +33199000077", "National +33199000088"],
            store.DoNotCallEntries(10).Select(entries => $"{entries.Mark.Kind} {string.Join(' ', entries.Numbers.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
        var progress = store.Progress(renewals);
        Assert.Equal((3, 1, 1, 1), (progress.Total, progress.New, progress.Waiting, progress.Refused));
        var leads = store.LoadLeads(renewals, 10, Facts.Noon).Leads;
        Assert.Equal([new LeadId(2), new LeadId(1)], leads.Select(lead => lead.Id));
        Assert.Equal((new Consent(ConsentState.Given, new DateOnly(2026, 3, 16)), "57", new PersonId(1)), (leads[1].Consent, leads[1].Region, leads[1].Person));
        Assert.Equal((1, 1, 1), (store.Report(renewals).Attempts, store.Report(spring).Attempts, store.Report(spring).Leads.Done));
        Assert.Equal(["+33199000001", "+33639980001"], store.Person(new PersonId(4))!.Numbers);
        Assert.Equal(new AgentId(1), Assert.Single((await store.ConversationAsync(new InteractionId(1)))!.Agents));
        Assert.Equal([new PersonId(3)], store.AllObjectors());
        Assert.Equal(3, store.Opening.FirstAttempt);
        var gone = await store.RemoveDoNotCallAsync("+33199000003", DoNotCallKind.Company, default, "ana", "asked to be called again", Facts.Noon);
        Assert.Equal(["+33199000003"], gone.Entries.Numbers);
        Assert.Equal(0, store.Progress(renewals).Refused);
    }

    [Fact]
    public async Task A_number_stands_on_several_lists_and_leaves_one_with_a_reason()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("spring");
        var later = Facts.Noon + TimeSpan.FromDays(9);
        string[] numbers = ["+33199000901", "+33199000902"];
        Assert.Equal(2, await store.AddDoNotCallAsync(new DoNotCallEntries(new DoNotCallMark(DoNotCallKind.Campaign, campaign, later), numbers), "spring.txt", Facts.Noon));
        Assert.Equal(1, await store.AddDoNotCallAsync(new DoNotCallEntries(new DoNotCallMark(DoNotCallKind.National, default, Instant.Never), ["+338*"]), "register", Facts.Noon));
        Assert.Equal(1, store.AddDoNotCall([numbers[0]], "ours", Facts.Noon));
        Assert.Equal([numbers[0]], store.DoNotCall());
        Assert.Equal(
            ["Campaign 1 +33199000901 +33199000902", "Company 0 +33199000901", "National 0 +338*"],
            store.DoNotCallEntries(10).Select(entries => $"{entries.Mark.Kind} {entries.Mark.Campaign.Value} {string.Join(' ', entries.Numbers.Order())}").Order());
        Assert.Equal(later, store.DoNotCallEntries(1).First(entries => entries.Mark.Kind == DoNotCallKind.Campaign).Mark.Until);
        var gone = await store.RemoveDoNotCallAsync(numbers[0], DoNotCallKind.Company, default, "ana", "asked to be called again", later);
        Assert.Equal([numbers[0]], gone.Entries.Numbers);
        Assert.Empty(store.DoNotCall());
        Assert.Empty((await store.RemoveDoNotCallAsync(numbers[0], DoNotCallKind.Company, default, "ana", "once more", later)).Entries.Numbers);
        Assert.Equal(3, store.DoNotCallEntries(1).Count());
    }

    [Fact]
    public void Whoever_asks_to_be_forgotten_is_gone_but_for_a_hash()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 3);
        string number = leads[0].Phones[0].Number;
        var said = Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, disposition: new Disposition("refused", "lives at 7 Elm Street"));
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(said));
        store.AddDoNotCall([number], "ours", Facts.Noon);
        Assert.Contains("7 Elm Street", OpenReader().ExportPerson(number, null), StringComparison.Ordinal);
        var erased = store.ErasePerson(number, null, "ana", "asked by letter", Facts.Noon)!;
        Assert.Equal((1, 1, 1), (erased.Numbers.Count, erased.Leads, erased.Attempts.Count));
        Assert.Null(OpenReader().ExportPerson(number, null));
        Assert.Empty(store.DoNotCall());
        Assert.Empty(store.AllObjectors());
        Assert.Equal((true, false), (store.IsErased(number), store.IsErased(leads[1].Phones[0].Number)));
        Assert.Equal(1, store.Report(campaign).Leads.Done);
        Assert.Null(store.ErasePerson(number, null, "ana", "once more", Facts.Noon));
        Assert.Null(store.ErasePerson(null, "no such key", "ana", "why not", Facts.Noon));
        Assert.DoesNotContain(number, store.CampaignNumbers(campaign));

        // Nobody is forgotten in the middle of a call.
        store.Enqueue(new Facts().Started(campaign, leads[1], 2).Outbox);
        Assert.True(store.Flush(TimeSpan.FromSeconds(30)));
        Assert.Contains("being called", Assert.Throws<StoreException>(() => store.ErasePerson(leads[1].Phones[0].Number, null, "ana", "asked by letter", Facts.Noon)).Message, StringComparison.Ordinal);
        store.Dispose();
        Assert.True(Open().IsErased(number));
    }

    /// <summary>What a register has no more when it is read again is off; what others put there stays.</summary>
    [Fact]
    public async Task A_register_that_is_read_again_drops_what_it_has_no_more()
    {
        var store = Open();
        var mark = new DoNotCallMark(DoNotCallKind.National, default, Instant.Never);
        await store.AddDoNotCallAsync(new DoNotCallEntries(mark, ["+33199000901", "+33199000902"]), "register", Facts.Noon);
        Assert.Empty(store.EndDoNotCallFile("register", mark, "first", Facts.Noon));
        Assert.Equal((true, false), (store.IsDoNotCallFileKnown("register", "first"), store.IsDoNotCallFileKnown("register", "second")));
        store.AddDoNotCall(["+33199000901"], "ours", Facts.Noon);
        var later = Facts.Noon + TimeSpan.FromHours(1);
        Assert.Equal(1, await store.AddDoNotCallAsync(new DoNotCallEntries(mark, ["+33199000902", "+33199000903"]), "register", later));
        Assert.Equal(["+33199000901"], store.EndDoNotCallFile("register", mark, "second", later));
        Assert.Equal(["+33199000901", "+33199000902", "+33199000903"], store.DoNotCall());
    }

    /// <summary>The objection binds the person by every number, and so does taking it back; the lead that left its list is due again.</summary>
    [Fact]
    public async Task Whoever_takes_an_objection_back_is_called_again_by_every_number()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        var lead = leads[0];
        store.AddDoNotCall([lead.Phones[0].Number], "ours", Facts.Noon);
        Store(store, new Facts().Add(EngineOutput.DialRefused(Facts.Noon, campaign, lead.Id, lead.Phones[0].Number, DialRefusal.DoNotCall, Instant.Never)));
        Assert.Equal(1, store.Progress(campaign).Refused);
        var gone = await store.RemoveDoNotCallAsync(lead.Phones[0].Number, DoNotCallKind.Company, default, "ana", "asked to be called again", Facts.Noon);
        Assert.Equal([lead.Person], gone.Persons);
        Assert.Empty(store.AllObjectors());
        Assert.Equal(0, store.Progress(campaign).Refused);
        Assert.Contains(store.LoadLeads(campaign, 5, Facts.Noon).Leads, again => again.Id == lead.Id);
    }
}
