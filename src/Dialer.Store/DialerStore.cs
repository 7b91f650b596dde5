using System.Data.Common;
using Dapper;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Store.Reports;
using Dialer.Store.Tables;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>The store in one SQLite file. One process dials from it at a time; others may read.</summary>
public sealed class DialerStore : IDialerStore, ITableSource
{
    private readonly SqliteStore _sqlite;
    private readonly FileStream _lock;
    private readonly LeadReader _leads;
    private readonly StoreWriter _writer;
    private readonly TimeProvider _clock;
    private bool _disposed;

    private DialerStore(SqliteStore sqlite, FileStream processLock, SqliteConnection connection, StoreOptions options, StoreOpening opening, IStoreObserver observer, TimeProvider clock)
    {
        (_sqlite, _lock, _clock, Opening) = (sqlite, processLock, clock, opening);
        _leads = new LeadReader(sqlite);
        _writer = new StoreWriter(sqlite, connection, options, opening.Run, observer, _leads.Settled, clock);
    }

    public StoreOpening Opening { get; }

    public string DataFolder => Path.GetDirectoryName(_sqlite.Path)!;

    public long DurableSequence => _writer.Durable;

    /// <summary>How long the write that is going on has taken so far; zero: none is. A lock of another program, or a disk that stands still, shows here.</summary>
    public TimeSpan WritingFor => _writer.WritingFor;

    /// <summary>
    /// Opens or makes the file, brings its schema up to date, closes what an earlier run left in flight as Interrupted,
    /// and begins a run. Throws <see cref="StoreException"/> that names the file and what to do.
    /// </summary>
    /// <param name="clock">Says when a run starts and ends; null: the system's.</param>
    public static DialerStore Open(StoreOptions options, IStoreObserver observer, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        var now = Instant.From(clock.GetUtcNow());
        string path = Path.GetFullPath(options.Path);
        var processLock = TakeLock(path);
        SqliteConnection? connection = null;
        try
        {
            var sqlite = new SqliteStore(path);
            connection = sqlite.OpenWriter();
            Migrator.Migrate(connection, path, now);
            return new DialerStore(sqlite, processLock, connection, options, Recovery.BeginRun(connection, now), observer, clock);
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            connection?.Dispose();
            processLock.Dispose();
            throw new StoreException($"{path}: cannot be opened as a store: {e.Message.TrimEnd('.')}. Give another file with --db, or free disk space and check the rights on it.", e);
        }
        catch
        {
            connection?.Dispose();
            processLock.Dispose();
            throw;
        }
    }

    /// <summary>Held while the process lives, released by the system however it ends.</summary>
    private static FileStream TakeLock(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path}: cannot be used for dialing: {e.Message} Another dialer may be dialing from it: stop that one, or give another file with --db.", e);
        }
    }

    public CampaignId EnsureCampaign(string name) => new(_writer.Do((connection, transaction) => Ensure(connection, transaction,
        "INSERT INTO campaigns (campaign_id, name) SELECT COALESCE(MAX(campaign_id), 0) + 1, @name FROM campaigns WHERE 1 = 1 ON CONFLICT DO NOTHING",
        "SELECT campaign_id FROM campaigns WHERE name = @name", name)));

    public AgentId EnsureAgent(string name) => new(_writer.Do((connection, transaction) => Ensure(connection, transaction,
        "INSERT INTO agents (agent_id, name) SELECT COALESCE(MAX(agent_id), 0) + 1, @name FROM agents WHERE 1 = 1 ON CONFLICT DO NOTHING",
        "SELECT agent_id FROM agents WHERE name = @name", name)));

    private static int Ensure(SqliteConnection connection, SqliteTransaction transaction, string insert, string select, string name)
    {
        connection.Execute(insert, new { name }, transaction);
        return connection.ExecuteScalar<int>(select, new { name }, transaction);
    }

    public IReadOnlyList<QueueId> EnsureQueues(IReadOnlyList<string> names) => [.. _writer.Do((connection, transaction) =>
        StoredNames.Ensure(connection, transaction, "queues", "queue_id", "SELECT COALESCE(MAX(queue_id), 0) FROM interactions", names)).Select(id => new QueueId(id))];

    public IReadOnlyList<TrunkId> EnsureTrunks(IReadOnlyList<string> names) => [.. _writer.Do((connection, transaction) =>
        StoredNames.Ensure(connection, transaction, "trunks", "trunk_id", "SELECT 0", names)).Select(id => new TrunkId(id))];

    public long Enqueue(Outbox outbox) => _writer.Enqueue(outbox);

    public void AnswerToAgentMeasured(CallId call, TimeSpan span) => _writer.EnqueueLatency(call, span);

    public void CustomerHeardMeasured(CallId call, TimeSpan span) => _writer.EnqueueHeard(call, span);

    public void QualityMeasured(CallQuality quality) => _writer.EnqueueQuality(quality);

    public Task WaitDurableAsync(long sequence, CancellationToken cancellation) => _writer.WaitDurableAsync(sequence, cancellation);

    public bool Flush(TimeSpan within) => _writer.Flush(within);

    public LeadBatch LoadLeads(CampaignId campaign, int count, Instant now, bool appointmentsOnly = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return _leads.Load(campaign, Math.Min(count, 10_000), now, appointmentsOnly ? FactWriter.CallbackRank : 0, _writer.Backlog > 0);
    }

    public AbandonHistory AbandonHistory(CampaignId campaign, AbandonRule rule, TimeZoneInfo timeZone, Instant now) =>
        Read(connection => HistoryReader.ReadAbandons(connection, campaign, rule, timeZone, now));

    public CallHistory CallHistory(Instant since, IReadOnlySet<string> refusalCodes) =>
        Read(connection => HistoryReader.ReadCalls(connection, since, refusalCodes));

    public IReadOnlyList<string> DoNotCall() => Read(connection => connection.Query<string>("SELECT number FROM do_not_call ORDER BY number").AsList());

    public int AddDoNotCall(IReadOnlyList<string> numbers, string source, Instant now, DoNotCallBinding binds = DoNotCallBinding.Person) =>
        AddDoNotCallAsync(numbers, source, now, binds).GetAwaiter().GetResult();

    public Task<int> AddDoNotCallAsync(IReadOnlyList<string> numbers, string source, Instant now, DoNotCallBinding binds = DoNotCallBinding.Person) => _writer.DoAsync((connection, transaction) => binds switch
    {
        DoNotCallBinding.Person => PersonWriter.AddToOwnList(connection, transaction, numbers, source, now),
        DoNotCallBinding.Number => connection.Execute("INSERT INTO do_not_call (number, source, added_at_us, binds) VALUES (@number, @source, @at, 'Number') ON CONFLICT DO NOTHING",
            numbers.Select(number => new { number, source, at = StoredTime.Us(now) }), transaction),
    });

    public Objectors BoundBy(string number) => Read(connection => PersonReader.BoundBy(connection, number));

    public IReadOnlyList<PersonId> AllObjectors() => Read(PersonReader.AllObjectors);

    public Caller FindCaller(string number) => Read(connection => PersonReader.FindCaller(connection, number));

    public PersonRecord? Person(PersonId person) => Read(connection => PersonReader.Read(connection, person));

    public IReadOnlyList<PersonId> PersonsOf(string number) => Read(connection => PersonReader.Having(connection, number));

    public LeadCard? Lead(LeadId lead) => Read(connection => LeadReader.ReadCard(connection, lead));

    public Task<PastConversation?> ConversationAsync(InteractionId interaction) =>
        _writer.DoAsync((connection, transaction) => ConversationReader.Read(connection, transaction, interaction, _leads));

    public int ReleaseInterrupted(CampaignId campaign, Instant callableFrom) => ReleaseInterruptedAsync(campaign, callableFrom).GetAwaiter().GetResult();

    public Task<int> ReleaseInterruptedAsync(CampaignId campaign, Instant callableFrom) => _writer.DoAsync((connection, transaction) =>
        connection.Execute("UPDATE leads SET state = 'Waiting', next_callable_us = @at WHERE campaign_id = @campaign AND state = 'Interrupted'",
            new { campaign = campaign.Value, at = StoredTime.Us(callableFrom) }, transaction));

    public RulesApplied ApplyRules(CampaignSettings campaign, Instant now) => _writer.Do((connection, transaction) => RulesWriter.Apply(connection, transaction, campaign, now));

    public ListProgress Progress(CampaignId campaign) => Read(connection => ReportReader.ReadProgress(connection, campaign));

    public CampaignReport Report(CampaignId campaign, int? run = null) => Read(connection => ReportReader.Read(connection, campaign, run, Instant.From(_clock.GetUtcNow())));

    public ImportRecord? FindImport(CampaignId campaign, string list, string contentHash) =>
        Read(connection => HistoryReader.FindImport(connection, campaign, list, contentHash));

    public IReadOnlyList<string> CampaignNumbers(CampaignId campaign) =>
        Read(connection => connection.Query<string>("SELECT number FROM lead_phones WHERE campaign_id = @campaign", new { campaign = campaign.Value }).AsList());

    public ImportRecord WriteImport(CampaignId campaign, ImportedList list, Instant now) =>
        _writer.Do((connection, transaction) => ImportWriter.Write(connection, transaction, campaign, list, now));

    T ITableSource.Read<T>(Func<DbConnection, T> read) => Read(read);

    Task<T> ITableSource.WriteAsync<T>(Func<DbConnection, DbTransaction, T> write) => _writer.DoAsync((connection, transaction) => write(connection, transaction));

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = _sqlite.OpenReader();
        return read(connection);
    }

    /// <summary>Ends as a crash would, for tests: nothing more is written.</summary>
    internal void Abandon()
    {
        _disposed = true;
        _writer.Dispose();
        _leads.Dispose();
        _lock.Dispose();
    }

    /// <summary>Writes what waits if the disk lets it, ends the run, closes. Call <see cref="Flush"/> first to know whether all was kept.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_writer.Flush(TimeSpan.FromSeconds(5)))
            EndRun();
        _writer.Dispose();
        _leads.Dispose();
        _lock.Dispose();
    }

    private void EndRun()
    {
        try
        {
            _writer.Do((connection, transaction) => connection.Execute("UPDATE runs SET ended_at_us = @at WHERE run_id = @run",
                new { at = StoredTime.Us(Instant.From(_clock.GetUtcNow())), run = Opening.Run }, transaction));
        }
        catch (Exception e) when (e is SqliteException or IOException or StoreException)
        {
            // The run counts as not cleanly ended; nothing else hangs on it.
        }
    }
}
