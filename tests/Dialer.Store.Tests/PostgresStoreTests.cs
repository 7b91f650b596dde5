using System.Diagnostics;
using Dapper;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Testing;
using Npgsql;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>The contract on PostgreSQL; and a server that dies, stands still or belongs to another.</summary>
public sealed class PostgresStoreTests(PostgresFixture fixture) : DialerStoreContract, IClassFixture<PostgresFixture>
{
    private string? _place;

    private protected override string Place => _place ??= fixture.Server.NewPlace();

    private protected override IDialerStore OpenStore(IStoreObserver observer) => DialerStore.Open(new StoreOptions(Place), observer);

    private protected override StoreReader OpenReader() => StoreReader.Open(Place);

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(Place + ";Pooling=false;Application Name=beside");
        connection.Open();
        return connection;
    }

    /// <summary>For an event: what is waited for comes, or the test has failed long since.</summary>
    private static void Await(Func<bool> come)
    {
        var watch = Stopwatch.StartNew();
        while (!come())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), "it did not come in two minutes");
            Thread.Sleep(20);
        }
    }

    [Fact]
    public void A_second_dialer_on_the_same_database_is_refused_by_name()
    {
        using var first = Open();
        var error = Assert.Throws<StoreException>(() => OpenStore(Observer));
        Assert.Contains("another dialer", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Username", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=dialer;Database=x;Timeout=2")]
    [InlineData("postgresql://dialer:secret@127.0.0.1:1/x?")]
    public void A_server_that_is_not_there_is_refused_by_name_and_without_the_password(string place)
    {
        var error = Assert.Throws<StoreException>(() => DialerStore.Open(new StoreOptions(place), Observer));
        Assert.Contains("127.0.0.1:1/x", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => StoreReader.Open(place));
    }

    [Fact]
    public void A_reader_sees_what_a_running_dialer_has_stored()
    {
        using var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        Assert.Equal(3, store.WriteImport(campaign, Facts.List(3), Facts.Noon).Leads);
        var reader = StoreReader.Open(Place);
        Assert.Equal([(campaign, "campaign")], reader.Campaigns());
        Assert.Equal(3, reader.Report(campaign).Leads.New);
    }

    [Fact]
    public async Task The_server_dies_and_nothing_that_was_told_is_lost_or_done_twice()
    {
        using var store = Open();
        var (campaign, leads) = Load(store, 5);
        Store(store, new Facts().Started(campaign, leads[0], 1).Started(campaign, leads[1], 2));
        fixture.Server.Kill();
        store.Enqueue(new Facts().Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Busy)).Started(campaign, leads[1], 3).Started(campaign, leads[2], 4).Outbox);
        Await(() => Observer.Said.Any(said => said.StartsWith("congested", StringComparison.Ordinal)));
        Assert.Empty(store.LoadLeads(campaign, 5, Facts.Noon).Leads);
        Assert.NotEqual(Instant.Never, store.LoadLeads(campaign, 5, Facts.Noon).NextCallable);
        Assert.Null(store.Lead(leads[0].Id));
        Assert.Empty(store.FindCaller("+33199000000").Persons);
        var objection = store.AddDoNotCallAsync(["+33199000009"], "http", Facts.Noon);
        Assert.False(objection.IsCompleted);

        fixture.Server.Start();
        Assert.True(store.Flush(TimeSpan.FromMinutes(2)));
        Await(() => Observer.Said[^1] == "relieved");
        var report = store.Report(campaign);
        Assert.Equal((3, 1, 1), (report.Attempts, report.Results["Busy"], Observer.Said.Count(said => said == "refused 3")));
        Assert.Equal(1, await objection);
    }

    [Fact]
    public void A_server_that_stands_still_is_told_and_goes_on_as_if_nothing_had_been()
    {
        using var store = Open();
        var (campaign, leads) = Load(store, 3);
        fixture.Server.Stall();
        try
        {
            store.Enqueue(new Facts().Started(campaign, leads[0], 1).Outbox);
            Await(() =>
            {
                store.QualityMeasured(new CallQuality(new CallId(1), 990, 10, 3.5, 40, 4.25));
                return Observer.Said.Any(said => said.StartsWith("congested", StringComparison.Ordinal));
            });
        }
        finally
        {
            fixture.Server.GoOn();
        }
        Assert.True(store.Flush(TimeSpan.FromMinutes(2)));
        Assert.Equal(1, store.Report(campaign).Attempts);
        Assert.Equal("relieved", Observer.Said[^1]);
    }

    /// <summary>Its connections were cut, and others have taken all that the server has.</summary>
    [Fact]
    public void A_server_without_a_free_connection_is_told_and_goes_on_when_it_has_some_again()
    {
        using var store = Open();
        var (campaign, leads) = Load(store, 3);
        var taken = new List<NpgsqlConnection>();
        void TakeAll()
        {
            try
            {
                while (true)
                    taken.Add(Connect());
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
            }
        }
        try
        {
            TakeAll();
            taken[0].Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dialer' AND datname = current_database()");
            Await(() => taken[0].ExecuteScalar<int>("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'dialer'") == 0);
            TakeAll();
            store.Enqueue(new Facts().Started(campaign, leads[0], 1).Outbox);
            Await(() => Observer.Said.Any(said => said.StartsWith("congested", StringComparison.Ordinal)));
            Assert.Empty(store.LoadLeads(campaign, 5, Facts.Noon).Leads);
            Assert.False(store.Flush(TimeSpan.Zero));
        }
        finally
        {
            taken.ForEach(connection => connection.Dispose());
        }
        Assert.True(store.Flush(TimeSpan.FromMinutes(2)));
        Await(() => Observer.Said[^1] == "relieved");
        Assert.Equal(1, store.Report(campaign).Attempts);
    }

    [Fact]
    public void Who_was_cut_off_and_finds_that_another_has_dialed_since_writes_nothing_more()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 2);
        using (var beside = Connect())
        {
            beside.Execute("INSERT INTO runs (run_id, started_at_us) VALUES (99, 0)");
            beside.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dialer' AND datname = current_database()");
        }
        store.Enqueue(new Facts().Started(campaign, leads[0], 1).Outbox);
        Await(() => Observer.Said.Count > 0);
        Assert.False(store.Flush(TimeSpan.FromMilliseconds(500)));
        using var look = Connect();
        Assert.Equal(0, look.ExecuteScalar<int>("SELECT COUNT(*) FROM attempts"));
    }

    [Fact]
    public void A_text_with_a_nul_costs_its_fact_and_no_other()
    {
        using var store = Open();
        var (campaign, leads) = Load(store, 2);
        var noted = Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, disposition: new Disposition("sale", "a\0b"));
        Store(store, new Facts().Started(campaign, leads[0], 1).Closed(noted).Started(campaign, leads[1], 2));
        Assert.Equal(2, store.Report(campaign).Attempts);
        using var look = Connect();
        Assert.Equal(1, look.ExecuteScalar<int>("SELECT COUNT(*) FROM quarantined_facts"));
    }
}
