using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Store;

/// <summary>
/// The one thread that writes. Takes all facts that wait, commits them as one group, says up to where they are
/// durable. A failed group is written again until it succeeds: nothing is dropped, new attempts are paused meanwhile.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    /// <summary>What is lost of an import by a crash, at most.</summary>
    private static readonly TimeSpan BulkAtMost = TimeSpan.FromSeconds(2);

    private readonly IStoreEngine _engine;
    private readonly StoreOptions _options;
    private readonly IStoreObserver _observer;
    private readonly FactWriter _facts;
    private readonly Action<LeadId> _leadSettled;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEventSlim _idle = new(true);
    private readonly Thread _thread;
    private List<StoredFact> _waiting = [];
    private readonly Queue<WorkItem> _work = new();
    private readonly TimeProvider _clock;
    private StoreSession? _session;
    private long _sequence;
    private long _durable;
    private int _writing;
    private long _commitBegan;
    private long _writingSince;
    private long _lastFact;
    private StoreTransaction? _bulk;
    private long _bulkSince;
    private bool _congested;
    private bool _failing;
    private bool _stopping;
    private TaskCompletionSource _moved = NewMove();

    /// <param name="leadSettled">A lead whose claim, return or refusal is durable; on the writer thread.</param>
    public StoreWriter(IStoreEngine engine, StoreSession session, StoreOptions options, int run, IStoreObserver observer, Action<LeadId> leadSettled, TimeProvider clock)
    {
        (_engine, _session, _options, _observer, _leadSettled, _clock) = (engine, session, options, observer, leadSettled, clock);
        _facts = new FactWriter(run, options.BeforeStep);
        _thread = new Thread(Run) { Name = "store writer", IsBackground = true };
        _thread.Start();
    }

    public long Durable => Volatile.Read(ref _durable);

    /// <summary>How long the write that is going on has taken so far, its repetitions included; zero: none is.</summary>
    public TimeSpan WritingFor => Volatile.Read(ref _writingSince) is var since and not 0 ? _clock.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Facts that wait or are being written.</summary>
    public int Backlog
    {
        get
        {
            lock (_gate)
                return _waiting.Count + _writing;
        }
    }

    /// <summary>Facts came within the last seconds: calls go on.</summary>
    public bool HasFacts => Volatile.Read(ref _lastFact) is var last and not 0 && _clock.GetElapsedTime(last) < TimeSpan.FromSeconds(10);

    public long Enqueue(Outbox outbox)
    {
        string? congested = null;
        long last;
        lock (_gate)
        {
            int before = _waiting.Count;
            foreach (ref readonly var output in outbox.Outputs)
                if (StoredFact.IsKept(output.Kind))
                    _waiting.Add(StoredFact.From(++_sequence, output, outbox));
            last = _sequence;
            if (_waiting.Count > before)
                congested = Added();
        }
        if (congested is not null)
            _observer.Congested(congested);
        return last;
    }

    public void EnqueueQuality(in CallQuality quality) => EnqueueMeasured(new StoredFact(0, new EngineOutput { Call = quality.Call, Record = -1 }, Quality: quality));

    public void EnqueueGreeting(LearnedGreeting learned) => EnqueueMeasured(new StoredFact(0, new EngineOutput { Record = -1 }, Greeting: learned));

    public void EnqueueForgotten(string number) => EnqueueMeasured(new StoredFact(0, new EngineOutput { Record = -1 }, Forgotten: number));

    public void EnqueueAnswer(HeardAnswer heard) => EnqueueMeasured(new StoredFact(0, new EngineOutput { Call = heard.Call, Record = -1 }, Heard: heard));

    private void EnqueueMeasured(in StoredFact measured)
    {
        string? congested;
        lock (_gate)
        {
            _waiting.Add(measured with { Sequence = ++_sequence });
            congested = Added();
        }
        if (congested is not null)
            _observer.Congested(congested);
    }

    /// <summary>Under the lock. Wakes the writer; says why new attempts must pause, once.</summary>
    private string? Added()
    {
        if (_waiting.Count + _writing > _options.Capacity)
            throw new StoreOverflowException(_options.Capacity);
        _idle.Reset();
        _wake.Set();
        Volatile.Write(ref _lastFact, _clock.GetTimestamp());
        if (_congested)
            return null;
        long began = Volatile.Read(ref _commitBegan);
        bool slow = began != 0 && _clock.GetElapsedTime(began) > _options.SlowCommitAfter;
        if (_waiting.Count < _options.CongestedAt && !slow)
            return null;
        _congested = true;
        return slow ? "the disk is slow: a commit takes longer than it should" : $"{_waiting.Count} facts wait to be stored";
    }

    /// <summary>Runs a write of its own transaction on the writer thread, after all facts enqueued so far; its exception is the caller's.</summary>
    public T Do<T>(Func<StoreSession, T> write) => DoAsync(write).GetAwaiter().GetResult();

    /// <summary>The same, for callers that must not give a thread to a commit.</summary>
    public Task<T> DoAsync<T>(Func<StoreSession, T> write) => Add(write, isBulk: false);

    /// <summary>A part of something large: committed with what follows, within seconds, and before anything else is written.</summary>
    public Task<T> DoBulkAsync<T>(Func<StoreSession, T> write) => Add(write, isBulk: true);

    private Task<T> Add<T>(Func<StoreSession, T> write, bool isBulk)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _work.Enqueue(new WorkItem(_sequence, isBulk, () => RunWork(write, done, isBulk), () => done.SetException(new StoreException("the store was closed before this could be written"))));
            _wake.Set();
        }
        return done.Task;
    }

    /// <summary>Completes when every fact up to this sequence is durable; faulted where the store was closed before.</summary>
    public async Task WaitDurableAsync(long sequence, CancellationToken cancellation)
    {
        while (true)
        {
            // Taken before the look: a commit in between completes this very move.
            var moved = Volatile.Read(ref _moved).Task;
            if (Durable >= sequence)
                return;
            await moved.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewMove() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Flush(TimeSpan within) => _idle.Wait(within);

    /// <summary>Stops after what it is writing now; call <see cref="Flush"/> first to keep what waits.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            _wake.Set();
        }
        _thread.Join();
        var last = Volatile.Read(ref _moved);
        last.TrySetException(new StoreException("the store was closed before this could be written"));
        _ = last.Task.Exception; // Nobody need be waiting for it.
        _session?.Dispose();
        _wake.Dispose();
        _idle.Dispose();
    }

    private void Run()
    {
        var batch = new List<StoredFact>();
        while (true)
        {
            if (!_wake.WaitOne(_bulk is null ? Timeout.Infinite : 100))
                EndBulk();
            while (TakeNext(batch, out var work))
            {
                Volatile.Write(ref _writingSince, _clock.GetTimestamp());
                if (work is not { IsBulk: true })
                    EndBulk();
                if (batch.Count > 0)
                    CommitUntilDone(batch);
                work?.Run();
                Volatile.Write(ref _writingSince, 0);
            }
            if (!Volatile.Read(ref _stopping))
                continue;
            EndBulk();
            while (_work.TryDequeue(out var undone))
                undone.Cancel();
            return;
        }
    }

    /// <summary>The facts that come next, and the work whose turn is after them. False: nothing waits, or it is time to stop.</summary>
    private bool TakeNext(List<StoredFact> batch, out WorkItem? work)
    {
        lock (_gate)
        {
            batch.Clear();
            work = null;
            _writing = 0;
            int count = Math.Min(_waiting.Count, _options.CommitAtMost);
            if (_work.TryPeek(out var first) && (_waiting.Count == 0 || _waiting[0].Sequence > first.After))
            {
                work = _work.Dequeue();
                return true;
            }
            if (count == 0 || (_stopping && _failing))
            {
                if (_waiting.Count == 0)
                    _idle.Set();
                return false;
            }
            if (first is not null)
                count = (int)Math.Min(count, first.After - _waiting[0].Sequence + 1);
            batch.AddRange(_waiting.GetRange(0, count));
            _waiting.RemoveRange(0, count);
            _writing = count;
            return true;
        }
    }

    private void CommitUntilDone(List<StoredFact> batch)
    {
        var wait = _options.RetryAfter;
        var refused = new List<StoredFact>();
        while (!TryCommit(batch, refused, out string trouble))
        {
            Fail($"the store cannot write: {trouble}");
            if (Volatile.Read(ref _stopping))
                return;
            Thread.Sleep(wait);
            wait = wait * 2 < _options.RetryAtMost ? wait * 2 : _options.RetryAtMost;
        }
        Succeed(batch, refused);
    }

    private bool TryCommit(List<StoredFact> batch, List<StoredFact> refused, out string trouble)
    {
        Volatile.Write(ref _commitBegan, _clock.GetTimestamp());
        try
        {
            Commit(batch, refused);
            trouble = "";
            return true;
        }
        catch (Exception e) when (_engine.IsConstraint(e))
        {
            return TryCommitOneByOne(batch, refused, out trouble);
        }
        catch (Exception e) when (_engine.IsTrouble(e) || e is InvalidOperationException or StoreException)
        {
            DropConnection();
            trouble = e.Message;
            return false;
        }
        finally
        {
            Volatile.Write(ref _commitBegan, 0);
        }
    }

    private void Commit(List<StoredFact> batch, List<StoredFact> refused)
    {
        refused.Clear();
        var session = _session ??= _engine.OpenWriter();
        _options.BeforeStep?.Invoke(WriteStep.Begin);
        using var transaction = session.Begin();
        foreach (var fact in batch)
            if (!_facts.Write(session, fact))
                refused.Add(fact);
        _options.BeforeStep?.Invoke(WriteStep.Commit);
        transaction.Commit();
        _options.BeforeStep?.Invoke(WriteStep.Committed);
    }

    /// <summary>A constraint stopped the group: find which fact, put it aside whole, keep the others.</summary>
    private bool TryCommitOneByOne(List<StoredFact> batch, List<StoredFact> refused, out string trouble)
    {
        refused.Clear();
        trouble = "";
        try
        {
            foreach (var fact in batch)
                CommitOrQuarantine(fact, refused);
            return true;
        }
        catch (Exception e) when (_engine.IsTrouble(e) || e is InvalidOperationException or StoreException)
        {
            DropConnection();
            trouble = e.Message;
            return false;
        }
    }

    private void CommitOrQuarantine(in StoredFact fact, List<StoredFact> refused)
    {
        var session = _session ??= _engine.OpenWriter();
        string why;
        try
        {
            using var transaction = session.Begin();
            if (!_facts.Write(session, fact))
                refused.Add(fact);
            transaction.Commit();
            return;
        }
        catch (Exception e) when (_engine.IsConstraint(e))
        {
            why = e.Message;
        }
        using var aside = session.Begin();
        _facts.Quarantine(session, fact, why);
        aside.Commit();
        if (fact.Output.Kind == EngineOutputKind.AttemptStarted)
            refused.Add(fact);
    }

    private void Fail(string why)
    {
        bool tell;
        lock (_gate)
        {
            tell = !_congested;
            _congested = true;
            _failing = true;
        }
        if (tell)
            _observer.Congested(why);
    }

    private void Succeed(List<StoredFact> batch, List<StoredFact> refused)
    {
        foreach (var fact in batch)
            if (SettlesLead(fact.Output.Kind))
                _leadSettled(fact.Output.Lead);
        foreach (var fact in refused)
            _observer.ClaimRefused(fact.Output.Attempt, fact.Output.Lead, fact.Output.Call);
        Volatile.Write(ref _durable, batch[^1].Sequence);
        Interlocked.Exchange(ref _moved, NewMove()).TrySetResult();
        _observer.Durable(batch[^1].Sequence);
        bool relieved;
        lock (_gate)
        {
            _failing = false;
            relieved = _congested && _waiting.Count <= _options.RelievedAt;
            if (relieved)
                _congested = false;
        }
        if (relieved)
            _observer.Relieved();
    }

    private static bool SettlesLead(EngineOutputKind kind) =>
        kind is EngineOutputKind.AttemptStarted or EngineOutputKind.DialRefused or EngineOutputKind.LeadReturned;

    private void RunWork<T>(Func<StoreSession, T> write, TaskCompletionSource<T> done, bool isBulk)
    {
        try
        {
            done.SetResult(isBulk ? WriteBulk(write) : WriteNow(write));
        }
#pragma warning disable CA1031 // Whatever it is belongs to the caller that waits, not to the writer.
        catch (Exception e)
        {
            bool isPassing = _engine.IsPassing(e);
            if (isPassing)
                DropConnection();
            done.SetException(isPassing ? new StoreException($"{_engine.Place}: cannot be written at present: {e.Message.TrimEnd('.')}.", e) : e);
        }
#pragma warning restore CA1031
    }

    private T WriteNow<T>(Func<StoreSession, T> write)
    {
        var session = _session ??= _engine.OpenWriter();
        using var transaction = session.Begin();
        var result = write(session);
        _options.BeforeStep?.Invoke(WriteStep.Commit);
        transaction.Commit();
        return result;
    }

    private T WriteBulk<T>(Func<StoreSession, T> write)
    {
        var session = _session ??= _engine.OpenWriter();
        if (_bulk is null)
            (_bulk, _bulkSince) = (session.BeginBulk(), _clock.GetTimestamp());
        T result;
        try
        {
            result = write(session);
        }
        catch (Exception e) when (e is not StoreException) // A refusal has written nothing.
        {
            DropConnection(); // With all of it that is not committed.
            throw;
        }
        if (_clock.GetElapsedTime(_bulkSince) > BulkAtMost)
            CommitBulk();
        return result;
    }

    private void CommitBulk()
    {
        var bulk = _bulk!;
        _bulk = null;
        using (bulk)
        {
            _options.BeforeStep?.Invoke(WriteStep.Commit);
            bulk.Commit();
        }
    }

    /// <summary>Where it fails, whoever writes the next part is told that this one is missing.</summary>
    private void EndBulk()
    {
        if (_bulk is null)
            return;
        try
        {
            CommitBulk();
        }
        catch (Exception e) when (_engine.IsTrouble(e) || e is InvalidOperationException)
        {
            DropConnection();
        }
    }

    /// <summary>After an error the state of the connection is not known: the next try opens a new one.</summary>
    private void DropConnection()
    {
        try
        {
            _session?.Dispose();
        }
        catch (Exception e) when (_engine.IsTrouble(e))
        {
            // The rollback failed like the write: closing has released it all the same.
        }
        (_session, _bulk) = (null, null);
    }

    /// <param name="After">Runs when every fact up to this sequence is durable.</param>
    private sealed record WorkItem(long After, bool IsBulk, Action Run, Action Cancel);
}
