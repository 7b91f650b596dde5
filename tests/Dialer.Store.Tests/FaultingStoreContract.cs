using System.Data.Common;
using Dapper;
using Dialer.Core.Agents;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>Fails the n-th step of writing, for every n, and looks at what is left; whatever database is below.</summary>
public abstract class FaultingStoreContract
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    /// <summary>A place of that name, the same each time, where nothing was before the first.</summary>
    private protected abstract string Db(string name);

    private protected abstract DbConnection Connect(string db);

    private protected abstract Exception DiskFull { get; }

    private protected abstract Exception Constraint { get; }

    /// <summary>Of the steps each so manyth is failed.</summary>
    private protected virtual int Every => 1;

    private static StoreOptions Options(string db, Action<WriteStep> beforeStep) => new(db)
    {
        CommitAtMost = 5,
        RetryAfter = TimeSpan.FromMilliseconds(1),
        RetryAtMost = TimeSpan.FromMilliseconds(1),
        BeforeStep = beforeStep,
    };

    /// <summary>A bit of a working day, in which every kind of fact occurs.</summary>
    private static Facts Script(CampaignId campaign, IReadOnlyList<HopperLead> leads)
    {
        var agent = new AgentId(1);
        return new Facts()
            .Add(EngineOutput.AgentStateChanged(Facts.Noon, agent, AgentState.LoggedOut, AgentState.Ready, null))
            .Started(campaign, leads[0], 1).Started(campaign, leads[1], 2).Started(campaign, leads[2], 3)
            .Started(campaign, leads[0], 4) // refused: the lead is taken
            .Add(new EngineOutput { Kind = EngineOutputKind.AttemptAnswered, At = Facts.Noon, Attempt = new AttemptId(1), Record = -1 })
            .Add(new EngineOutput { Kind = EngineOutputKind.AttemptClassified, At = Facts.Noon, Attempt = new AttemptId(1), Verdict = CpaVerdict.LiveVoice, Record = -1 })
            .Add(new EngineOutput { Kind = EngineOutputKind.InteractionConnected, At = Facts.Noon, Attempt = new AttemptId(1), Agent = agent, Record = -1 })
            .Closed(Facts.Outcome(campaign, leads[1], 2, CallResult.InvalidNumber))
            .Closed(Facts.Outcome(campaign, leads[2], 3, CallResult.Busy))
            .Started(campaign, leads[2], 5)
            .Add(new EngineOutput { Kind = EngineOutputKind.InteractionQueued, At = Facts.Noon, Interaction = new InteractionId(2), Queue = new QueueId(1), Call = new CallId(99), TextSlot = "+33199000099", Record = -1 })
            .Add(EngineOutput.DialRefused(Facts.Noon, campaign, leads[3].Id, "", DialRefusal.Holiday, Facts.Noon + TimeSpan.FromHours(9)))
            .Closed(new InteractionRecord { Interaction = new InteractionId(1), Queue = new QueueId(1), Call = new CallId(1), Attempt = new AttemptId(1), Party = "", End = InteractionEnd.Handled, ArrivedAt = Facts.Noon, ConnectedAt = Facts.Noon, EndedAt = Facts.Noon, ClosedAt = Facts.Noon })
            .Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, disposition: new Disposition("stop", DoNotCall: true)))
            .Closed(Facts.Outcome(campaign, leads[2], 5, CallResult.NoAnswer))
            .Started(campaign, leads[4], 6);
    }

    private static (DialerStore, CampaignId, IReadOnlyList<HopperLead>) Prepare(StoreOptions options, IStoreObserver observer)
    {
        var store = DialerStore.Open(options, observer);
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(5, phones: 2), Facts.Noon);
        return (store, campaign, store.LoadLeads(campaign, 5, Facts.Noon).Leads);
    }

    /// <summary>All that must be equal between two stores that saw the same facts.</summary>
    private List<string> Dump(string db)
    {
        using var connection = Connect(db);
        var rows = new List<string>();
        foreach (string table in new[] { "attempts", "leads", "lead_phones", "interactions", "agent_state_log", "do_not_call", "quarantined_facts" })
            foreach (IDictionary<string, object?> row in connection.Query($"SELECT * FROM {table} ORDER BY 1, 2"))
                rows.Add(table + ": " + string.Join(", ", row.Select(column => $"{column.Key}={column.Value}")));
        return rows;
    }

    private (List<string> Rows, int Steps) Undisturbed()
    {
        int steps = 0;
        bool counting = false;
        var (store, campaign, leads) = Prepare(Options(Db("undisturbed"), _ => steps += counting ? 1 : 0), new RecordingObserver());
        counting = true;
        store.Enqueue(Script(campaign, leads).Outbox);
        Assert.True(store.Flush(Enough));
        counting = false;
        var rows = Dump(Db("undisturbed"));
        store.Dispose();
        return (rows, steps);
    }

    [Fact]
    public void A_write_that_fails_once_is_made_good_whichever_it_is()
    {
        var (expected, steps) = Undisturbed();
        Assert.InRange(steps, 20, 200);
        for (int n = 1; n <= steps; n += Every)
        {
            int left = int.MaxValue;
            var observer = new RecordingObserver();
            var (store, campaign, leads) = Prepare(Options(Db($"once{n}"), _ =>
            {
                if (--left == 0)
                    throw new IOException("No space left on device");
            }), observer);
            left = n;
            long last = store.Enqueue(Script(campaign, leads).Outbox);
            Assert.True(store.Flush(Enough));
            Assert.Equal(expected, Dump(Db($"once{n}")));
            Assert.Equal(last, observer.DurableSequence);
            Assert.Equal(["congested: the store cannot write: No space left on device", "refused 4", "relieved"], observer.Said.Distinct().Order(StringComparer.Ordinal));
            store.Dispose();
        }
    }

    /// <summary>Every write fails from the n-th on, and then the process is gone.</summary>
    [Fact]
    public void A_crash_at_any_step_keeps_all_that_was_said_to_be_durable_and_nothing_half()
    {
        var (_, steps) = Undisturbed();
        for (int n = 1; n <= steps; n += Every)
        {
            string db = Db($"crash{n}");
            int left = int.MaxValue;
            var observer = new RecordingObserver();
            using var failed = new ManualResetEventSlim();
            var (store, campaign, leads) = Prepare(Options(db, _ =>
            {
                if (--left > 0)
                    return;
                failed.Set();
                throw new IOException("gone");
            }), observer);
            left = n;
            store.Enqueue(Script(campaign, leads).Outbox);
            Assert.True(failed.Wait(Enough, TestContext.Current.CancellationToken));
            long durable = observer.DurableSequence;
            store.Abandon();

            using var again = DialerStore.Open(new StoreOptions(db), observer);
            Audit(again, campaign, db, durable);
        }
    }

    /// <summary>The facts up to the watermark are there; the others are there whole groups at a time, or not at all.</summary>
    private void Audit(DialerStore store, CampaignId campaign, string db, long durable)
    {
        using var connection = Connect(db);
        int Count(string sql) => connection.ExecuteScalar<int>(sql);
        Assert.Equal(0, Count("SELECT COUNT(*) FROM attempts WHERE closed_at_us IS NULL"));
        Assert.Equal(0, Count("SELECT COUNT(*) FROM leads WHERE state = 'InAttempt'"));
        var results = connection.Query<(long Id, string Result)>("SELECT attempt_id, result FROM attempts").ToDictionary(row => row.Id, row => row.Result);
        // Groups of five: claims 1, 2, 3 lie in the first, outcomes 2 and 3 in the second, that of 1 in the third, that of 5 in the fourth.
        if (durable >= 5)
            Assert.Equal([1L, 2L, 3L], results.Keys.Where(id => id <= 3).Order());
        if (durable >= 10)
            Assert.Equal(("InvalidNumber", "Busy"), (results[2], results[3]));
        if (durable >= 15)
            Assert.Equal("Answered", results[1]);
        if (durable >= 17)
            Assert.Equal("NoAnswer", results[5]);
        Assert.DoesNotContain(4L, results.Keys);
        Assert.Equal(results.ContainsKey(1), results.ContainsKey(3));
        var report = store.Report(campaign);
        Assert.Equal(report.OutcomesStored, report.Results.Values.Sum());
        Assert.Equal(report.Results["Interrupted"], report.Leads.Interrupted);
        Assert.Equal(5, report.Leads.Total);
    }

    [Fact]
    public void While_the_store_cannot_write_it_says_so_once_and_loses_nothing()
    {
        bool full = false;
        var observer = new RecordingObserver();
        int failures = 0;
        var (store, campaign, leads) = Prepare(Options(Db("full"), _ =>
        {
            if (Volatile.Read(ref full))
            {
                Interlocked.Increment(ref failures);
                throw DiskFull;
            }
        }), observer);
        Volatile.Write(ref full, true);
        store.Enqueue(Script(campaign, leads).Outbox);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref failures) > 3, Enough));
        Assert.False(store.Flush(TimeSpan.Zero));
        Assert.Equal(0, observer.DurableSequence);
        Volatile.Write(ref full, false);
        Assert.True(store.Flush(Enough));
        Assert.Equal([$"congested: the store cannot write: {DiskFull.Message}", "refused 4", "relieved"], observer.Said);
        store.Dispose();
    }

    [Fact]
    public void While_the_disk_stalls_it_asks_for_a_pause()
    {
        using var go = new ManualResetEventSlim();
        using var stalled = new ManualResetEventSlim();
        bool hold = false;
        var observer = new RecordingObserver();
        var options = Options(Db("stall"), step =>
        {
            if (!Volatile.Read(ref hold))
                return;
            stalled.Set();
            go.Wait();
        }) with
        { SlowCommitAfter = TimeSpan.Zero };
        var (store, campaign, leads) = Prepare(options, observer);
        Volatile.Write(ref hold, true);
        store.Enqueue(new Facts().Started(campaign, leads[0], 1).Outbox);
        Assert.True(stalled.Wait(Enough, TestContext.Current.CancellationToken));
        store.Enqueue(new Facts().Started(campaign, leads[1], 2).Outbox);
        Assert.StartsWith("congested: the disk is slow", Assert.Single(observer.Said), StringComparison.Ordinal);
        Volatile.Write(ref hold, false);
        go.Set();
        Assert.True(store.Flush(Enough));
        Assert.Equal("relieved", observer.Said[^1]);
        store.Dispose();
    }

    [Fact]
    public void Behind_its_mark_it_asks_for_a_pause_and_after_it_for_more()
    {
        using var go = new ManualResetEventSlim();
        bool hold = false;
        var observer = new RecordingObserver();
        var options = Options(Db("marks"), _ =>
        {
            if (Volatile.Read(ref hold))
                go.Wait();
        }) with
        { CongestedAt = 10, RelievedAt = 2, Capacity = 40 };
        var (store, _, _) = Prepare(options, observer);
        Facts States(int count)
        {
            var facts = new Facts();
            for (int i = 0; i < count; i++)
                facts.Add(EngineOutput.AgentStateChanged(Facts.Noon, new AgentId(1), AgentState.Ready, AgentState.NotReady, "pause"));
            return facts;
        }
        Volatile.Write(ref hold, true);
        store.Enqueue(States(1).Outbox);
        store.Enqueue(States(30).Outbox);
        Assert.StartsWith("congested: ", Assert.Single(observer.Said), StringComparison.Ordinal);
        Assert.Throws<StoreOverflowException>(() => store.Enqueue(States(30).Outbox));
        Volatile.Write(ref hold, false);
        go.Set();
        Assert.True(store.Flush(Enough));
        Assert.Equal("relieved", observer.Said[^1]);
        store.Dispose();
    }

    [Fact]
    public void A_fact_that_the_schema_cannot_hold_is_put_aside_whole_and_the_others_are_kept()
    {
        var observer = new RecordingObserver();
        bool armed = false;
        // Stands for a bug of ours: each time the interaction is written, a constraint refuses it.
        var (store, campaign, leads) = Prepare(Options(Db("quarantine"), step =>
        {
            if (armed && step == WriteStep.Interaction)
                throw Constraint;
        }), observer);
        armed = true;
        long last = store.Enqueue(Script(campaign, leads).Outbox);
        Assert.True(store.Flush(Enough));
        armed = false;
        Assert.Equal(last, observer.DurableSequence);
        var (expected, _) = Undisturbed();
        var found = Dump(Db("quarantine")).ToLookup(row => row.StartsWith("quarantined", StringComparison.Ordinal));
        Assert.Equal(expected.Where(row => !row.StartsWith("interactions:", StringComparison.Ordinal) && !row.StartsWith("attempts: attempt_id=1,", StringComparison.Ordinal)),
            found[false].Where(row => !row.StartsWith("attempts: attempt_id=1,", StringComparison.Ordinal)));
        Assert.Equal(["InteractionConnected", "InteractionQueued", "InteractionClosed"], found[true].Select(row => row.Split("kind=")[1].Split(',')[0]));
        store.Dispose();
    }
}
