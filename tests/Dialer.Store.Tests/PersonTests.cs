using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>Who is one person, and what binds them.</summary>
public sealed class PersonTests : IDisposable
{
    private const string Landline = "+33199000001";
    private const string Mobile = "+33639980001";
    private const string Office = "+33199000099";

    private readonly TemporaryFolder _folder = new();
    private DialerStore _store;
    private int _lists;

    public PersonTests() => _store = Open();

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string Db => Path.Combine(_folder.Path, "dialer.db");

    private DialerStore Open() => DialerStore.Open(new StoreOptions(Db), new RecordingObserver());

    private void Restart()
    {
        _store.Dispose();
        _store = Open();
    }

    private HopperLead Import(string campaign, string numbers, string? key = null)
    {
        var id = _store.EnsureCampaign(campaign);
        string name = $"list {++_lists}";
        _store.WriteImport(id, new ImportedList(name, name, name, 1, [Imported(numbers, key)], []), Facts.Noon);
        return Assert.Single(_store.LoadLeads(id, 1, Facts.Noon).Leads);
    }

    private static ImportedLead Imported(string numbers, string? key) =>
        new(2, [.. numbers.Split(' ').Select(number => new LeadPhone(number, PhoneKind.Unknown))], "FR", "Europe/Paris", null, default, 0, LeadFields.Of([], [])) { CustomerKey = key };

    private void Store(Facts facts)
    {
        _store.Enqueue(facts.Outbox);
        Assert.True(_store.Flush(TimeSpan.FromSeconds(30)));
    }

    private void Objects(string campaign, HopperLead lead, long attempt = 1)
    {
        var id = _store.EnsureCampaign(campaign);
        var closed = Facts.Outcome(id, lead, attempt, CallResult.Answered, connected: true, disposition: new Disposition("stop", DoNotCall: true));
        Store(new Facts().Started(id, lead, attempt).Closed(closed).Closed(closed));
    }

    // The lists of two campaigns, with customer keys after a slash: one person, or two?
    [Theory]
    [InlineData(Landline, Landline, true)]
    [InlineData(Landline + " " + Mobile, Mobile, true)]
    [InlineData(Landline, Mobile + " " + Landline, true)]
    [InlineData(Landline + "/K1", Mobile + "/K1", true)]
    [InlineData(Landline + "/K1", Landline, true)]
    [InlineData(Landline, Landline + " " + Mobile + "/K1", true)]
    [InlineData(Landline, Mobile, false)]
    [InlineData(Landline + "/K1", Landline + "/K2", false)] // they share a telephone, and the company knows that they are two
    public void An_objection_is_the_persons_whatever_the_number_and_the_list(string one, string other, bool same)
    {
        string[] first = one.Split('/'), second = other.Split('/');
        var here = Import("one", first[0], first.ElementAtOrDefault(1));
        var there = Import("other", second[0], second.ElementAtOrDefault(1));
        here = here with { Person = _store.Person(here.Person)!.Person };
        Assert.NotEqual(0, here.Person.Value);
        Assert.Equal(same, here.Person == there.Person);
        Objects("one", here);
        var blocked = _store.DoNotCall();
        Assert.Superset(first[0].Split(' ').ToHashSet(), blocked.ToHashSet());
        if (same)
            Assert.Superset(second[0].Split(' ').ToHashSet(), blocked.ToHashSet());
        else
            Assert.Equal(first[0].Split(' ').Order(StringComparer.Ordinal), blocked);
        var objection = Assert.Single(_store.Person(here.Person)!.Objections);
        Assert.Equal(new Objection(here.Phones[0].Number, "asked during a call", Facts.Noon + TimeSpan.FromMinutes(1)), objection);
        Restart();
        Assert.Equal([here.Person], _store.AllObjectors());
        Assert.Equal(blocked, _store.DoNotCall());
    }

    [Fact]
    public void Numbers_that_come_after_the_objection_are_bound_by_it()
    {
        Objects("one", Import("one", Landline));
        Import("other", Landline + " " + Mobile);
        Import("third", Mobile + " " + Office);
        Assert.Equal([Landline, Office, Mobile], _store.DoNotCall());
    }

    [Fact]
    public void Two_who_turn_out_to_be_one_are_one_by_both_their_ids()
    {
        var landline = Import("one", Landline);
        var mobile = Import("two", Mobile, "K7");
        Objects("two", mobile);
        Assert.NotEqual(landline.Person, mobile.Person);
        var both = Import("three", Landline + " " + Mobile);
        Assert.Equal(landline.Person, both.Person);
        var person = _store.Person(mobile.Person)!;
        Assert.Equal((landline.Person, "K7"), (person.Person, person.CustomerKey));
        Assert.Equal([Landline, Mobile], person.Numbers);
        Assert.Single(person.Objections);
        Assert.Equal([Landline, Mobile], _store.DoNotCall());
        Assert.Equal(landline.Person, Import("four", Office, "K7").Person);
    }

    // The list first or the do-not-call file first; the company's own or a national register.
    [Theory]
    [InlineData(true, DoNotCallBinding.Person)]
    [InlineData(false, DoNotCallBinding.Person)]
    [InlineData(true, DoNotCallBinding.Number)]
    [InlineData(false, DoNotCallBinding.Number)]
    public void The_companys_list_binds_the_person_and_a_register_the_number(bool listFirst, DoNotCallBinding binds)
    {
        if (listFirst)
            Import("one", Landline + " " + Mobile);
        Assert.Equal(1, _store.AddDoNotCall([Landline], "ours.txt", Facts.Noon, binds));
        if (!listFirst)
            Import("one", Landline + " " + Mobile);
        Assert.Equal(binds == DoNotCallBinding.Person ? [Landline, Mobile] : [Landline], _store.DoNotCall());
        Assert.Equal(binds == DoNotCallBinding.Person ? 1 : 0, _store.AllObjectors().Count);
        Assert.Equal(0, _store.AddDoNotCall([Landline], "ours.txt", Facts.Noon, binds));
    }

    [Fact]
    public void A_number_of_a_register_that_the_companys_list_has_too_binds_the_person()
    {
        Import("one", Landline + " " + Mobile);
        _store.AddDoNotCall([Landline], "register.txt", Facts.Noon, DoNotCallBinding.Number);
        _store.AddDoNotCall([Landline], "ours.txt", Facts.Noon);
        Assert.Equal([Landline, Mobile], _store.DoNotCall());
        Assert.Equal("ours.txt", Assert.Single(_store.Person(Assert.Single(_store.AllObjectors()))!.Objections).Source);
    }

    [Fact]
    public void A_caller_who_objects_binds_everybody_with_that_number()
    {
        var lead = Import("one", Landline + " " + Mobile);
        Store(new Facts().Closed(new InteractionRecord { Interaction = new InteractionId(1), Queue = new QueueId(1), Call = new CallId(CallId.FirstInbound), Party = Landline, End = InteractionEnd.Handled, Disposition = new Disposition("stop", DoNotCall: true), ArrivedAt = Facts.Noon, ConnectedAt = Facts.Noon, EndedAt = Facts.Noon, ClosedAt = Facts.Noon }));
        Assert.Equal([Landline, Mobile], _store.DoNotCall());
        var bound = _store.BoundBy(Landline);
        Assert.Equal([lead.Person], bound.Persons);
        Assert.Equal([Landline, Mobile], bound.Numbers);
    }

    [Fact]
    public void Who_calls_is_known_by_the_lists()
    {
        var lead = Import("one", Landline + " " + Mobile);
        var caller = _store.FindCaller(Mobile);
        Assert.Equal([lead.Person], caller.Persons);
        Assert.Equal(("Europe/Paris", "Europe/Paris"), (caller.TimeZone?.Id, caller.Place?.Id));
        var stranger = _store.FindCaller("+12125550121");
        Assert.Empty(stranger.Persons);
        Assert.Equal((null, "America/New_York"), (stranger.TimeZone?.Id, stranger.Place?.Id));
    }

    [Fact]
    public void Who_refused_rests_by_every_number_across_a_restart()
    {
        var id = _store.EnsureCampaign("one");
        var lead = Import("one", Landline + " " + Mobile);
        Store(new Facts().Started(id, lead, 1).Closed(Facts.Outcome(id, lead, 1, CallResult.Answered, connected: true, disposition: new Disposition("refus"))));
        var history = _store.CallHistory(Facts.Noon - TimeSpan.FromDays(30), new HashSet<string> { "refus" });
        Assert.Equal([Landline, Mobile], history.Entries.Where(entry => entry.Kind == CallHistoryKind.Refusal).Select(entry => entry.Number).Order(StringComparer.Ordinal));
        Assert.Equal([Landline], history.Entries.Where(entry => entry.Kind == CallHistoryKind.Attempt).Select(entry => entry.Number));
    }

    /// <summary>A store from before there were persons, with somebody in it who had objected.</summary>
    [Fact]
    public void Leads_of_an_older_store_get_their_persons()
    {
        _store.Dispose();
        File.Delete(Db);
        using (var session = new SqliteEngine(Db).OpenWriter())
        {
            Migrator.Migrate(session, Db, Facts.Noon, upTo: 2);
            session.Execute($"""
                INSERT INTO campaigns VALUES (1, 'one'), (2, 'other');
                INSERT INTO lists VALUES (1, 1, 'l'), (2, 2, 'l');
                INSERT INTO imports VALUES (1, 1, 'f', 'h', 1, 1, 0, 0, 0), (2, 2, 'f', 'h', 1, 1, 0, 0, 0);
                INSERT INTO leads (lead_id, campaign_id, list_id, import_id, line, state, priority, lead_rank, next_callable_us, next_phone, attempts_made, uncounted_tries, country, time_zone, consent)
                VALUES (1, 1, 1, 1, 2, 'New', 0, 0, 0, 0, 0, 0, 'FR', 'Europe/Paris', 'Given'), (2, 2, 2, 2, 2, 'New', 0, 0, 0, 0, 0, 0, 'US', 'EST', 'Given');
                INSERT INTO lead_phones VALUES (1, 0, 1, '{Landline}', 'Landline', NULL, 0), (1, 1, 1, '{Mobile}', 'Mobile', NULL, 0), (2, 0, 2, '{Mobile}', 'Mobile', NULL, 0), (2, 1, 2, '+12125550121', 'Unknown', NULL, 0);
                INSERT INTO do_not_call VALUES ('{Landline}', 'asked during a call', 5);
                """);
        }
        SqliteConnection.ClearAllPools();
        _store = Open();
        Assert.Equal(["+12125550121", Landline, Mobile], _store.DoNotCall());
        var lead = Assert.Single(_store.LoadLeads(new CampaignId(2), 5, Facts.Noon).Leads);
        Assert.Equal([lead.Person], _store.AllObjectors());

        // What that program took for a clock is none.
        Assert.DoesNotContain(lead.TimeZone.Id, new[] { "EST" });
        Assert.Equal("America/New_York", lead.Phones[1].TimeZone?.Id);
    }

    /// <summary>Random lists, objections and own lists: whoever shares a number and is not told apart is one; keys never meet; an objector has no callable number.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void In_a_random_store_everybody_is_one_person(ulong seed)
    {
        var random = new SeededRandom(seed);
        var leads = new List<(LeadId Id, string[] Numbers, string? Key)>();
        for (int i = 0; i < 60; i++)
        {
            string[] numbers = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => $"+3319900{random.Next(80):D4}").Distinct()];
            string? key = random.Next(3) == 0 ? $"K{random.Next(12)}" : null;
            var lead = Import($"campaign {i}", string.Join(' ', numbers), key);
            leads.Add((lead.Id, numbers, key));
            if (random.Next(6) == 0)
                Objects($"campaign {i}", lead, i + 1);
            if (random.Next(10) == 0)
                _store.AddDoNotCall([$"+3319900{random.Next(80):D4}"], "ours", Facts.Noon);
        }
        using var session = new SqliteEngine(Db).OpenReader();
        var personOf = session.Query<(long Lead, long Person)>("SELECT lead_id, person_id FROM leads").ToDictionary(row => row.Lead, row => row.Person);
        var keyOf = session.Query<(long Person, string? Key)>("SELECT person_id, customer_key FROM persons").ToDictionary(row => row.Person, row => row.Key);
        var blocked = _store.DoNotCall().ToHashSet();
        var objectors = _store.AllObjectors().ToHashSet();
        foreach (var (id, numbers, key) in leads)
        {
            long person = personOf[id.Value];
            Assert.True(key is null || keyOf[person] == key, $"lead {id.Value} of {key} is {keyOf[person]}'s");
            if (objectors.Contains(new PersonId(person)))
                Assert.Superset(numbers.ToHashSet(), blocked);
            foreach (var other in leads)
                if (numbers.Intersect(other.Numbers).Any() && personOf[other.Id.Value] != person)
                    Assert.True(keyOf[person] is not null && keyOf[personOf[other.Id.Value]] is not null, $"leads {id.Value} and {other.Id.Value} share a number, and nothing keeps them apart");
        }
    }
}
