using System.Collections.Concurrent;
using System.Threading.Channels;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Server.Outlets;

namespace Dialer.Server.Running;

/// <summary>
/// Runs the engine in real time: one thread, one inbox, one outlet per consumer. The thread sleeps until an input
/// comes or the engine's next deadline falls due; it never polls and never waits for a consumer.
/// The inbox holds <see cref="InboxCapacity"/>. When it is full, a signal of the telephone line waits for room in
/// its own thread (it must not be lost; the sockets' buffers and SIP's retransmissions bridge the moment), and a
/// command from outside is refused.
/// </summary>
internal sealed class EngineLoop : IAsyncDisposable
{
    public const int InboxCapacity = 16_384;

    /// <summary>A loop that stands still shows what it showed last.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly DialerEngine _engine;
    private readonly EngineClock _clock;
    private readonly Func<Outbox, long> _store;
    private readonly IReadOnlyList<IOutlet> _outlets;
    private readonly bool[] _toldCongested;
    private readonly IInputLog? _log;
    private readonly ClockGuard _clockGuard;
    private readonly WakeUp _wakeUp = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<InboxItem> _inbox = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(InboxCapacity) { SingleReader = true });
    private readonly ConcurrentQueue<Action> _questions = new();
    private readonly Func<bool> _nothingToDo;
    private readonly Lock _looking = new();
    private readonly EngineSnapshot _books = new();
    private TaskCompletionSource? _look;
    private volatile bool _stopping;
    private long _heartbeat;
    private long _longestWait;

    /// <param name="engine">Owned by the loop from here on.</param>
    /// <param name="clock">Owned by the loop from here on.</param>
    /// <param name="store">Takes what is kept of each turn and returns its sequence; comes before every outlet.</param>
    /// <param name="outlets">The other consumers.</param>
    /// <param name="log">Keeps the inputs, or null.</param>
    /// <param name="clockChanged">Told when the system clock was stepped; on the loop thread.</param>
    public EngineLoop(DialerEngine engine, EngineClock clock, Func<Outbox, long> store, IReadOnlyList<IOutlet> outlets, IInputLog? log = null, Action<ClockState, TimeSpan>? clockChanged = null)
    {
        _engine = engine;
        _clock = clock;
        _store = store;
        _outlets = outlets;
        _toldCongested = new bool[outlets.Count];
        _log = log;
        _clockGuard = new ClockGuard(clock, clockChanged);
        _nothingToDo = () => !_inbox.Reader.TryPeek(out _) && !_stopping && !CongestionChanged() && Volatile.Read(ref _look) is null && _questions.IsEmpty;
        _thread = new Thread(Run) { Name = "engine", IsBackground = true };
        foreach (var outlet in outlets)
            outlet.Relieved = _wakeUp.Call;
    }

    /// <summary>Completes when the loop has ended; faulted where the engine or an outlet failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Turns of the loop since the start; one that stands still says that the loop does.</summary>
    public long Heartbeat => Volatile.Read(ref _heartbeat);

    /// <summary>How long the input that waited longest since the last question had waited; of one that waits still, as long as it has.</summary>
    public TimeSpan TakeLongestWait()
    {
        long waited = Interlocked.Exchange(ref _longestWait, 0);
        if (_inbox.Reader.TryPeek(out var next))
            waited = Math.Max(waited, _clock.Since(next.PostedAt).Ticks);
        return TimeSpan.FromTicks(waited);
    }

    public int InboxDepth => _inbox.Reader.Count;

    public void Start() => _thread.Start();

    /// <summary>A signal or a command that must arrive: waits for room where the inbox is full. Lost only after the loop has ended.</summary>
    public void Post(EngineInput input)
    {
        var item = new InboxItem(input, null, _clock.Stamp);
        while (!_inbox.Writer.TryWrite(item))
            if (!WaitForRoom())
                return;
        _wakeUp.Call();
    }

    /// <summary>A command whose answer matters.</summary>
    public Task<CommandReply> AskAsync(EngineInput command)
    {
        var reply = new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_inbox.Writer.TryWrite(new InboxItem(command, reply, _clock.Stamp)))
            return Task.FromResult(new CommandReply(_stopping ? "the dialer is stopping" : "the dialer is overloaded; try again"));
        _wakeUp.Call();
        return reply.Task;
    }

    /// <summary>
    /// Reads the engine's books as they are now, between two turns; before the loop begins they are empty, and after its end
    /// as they were last. Waits for the turn that is going on: not for the loop's own thread.
    /// </summary>
    /// <param name="read">Must copy what it wants; others wait for it.</param>
    public T Look<T>(Func<EngineSnapshot, T> read)
    {
        Task looked;
        lock (_looking)
            looked = (_look ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        _wakeUp.Call();
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            Task.WaitAny([looked, _ended.Task], LongestLook);
        lock (_books)
            return read(_books);
    }

    /// <summary>One agent between two turns, the others unread; null: there is none of this number. Not for the loop's own thread.</summary>
    public AgentSnapshot? Look(AgentId agent)
    {
        var asked = LookInAsync(engine => engine.Look(agent));
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted) && Task.WaitAny([asked, _ended.Task], LongestLook) == 0)
            return asked.Result;
        lock (_books)
        {
            foreach (var shown in _books.Agents)
                if (shown.Agent == agent)
                    return shown;
            return null;
        }
    }

    /// <summary>Where a caller went and why they wait, between two turns; null: there is no such caller, or the loop has ended.</summary>
    public CallerExplanation? Explain(InteractionId interaction)
    {
        var asked = LookInAsync(engine => engine.Explain(interaction));
        return !_thread.ThreadState.HasFlag(ThreadState.Unstarted) && Task.WaitAny([asked, _ended.Task], LongestLook) == 0 ? asked.Result : null;
    }

    /// <summary>Asks the engine between two turns; once the loop has ended nobody answers.</summary>
    /// <param name="question">Must change nothing.</param>
    public Task<T> LookInAsync<T>(Func<DialerEngine, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Enqueue(() => answer.SetResult(question(_engine)));
        _wakeUp.Call();
        return answer.Task;
    }

    /// <summary>Wakes the loop, so that it looks at its outlets again.</summary>
    public void Wake() => _wakeUp.Call();

    /// <summary>Ends the loop once all that is in the inbox has been applied.</summary>
    public Task StopAsync()
    {
        _inbox.Writer.TryComplete();
        _stopping = true;
        _wakeUp.Call();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            _ended.TrySetResult();
        return _ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_thread.IsAlive)
            await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wakeUp.Dispose();
    }

    private bool WaitForRoom()
    {
        var room = _inbox.Writer.WaitToWriteAsync();
        return room.IsCompleted ? room.Result : room.AsTask().GetAwaiter().GetResult();
    }

    private void Run()
    {
        try
        {
            while (Turn())
                Volatile.Write(ref _heartbeat, _heartbeat + 1);
            Apply(EngineInput.Tick(), _clock.Now());
            Show();
            _ended.TrySetResult();
        }
#pragma warning disable CA1031 // The loop's end is told to its owner with the cause, whatever it is.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _inbox.Writer.TryComplete();
            _ended.TrySetException(failure);
        }
        RefuseTheRest();
    }

    private bool Turn()
    {
        TellCongestion();
        if (Volatile.Read(ref _look) is not null)
            Show();
        while (_questions.TryDequeue(out var question))
        {
            Advance(_clock.Now());
            question();
        }
        if (_clockGuard.Look(_clock.Now()) is { } clockInput)
            Apply(clockInput, _clock.Now());

        if (_inbox.Reader.TryRead(out var item))
            Take(item);
        else if (_engine.NextDeadline is { } due && due <= _clock.Now())
            Advance(_clock.Now());
        else if (_stopping)
            return false;
        else
            _wakeUp.Sleep(_nothingToDo, UntilNextDeadline());
        return true;
    }

    private void Show()
    {
        TaskCompletionSource? look;
        lock (_looking)
        {
            look = _look;
            _look = null;
        }
        Advance(_clock.Now());
        lock (_books)
            _engine.Fill(_books);
        look?.TrySetResult();
    }

    private TimeSpan UntilNextDeadline()
    {
        var wait = _engine.NextDeadline is { } due ? due - _clock.Now() : LongestSleep;
        return wait < LongestSleep ? wait : LongestSleep;
    }

    private void Take(in InboxItem item)
    {
        long waited = _clock.Since(item.PostedAt).Ticks;
        if (waited > Volatile.Read(ref _longestWait))
            Volatile.Write(ref _longestWait, waited);
        var reply = Apply(item.Input, _clock.Now());
        item.Reply?.TrySetResult(reply);
    }

    private CommandReply Apply(in EngineInput input, Instant now)
    {
        _log?.Write(input, now);
        _engine.Apply(input, now);
        return HandOver();
    }

    private void Advance(Instant now)
    {
        _engine.AdvanceTo(now);
        HandOver();
    }

    private CommandReply HandOver()
    {
        var outbox = _engine.Outbox;
        if (outbox.Outputs.IsEmpty)
            return default;
        long stored = _store(outbox);
        foreach (var outlet in _outlets)
            outlet.Take(outbox, stored);
        var reply = ReplyIn(outbox) with { Stored = stored };
        outbox.Clear();
        return reply;
    }

    private static CommandReply ReplyIn(Outbox outbox)
    {
        foreach (ref readonly var output in outbox.Outputs)
            if (output.Kind == EngineOutputKind.CommandRefused)
                return new CommandReply(output.Reason ?? "refused") { Code = output.CommandRefusal };
            else if (output.Kind == EngineOutputKind.InteractionStarted && output.Channel != Core.Channels.Channel.Voice)
                return new CommandReply { Interaction = output.Interaction.Value };
            else if (output.Kind == EngineOutputKind.LoadConversation)
                return new CommandReply { IsOver = true };
            else if (output.Kind == EngineOutputKind.ConversationDescribed && outbox.DescriptionOf(output).Disposition?.CallBackAt is { } at)
                return new CommandReply { CallBackAt = at };
        return default;
    }

    private bool CongestionChanged()
    {
        for (int i = 0; i < _outlets.Count; i++)
            if (_outlets[i].IsCongested != _toldCongested[i])
                return true;
        return false;
    }

    private void TellCongestion()
    {
        for (int i = 0; i < _outlets.Count; i++)
        {
            bool congested = _outlets[i].IsCongested;
            if (congested == _toldCongested[i])
                continue;
            _toldCongested[i] = congested;
            string name = _outlets[i].Name;
            Apply(congested ? EngineInput.OutletCongested(name) : EngineInput.OutletRelieved(name), _clock.Now());
        }
    }

    private void RefuseTheRest()
    {
        while (_inbox.Reader.TryRead(out var item))
            item.Reply?.TrySetResult(new CommandReply("the dialer is stopping"));
    }

    private readonly record struct InboxItem(EngineInput Input, TaskCompletionSource<CommandReply>? Reply, long PostedAt);
}
