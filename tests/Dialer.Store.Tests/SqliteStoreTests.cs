using System.Text;
using Dapper;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Dialer.Store.Tests;

public sealed class SqliteStoreTests : DialerStoreContract
{
    private readonly TemporaryFolder _folder = new();

    private string Db => Path.Combine(_folder.Path, "data", "dialer.db");

    private protected override IDialerStore OpenStore(IStoreObserver observer) => DialerStore.Open(new StoreOptions(Db), observer);

    private protected override StoreReader OpenReader() => StoreReader.Open(Db);

    private protected override string Place => Db;

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_second_dialer_on_the_same_file_is_refused_by_name()
    {
        using var first = Open();
        var error = Assert.Throws<StoreException>(() => OpenStore(Observer));
        Assert.Contains(Db, error.Message, StringComparison.Ordinal);
        Assert.Contains("--db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Db)!);
        File.WriteAllText(Db, new string('x', 5000));
        Assert.Contains(Db, Assert.Throws<StoreException>(() => OpenStore(Observer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_schema_is_refused()
    {
        Open().Dispose();
        using (var connection = new SqliteConnection($"Data Source={Db};Pooling=False"))
            connection.Execute("INSERT INTO schema_migrations (version, name, applied_at_us) VALUES (9999, 'future', 0)");
        Assert.Contains("newer", Assert.Throws<StoreException>(() => OpenStore(Observer)).Message, StringComparison.Ordinal);
        Assert.Contains("newer", Assert.Throws<StoreException>(() => StoreReader.Open(Db)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_store_of_an_older_dialer_is_brought_up_to_date_and_until_then_not_read(int version)
    {
        MakeOldStore(version);
        Assert.Contains("older dialer", Assert.Throws<StoreException>(() => StoreReader.Open(Db)).Message, StringComparison.Ordinal);
        using (var store = Open())
        {
            // What was a place in the file is a name from the first start on, whatever the file does then.
            Assert.Equal([new QueueId(1), new QueueId(2), new QueueId(3)], store.EnsureQueues(["support", "loans", "sales"]));
            Assert.Equal([new QueueId(2), new QueueId(3), new QueueId(1)], store.EnsureQueues(["loans", "sales", "support"]));
            Assert.Equal(new QueueId(10), Assert.Single(store.EnsureQueues(["new"])));
            Assert.Equal(8, store.Opening.FirstAttempt);
            var past = (await store.ConversationAsync(new InteractionId(7)))!;
            Assert.Equal((new QueueId(2), true), (past.Queue, past.Objected));
            Assert.Equal(new AgentId(4), Assert.Single(past.Agents));
        }
        Assert.Equal(0, StoreReader.Open(Db).Report(new CampaignId(1)).Audio.Calls);
    }

    [Fact]
    public void Of_more_greetings_than_a_memory_holds_the_oldest_go()
    {
        using (var store = Open())
        {
            var campaign = store.EnsureCampaign("campaign");
            for (int i = 0; i < 5; i++)
                store.GreetingLearned(new LearnedGreeting($"+3319900000{i}", campaign, new TrunkId(1), default, IsShared: false, Facts.Noon + TimeSpan.FromMinutes(i)));
            Assert.True(store.Flush(TimeSpan.FromSeconds(30)));
        }
        using var session = new SqliteEngine(Db).OpenWriter();
        Assert.Equal(2, GreetingWriter.Trim(session, most: 3));
        Assert.Equal(["+33199000002", "+33199000003", "+33199000004"], GreetingWriter.Read(session).Select(greeting => greeting.Number));
        Assert.Equal(0, GreetingWriter.Trim(session, most: 3));
    }

    /// <summary>With a conversation of a campaign's in queue 2, one of a caller's in queue 9, and an objection.</summary>
    private void MakeOldStore(int version)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Db)!);
        using var session = new SqliteEngine(Db).OpenWriter();
        Migrator.Migrate(session, Db, Facts.Noon, upTo: version);
        session.Execute("""
            INSERT INTO runs VALUES (1, 0, 5);
            INSERT INTO campaigns (campaign_id, name) VALUES (1, 'campaign');
            INSERT INTO lists VALUES (1, 1, 'list');
            INSERT INTO imports VALUES (1, 1, 'list.csv', 'hash', 1, 1, 0, 0, 0);
            INSERT INTO leads (lead_id, campaign_id, list_id, import_id, line, state, priority, lead_rank, next_phone, attempts_made, uncounted_tries, country, time_zone, consent) VALUES (1, 1, 1, 1, 2, 'Done', 0, 0, 0, 1, 0, 'FR', 'Europe/Paris', 'Unknown');
            INSERT INTO lead_fields VALUES (1, '[]');
            INSERT INTO lead_phones VALUES (1, 0, 1, '+33199000000', 'Landline', NULL, 0);
            INSERT INTO attempts (attempt_id, run_id, campaign_id, lead_id, call_id, number, started_at_us, closed_at_us, result, counted, do_not_call) VALUES (6, 1, 1, 1, 6, '+33199000000', 1, 4, 'Answered', 1, 1);
            INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, attempt_id, party, ended_as, agent_id, arrived_at_us, connected_at_us, closed_at_us) VALUES (1, 7, 2, 6, 6, '+33199000000', 'Handled', 4, 1, 2, 4);
            INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, party, ended_as, arrived_at_us, closed_at_us) VALUES (1, 5, 9, 281474976710656, '', 'CallerHungUpInQueue', 1, 4);
            """);
    }

    /// <summary>Not in the file, not in its log, not in a page that is free.</summary>
    [Fact]
    public void Of_whoever_was_erased_no_byte_is_left_in_the_files()
    {
        using var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(40), Facts.Noon);
        string number = store.LoadLeads(campaign, 1, Facts.Noon).Leads[0].Phones[0].Number;
        bool IsThere() => Directory.EnumerateFiles(Path.GetDirectoryName(Db)!).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file => Encoding.Latin1.GetString(Bytes(file)).Contains(number, StringComparison.Ordinal));
        Assert.True(IsThere());
        Assert.NotNull(store.ErasePerson(number, null, "ana", "asked by letter", Facts.Noon));
        Assert.False(IsThere());

        static byte[] Bytes(string file)
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var all = new MemoryStream();
            open.CopyTo(all);
            return all.ToArray();
        }
    }

    [Fact]
    public void A_batch_says_how_many_more_could_be_dialed_now()
    {
        using var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(7), Facts.Noon);
        Assert.Equal([4L, 2L, 0L], new[] { 3, 2, 5 }.Select(count => store.LoadLeads(campaign, count, Facts.Noon).Left));
    }

    [Fact]
    public void A_reader_sees_what_a_running_dialer_has_stored()
    {
        using var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(3), Facts.Noon);
        var reader = StoreReader.Open(Db);
        Assert.Equal([(campaign, "campaign")], reader.Campaigns());
        Assert.Equal(3, reader.Report(campaign).Leads.New);
        Assert.Equal(1, reader.LatestRun());
    }

    [Fact]
    public void The_report_of_a_missing_file_is_refused_by_name() =>
        Assert.Contains("nowhere.db", Assert.Throws<StoreException>(() => StoreReader.Open("nowhere.db")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_writer_syncs_fully()
    {
        using var session = new SqliteEngine(Path.Combine(_folder.Path, "sync.db")).OpenWriter();
        Assert.Equal(2, session.ExecuteScalar<int>("PRAGMA synchronous"));
        Assert.Equal("wal", session.ExecuteScalar<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public void The_database_itself_refuses_a_second_open_attempt_of_a_lead()
    {
        using (var store = Open())
        {
            var campaign = store.EnsureCampaign("campaign");
            store.WriteImport(campaign, Facts.List(1), Facts.Noon);
            var lead = store.LoadLeads(campaign, 1, Facts.Noon).Leads[0];
            store.Enqueue(new Facts().Started(campaign, lead, 1).Outbox);
            Assert.True(store.Flush(TimeSpan.FromSeconds(30)));
        }
        using var connection = new SqliteConnection($"Data Source={Db};Pooling=False");
        var error = Assert.Throws<SqliteException>(() => connection.Execute("INSERT INTO attempts (attempt_id, run_id, campaign_id, lead_id, call_id, number, started_at_us) SELECT 99, run_id, campaign_id, lead_id, 99, number, 0 FROM attempts"));
        Assert.Equal(19, error.SqliteErrorCode);
    }

    [Fact]
    public void Loading_from_a_large_list_reads_no_more_than_it_needs()
    {
        using var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(20_000), Facts.Noon);
        using var connection = new SqliteConnection($"Data Source={Db};Pooling=False");
        var plan = connection.Query("EXPLAIN QUERY PLAN SELECT lead_id FROM leads WHERE campaign_id = 1 AND lead_rank = 0 AND next_callable_us <= 5 ORDER BY next_callable_us, lead_id LIMIT 10").Select(row => (string)row.detail).ToList();
        Assert.Contains(plan, step => step.Contains("leads_callable", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }
}
