using System.Text;
using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Store;
using Dialer.Store.Tables;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Business;

/// <summary>What the file names and what the store keeps are one business: read by one set of rules, changed whole or not at all.</summary>
public sealed class BusinessBookTests : IDisposable
{
    private const string Machine = """
        "trunks": [ { "name": "carrier", "address": "carrier.example" } ]
        """;

    private const string Renewals = """
        "campaigns": [ { "name": "renewals", "announcement": "said.wav", "calling": { "profile": "france" }, "weight": 3, "ringSeconds": 20 } ]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-business");
    private readonly List<BusinessChanged> _followed = [];
    private DialerStore? _store;

    public BusinessBookTests() => File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.FullName, "said.wav"));

    public void Dispose()
    {
        _store?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_added_counts_at_once_and_after_a_restart()
    {
        var book = Open($"{{ {Machine} }}");
        Assert.True((await ChangeAsync(book, BusinessKind.Campaign, "spring", """{ "name": "spring", "announcement": "said.wav", "calling": { "profile": "france" }, "weight": 7 }""")).IsDone);
        Assert.True((await ChangeAsync(book, BusinessKind.Agent, "ana", """{ "name": "ana", "phone": "sip:1@pbx.example", "campaigns": ["spring"] }""")).IsDone);
        Assert.Equal((7, "ana"), (book.Config.Campaigns.Single().Settings.Weight, book.Config.Agents.Single().Name));
        Assert.Equal(["campaigns spring", "agents ana"], _followed.SelectMany(one => one.Changes).Select(change => $"{BusinessKinds.Section(change.Kind)} {change.Name}"));

        book = Reopen($"{{ {Machine} }}");
        Assert.Equal((7, "ana"), (book.Config.Campaigns.Single().Settings.Weight, book.Config.Agents.Single().Name));
        Assert.Equal("by a test", book.Find(BusinessKind.Agent, "ana")!.ChangedBy);
    }

    [Theory]
    [InlineData(BusinessKind.Campaign, "spring", """{ "name": "spring", "announcement": "said.wav", "calling": { "profile": "france" }, "weight": 0 }""", "$.campaigns[spring].weight", "out of range")]
    [InlineData(BusinessKind.Campaign, "spring", """{ "name": "spring" }""", "$.campaigns[spring].announcement", "hear who called")]
    [InlineData(BusinessKind.Campaign, "spring", """{ "name": "spring", "announcement": "said.wav", "calling": { "profile": "france" }, "wieght": 1 }""", "$.campaigns[spring].wieght", "not known")]
    [InlineData(BusinessKind.Campaign, "spring", """{ "name": "spring", "announcement": "../../etc/passwd" }""", "$.campaigns[spring].announcement", "outside of the folders")]
    [InlineData(BusinessKind.Campaign, "spring", """{ "name": "spring", "announcement": "/etc/hostname" }""", "$.campaigns[spring].announcement", "outside of the folders")]
    [InlineData(BusinessKind.Agent, "ana", """{ "name": "ana", "phone": "sip:1@pbx.example", "campaigns": ["autumn"] }""", "$.agents[ana].campaigns", "No campaign is named")]
    [InlineData(BusinessKind.Route, "all", """{ "name": "all", "queue": "nowhere" }""", "$.inbound[all].queue", "No queue is named")]
    [InlineData(BusinessKind.OpeningHours, "office", """{ "name": "office", "week": [] }""", "$.openingHours[office].timeZone", "missing")]
    public async Task What_a_file_could_not_say_is_refused_by_its_field_and_nothing_changes(BusinessKind kind, string name, string json, string path, string what)
    {
        var book = Open($"{{ {Machine}, {Renewals} }}");
        var outcome = await ChangeAsync(book, kind, name, json);
        Assert.Contains(outcome.Errors, error => error.Path == path && error.What.Contains(what, StringComparison.Ordinal));
        Assert.Null(book.Find(kind, name));
        Assert.Empty(_followed);
        Assert.Empty(new BusinessTable(_store!).All());
    }

    [Fact]
    public async Task What_others_need_is_not_removed()
    {
        var book = Open($"{{ {Machine} }}");
        await ChangeAsync(book, BusinessKind.Queue, "sales", """{ "name": "sales" }""");
        await ChangeAsync(book, BusinessKind.Queue, "level2", """{ "name": "level2" }""");
        await ChangeAsync(book, BusinessKind.Route, "all", """{ "name": "all", "queue": "level2" }""");
        var outcome = await ChangeAsync(book, BusinessKind.Queue, "level2", null);
        Assert.Contains(outcome.Errors, error => error.Path.StartsWith("$.inbound[all]", StringComparison.Ordinal));
        Assert.NotNull(book.Find(BusinessKind.Queue, "level2"));
        Assert.True((await ChangeAsync(book, BusinessKind.Route, "all", null)).IsDone);
        Assert.True((await ChangeAsync(book, BusinessKind.Queue, "level2", null)).IsDone);
    }

    [Fact]
    public async Task After_a_restart_the_file_wins_for_the_fields_that_it_names_and_the_rest_stays()
    {
        string file = $"{{ {Machine}, {Renewals} }}";
        var book = Open(file);
        await ChangeAsync(book, BusinessKind.Campaign, "renewals", """{ "name": "renewals", "announcement": "said.wav", "calling": { "profile": "france" }, "weight": 9, "priority": 4, "ringSeconds": 20 }""");
        Assert.Equal((9, 4), (book.Config.Campaigns[0].Settings.Weight, book.Config.Campaigns[0].Settings.Priority));
        book = Reopen(file);
        Assert.Equal((3, 4), (book.Config.Campaigns[0].Settings.Weight, book.Config.Campaigns[0].Settings.Priority));
        Assert.Equal(["campaigns[renewals].weight"], book.Overridden);
        Assert.Empty(Reopen(file).Overridden);
    }

    [Fact]
    public async Task A_file_that_is_read_again_counts_where_it_says_something_else_than_before()
    {
        var before = Read($"{{ {Machine}, {Renewals} }}");
        var book = Open($"{{ {Machine}, {Renewals} }}");
        await ChangeAsync(book, BusinessKind.Campaign, "renewals", """{ "name": "renewals", "announcement": "said.wav", "calling": { "profile": "france" }, "weight": 9, "ringSeconds": 21 }""");
        var after = Read($"{{ {Machine}, {Renewals.Replace("20", "25", StringComparison.Ordinal)}, \"queues\": [ {{ \"name\": \"sales\" }} ] }}");
        Assert.Empty(book.TakeFile(before.Written!, after.Written!, new HashSet<string>()));
        var campaign = book.Config.Campaigns[0].Settings;
        Assert.Equal((9, 25, "sales"), (campaign.Weight, campaign.RingTimeout.TotalSeconds, book.Config.Queues.Single().Settings.Name));
    }

    [Fact]
    public async Task What_needs_a_trunk_that_only_a_restart_brings_is_told_and_the_rest_counts()
    {
        var before = Read($"{{ {Machine} }}");
        var book = Open($"{{ {Machine} }}");
        var after = Read("""{ "trunks": [ { "name": "carrier", "address": "carrier.example" }, { "name": "new", "address": "new.example" } ], "agents": [ { "name": "ana", "phone": "sip:1@pbx.example" }, { "name": "ben", "phone": "sip:2@pbx.example", "via": "new" } ] }""");
        Assert.Contains("via", Assert.Single(book.TakeFile(before.Written!, after.Written!, new HashSet<string>())).Path, StringComparison.Ordinal);
        Assert.Equal("ana", Assert.Single(book.Config.Agents).Name);
        Assert.True((await ChangeAsync(book, BusinessKind.Agent, "carl", """{ "name": "carl", "phone": "sip:3@pbx.example" }""")).IsDone);
    }

    [Fact]
    public async Task What_the_store_kept_and_the_file_no_longer_allows_is_set_aside_and_comes_back_with_what_it_needs()
    {
        var book = Open($"{{ {Machine}, {Renewals} }}");
        await ChangeAsync(book, BusinessKind.Agent, "ana", """{ "name": "ana", "phone": "sip:1@pbx.example", "campaigns": ["renewals"] }""");
        book = Reopen($"{{ {Machine} }}");
        Assert.Empty(book.Config.Agents);
        Assert.NotEmpty(book.Find(BusinessKind.Agent, "ana")!.Trouble);
        Assert.True((await ChangeAsync(book, BusinessKind.Queue, "sales", """{ "name": "sales" }""")).IsDone);
        Assert.True((await ChangeAsync(book, BusinessKind.Campaign, "renewals", """{ "name": "renewals", "announcement": "said.wav", "calling": { "profile": "france" } }""")).IsDone);
        Assert.Equal("ana", Assert.Single(book.Config.Agents).Name);
    }

    [Fact]
    public async Task Skills_keep_their_numbers_whatever_is_named_first()
    {
        var book = Open($"{{ {Machine}, \"agents\": [ {{ \"name\": \"ana\", \"phone\": \"sip:1@pbx.example\", \"skills\": {{ \"french\": 5 }} }} ] }}");
        var french = book.Config.Agents[0].Skills[0].Skill;
        await ChangeAsync(book, BusinessKind.Queue, "sales", """{ "name": "sales", "skills": { "german": 2, "french": 1 } }""");
        Assert.Equal(french, book.Config.Agents[0].Skills[0].Skill);
        Assert.Equal(french, book.Config.Queues[0].Settings.Skills[1].Skill);
    }

    [Fact]
    public async Task Rules_of_callers_are_asked_by_their_order()
    {
        var book = Open($"{{ {Machine}, \"inbound\": [ {{ \"name\": \"all\", \"queue\": \"default\", \"order\": 200 }} ] }}");
        await ChangeAsync(book, BusinessKind.Route, "gold", """{ "name": "gold", "leastValue": 80, "queue": "default" }""");
        Assert.Equal(["gold", "all"], book.Config.CallerRules.Select(rule => rule.Name));
    }

    private Task<BusinessOutcome> ChangeAsync(BusinessBook book, BusinessKind kind, string name, string? json) =>
        book.ExclusiveAsync(() => book.ChangeAsync([new BusinessEdit(kind, name, json is null ? null : BusinessBook.Read(kind, name, json))], "by a test"));

    private BusinessBook Reopen(string file)
    {
        _store!.Dispose();
        return Open(file);
    }

    private BusinessBook Open(string file)
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.FullName, "dialer.db")), new RecordingObserver());
        var book = BusinessBook.Open(Read(file), new BusinessTable(_store), TimeProvider.System);
        book.Follow = _followed.Add;
        book.Begin();
        return book;
    }

    private DialerConfig Read(string json)
    {
        string file = Path.Combine(_folder.FullName, "dialer.json");
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(json));
        var reading = ConfigFile.Read(file);
        Assert.Empty(reading.Errors);
        return reading.Config!;
    }
}
