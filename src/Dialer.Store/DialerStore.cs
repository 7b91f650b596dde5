using System.Data.Common;
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

namespace Dialer.Store;

/// <summary>The store in one SQLite file or one PostgreSQL database. One process dials from it at a time; others may read.</summary>
public sealed class DialerStore : IDialerStore, ITableSource
{
    private readonly IStoreEngine _engine;
    private readonly IDisposable _lock;
    private readonly LeadReader _leads;
    private readonly StoreWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ErasureKey _erasureKey;
    private volatile HashSet<string>? _erased;
    private bool _disposed;

    private DialerStore(IStoreEngine engine, IDisposable processLock, StoreSession session, StoreOptions options, StoreOpening opening, IStoreObserver observer, TimeProvider clock)
    {
        (_engine, _lock, _clock, Opening) = (engine, processLock, clock, opening);
        _leads = new LeadReader(engine);
        _erasureKey = new ErasureKey(engine.DataFolder);
        _writer = new StoreWriter(engine, session, options, opening.Run, observer, _leads.Settled, clock);
    }

    public StoreOpening Opening { get; }

    /// <summary>The file, or server and database.</summary>
    public string Place => _engine.Place;

    public string DataFolder => _engine.DataFolder;

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
        var engine = StoreEngines.Of(options.Path, options.DataFolder);
        var processLock = engine.TakeLock();
        StoreSession? session = null;
        try
        {
            session = engine.OpenWriter();
            Migrator.Migrate(session, engine.Place, now);
            var opening = Recovery.BeginRun(session, now);
            engine.BeginRun(opening.Run);
            return new DialerStore(engine, processLock, session, options, opening, observer, clock);
        }
        catch (Exception e) when (engine.IsTrouble(e))
        {
            session?.Dispose();
            processLock.Dispose();
            throw new StoreException($"{engine.Place}: cannot be opened as a store: {e.Message.TrimEnd('.')}. {engine.Advice}", e);
        }
        catch
        {
            session?.Dispose();
            processLock.Dispose();
            throw;
        }
    }

    public CampaignId EnsureCampaign(string name) => new(_writer.Do(session => Ensure(session,
        "INSERT INTO campaigns (campaign_id, name) SELECT COALESCE(MAX(campaign_id), 0) + 1, @name FROM campaigns WHERE 1 = 1 ON CONFLICT DO NOTHING",
        "SELECT campaign_id FROM campaigns WHERE name = @name", name)));

    public AgentId EnsureAgent(string name) => new(_writer.Do(session => Ensure(session,
        "INSERT INTO agents (agent_id, name) SELECT COALESCE(MAX(agent_id), 0) + 1, @name FROM agents WHERE 1 = 1 ON CONFLICT DO NOTHING",
        "SELECT agent_id FROM agents WHERE name = @name", name)));

    private static int Ensure(StoreSession session, string insert, string select, string name)
    {
        session.Execute(insert, new { name });
        return session.ExecuteScalar<int>(select, new { name });
    }

    public IReadOnlyList<QueueId> EnsureQueues(IReadOnlyList<string> names) => [.. _writer.Do(session =>
        StoredNames.Ensure(session, "queues", "queue_id", "SELECT COALESCE(MAX(queue_id), 0) FROM interactions", names)).Select(id => new QueueId(id))];

    public IReadOnlyList<TrunkId> EnsureTrunks(IReadOnlyList<string> names) => [.. _writer.Do(session =>
        StoredNames.Ensure(session, "trunks", "trunk_id", "SELECT 0", names)).Select(id => new TrunkId(id))];

    public long Enqueue(Outbox outbox) => _writer.Enqueue(outbox);

    public void QualityMeasured(CallQuality quality) => _writer.EnqueueQuality(quality);

    public void AnswerHeard(HeardAnswer heard) => _writer.EnqueueAnswer(heard);

    public void GreetingLearned(LearnedGreeting learned) => _writer.EnqueueGreeting(learned);

    public IEnumerable<LearnedGreeting> Greetings()
    {
        _writer.Do(session => GreetingWriter.Trim(session));
        return Stream(GreetingWriter.Read);
    }

    public IEnumerable<KnownAnswer> KnownAnswers() => Stream(AnswerReader.KnownAnswers);

    public void GreetingForgotten(string number) => _writer.EnqueueForgotten(number);

    public Task WaitDurableAsync(long sequence, CancellationToken cancellation) => _writer.WaitDurableAsync(sequence, cancellation);

    public bool Flush(TimeSpan within) => _writer.Flush(within);

    public LeadBatch LoadLeads(CampaignId campaign, int count, Instant now, bool appointmentsOnly = false, bool toChooseFrom = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return _leads.Load(campaign, Math.Min(count, 10_000), now, appointmentsOnly ? FactWriter.CallbackRank : 0, toChooseFrom, _writer.Backlog > 0);
    }

    public LeadModelState? LeadModel(CampaignId campaign) => Read(session => LeadModelTable.Read(session, campaign));

    public AbandonHistory AbandonHistory(CampaignId campaign, AbandonRule rule, TimeZoneInfo timeZone, Instant now) =>
        Read(session => HistoryReader.ReadAbandons(session, campaign, rule, timeZone, now));

    public CallHistory CallHistory(Instant since, IReadOnlySet<string> refusalCodes) =>
        Read(session => HistoryReader.ReadCalls(session, since, refusalCodes));

    public IEnumerable<string> DoNotCall() => Stream(session => session.Stream<string>("SELECT DISTINCT number FROM do_not_call WHERE campaign_id = 0 AND until_us IS NULL AND number NOT LIKE '%*' ORDER BY number"));

    public IEnumerable<DoNotCallEntries> DoNotCallEntries(int atMost) => Stream(session => DoNotCallReader.Entries(session, atMost));

    public int AddDoNotCall(IReadOnlyList<string> numbers, string source, Instant now, DoNotCallBinding binds = DoNotCallBinding.Person) =>
        AddDoNotCallAsync(numbers, source, now, binds).GetAwaiter().GetResult();

    public Task<int> AddDoNotCallAsync(IReadOnlyList<string> numbers, string source, Instant now, DoNotCallBinding binds = DoNotCallBinding.Person) => _writer.DoAsync(session => binds switch
    {
        DoNotCallBinding.Person => PersonWriter.AddToOwnList(session, numbers, source, now),
        DoNotCallBinding.Number => DoNotCallWriter.Add(session, numbers, source, new DoNotCallMark(DoNotCallKind.National, default, Instant.Never), binds, now),
    });

    public Task<int> AddDoNotCallAsync(DoNotCallEntries entries, string source, Instant now) =>
        _writer.DoAsync(session => DoNotCallWriter.Add(session, entries.Numbers, source, entries.Mark, DoNotCallBinding.Number, now));

    public Task<DoNotCallRemoval> RemoveDoNotCallAsync(string number, DoNotCallKind kind, CampaignId campaign, string by, string reason, Instant now) =>
        _writer.DoAsync(session => DoNotCallWriter.Remove(session, number, kind, campaign, by, reason, now));

    public bool IsDoNotCallFileKnown(string source, string contentHash) =>
        Read(session => session.ExecuteScalar<int>("SELECT COUNT(*) FROM do_not_call_files WHERE source = @source AND content_hash = @contentHash", new { source, contentHash }) > 0);

    public IReadOnlyList<string> EndDoNotCallFile(string source, DoNotCallMark mark, string contentHash, Instant readAt) =>
        _writer.Do(session => DoNotCallWriter.DropUnread(session, source, mark, contentHash, readAt));

    public Objectors BoundBy(string number) => ReadOr(session => PersonReader.BoundBy(session, number), () => new Objectors([], [number]));

    public IReadOnlyList<PersonId> AllObjectors() => Read(PersonReader.AllObjectors);

    public Caller FindCaller(string number) => ReadOr(session => PersonReader.FindCaller(session, number), () => PersonReader.Unknown(number));

    public PersonRecord? Person(PersonId person) => Read(session => PersonReader.Read(session, person));

    public IReadOnlyList<PersonId> PersonsOf(string number) => Read(session => PersonReader.Having(session, number));

    public PersonErasure? ErasePerson(string? number, string? customerKey, string by, string reason, Instant now)
    {
        var erased = _writer.Do(session => PersonEraser.Erase(session, number, customerKey, _erasureKey, by, reason, now));
        _erased = null;
        if (erased is not null)
            _engine.Scrub();
        return erased;
    }

    public bool IsErased(string number)
    {
        var erased = _erased ??= Read(session => session.Query<string>("SELECT number_hash FROM erased_numbers").ToHashSet(StringComparer.Ordinal));
        return erased.Count > 0 && erased.Contains(_erasureKey.HashOf(number));
    }

    public HopperLead? LeadAsStored(LeadId lead) => Read(session => _leads.ReadAsStored(session, lead));

    public LeadCard? Lead(LeadId lead) => ReadOr(session => LeadReader.ReadCard(session, lead), () => null);

    public Task<PastConversation?> ConversationAsync(InteractionId interaction) =>
        _writer.DoAsync(session => ConversationReader.Read(session, interaction, _leads));

    public int ReleaseInterrupted(CampaignId campaign, Instant callableFrom) => ReleaseInterruptedAsync(campaign, callableFrom).GetAwaiter().GetResult();

    public Task<int> ReleaseInterruptedAsync(CampaignId campaign, Instant callableFrom) => _writer.DoAsync(session =>
        session.Execute("UPDATE leads SET state = 'Waiting', next_callable_us = @at WHERE campaign_id = @campaign AND state = 'Interrupted'",
            new { campaign = campaign.Value, at = StoredTime.Us(callableFrom) }));

    public RulesApplied ApplyRules(CampaignSettings campaign, Instant now) => _writer.Do(session => RulesWriter.Apply(session, campaign, now));

    public ListProgress Progress(CampaignId campaign) => Read(session => ReportReader.ReadProgress(session, campaign));

    public CampaignReport Report(CampaignId campaign, int? run = null) => Read(session => ReportReader.Read(session, campaign, run, Instant.From(_clock.GetUtcNow())));

    public ImportRecord? FindImport(CampaignId campaign, string list, string contentHash) =>
        Read(session => HistoryReader.FindImport(session, campaign, list, contentHash));

    public IEnumerable<string> CampaignNumbers(CampaignId campaign) =>
        Stream(session => session.Stream<string>("SELECT number FROM lead_phones WHERE campaign_id = @campaign", new { campaign = campaign.Value }));

    public ImportRecord WriteImport(CampaignId campaign, ImportedList list, Instant now) =>
        _writer.Do(session => ImportWriter.Write(session, campaign, list, now));

    T ITableSource.Read<T>(Func<DbConnection, T> read) => Read(session => read(session.Connection));

    Task<T> ITableSource.WriteAsync<T>(Func<DbConnection, DbTransaction, T> write) => _writer.DoAsync(session => write(session.Connection, session.Transaction!));

    public int ImportPortionRows => _writer.HasFacts ? 500 : 2_000;

    public OpenImport BeginImport(CampaignId campaign, string list, string file, string contentHash, string readAs, Instant now) =>
        _writer.Do(session => ImportWriter.Begin(session, campaign, list, file, contentHash, readAs, now));

    public Task<OpenImport> WritePortionAsync(OpenImport import, ImportPortion portion, Instant now) =>
        _writer.DoBulkAsync(session => ImportWriter.WritePortion(session, import, portion, now));

    public ImportRecord FinishImport(OpenImport import, Instant now) => _writer.Do(session => ImportWriter.Finish(session, import, now));

    public IReadOnlyList<OpenImport> UnfinishedImports() => _writer.Do(ImportWriter.AllUnfinished);

    public void DiscardImport(OpenImport import)
    {
        while (_writer.Do(session => ImportWriter.Discard(session, import)))
        {
        }
    }

    public IEnumerable<(string Number, int Line)> ImportedNumbers(OpenImport import) => Stream(session => ImportWriter.Numbers(session, import));

    public IEnumerable<RejectedRow> ImportRejects(OpenImport import) => Stream(session => ImportWriter.Rejects(session, import));

    private IEnumerable<T> Stream<T>(Func<StoreSession, IEnumerable<T>> read)
    {
        using var session = _engine.OpenReader();
        foreach (var row in read(session))
            yield return row;
    }

    /// <summary>Calls go on while the store is away: what it cannot say now is not known.</summary>
    private T ReadOr<T>(Func<StoreSession, T> read, Func<T> unknown)
    {
        try
        {
            return Read(read);
        }
        catch (StoreException e) when (e.InnerException is { } cause && _engine.IsPassing(cause))
        {
            return unknown();
        }
    }

    private T Read<T>(Func<StoreSession, T> read)
    {
        try
        {
            using var session = _engine.OpenReader();
            return read(session);
        }
        catch (Exception e) when (_engine.IsPassing(e))
        {
            throw new StoreException($"{_engine.Place}: cannot be read at present: {e.Message.TrimEnd('.')}.", e);
        }
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
            _writer.Do(session => session.Execute("UPDATE runs SET ended_at_us = @at WHERE run_id = @run",
                new { at = StoredTime.Us(Instant.From(_clock.GetUtcNow())), run = Opening.Run }));
        }
        catch (Exception e) when (_engine.IsTrouble(e) || e is StoreException)
        {
            // The run counts as not cleanly ended; nothing else hangs on it.
        }
    }
}
