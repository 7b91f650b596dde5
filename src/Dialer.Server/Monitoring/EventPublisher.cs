using System.Threading.Channels;
using Dialer.Core.Engine.Messages;
using Dialer.Line;
using Dialer.Store.Tables;

namespace Dialer.Server.Monitoring;

/// <summary>
/// Says outside what has happened, in sequence, numbered, and only once it is on disk with the facts that it tells: who acts on an
/// event must not find after a crash that it never was, and who was away reads on by its number. While the disk stands still so do
/// the events. Holds <see cref="Capacity"/>; beyond it the oldest are lost, which is said.
/// </summary>
internal sealed class EventPublisher : IAsyncDisposable
{
    public const int Capacity = 65_536;
    private const int MostAtOnce = 512;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(10);

    private readonly EventHub _hub;
    private readonly EventMaker _maker;
    private readonly Func<IReadOnlyList<EventRecord>, Task> _append;
    private readonly Func<Task> _forget;
    private readonly TimeProvider _time;
    private readonly Channel<Held> _held;
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;
    private long _dropped;
    private long _number;
    private long _forgotAt;

    /// <param name="newest">The last number that was given; the next is one more.</param>
    /// <param name="append">Completes when the events are durable, after all facts that were enqueued before.</param>
    /// <param name="forget">Lets go of what is too old.</param>
    public EventPublisher(EventHub hub, EventMaker maker, long newest, Func<IReadOnlyList<EventRecord>, Task> append, Func<Task> forget, TimeProvider time)
    {
        (_hub, _maker, _number, _append, _forget, _time) = (hub, maker, newest, append, forget, time);
        var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _held = Channel.CreateBounded<Held>(options, _ => Interlocked.Increment(ref _dropped));
    }

    public void Start()
    {
        _forgotAt = _time.GetTimestamp();
        _running = Task.Run(RunAsync);
    }

    public void Offer(in EngineOutput fact, object? record, CallQuality? quality) => _held.Writer.TryWrite(new Held(fact, record, quality, null));

    /// <summary>What the engine does not know of.</summary>
    public void Offer(DialerEvent happened) => _held.Writer.TryWrite(new Held(default, null, null, happened));

    /// <summary>Says what is on disk and forgets what is not.</summary>
    public async ValueTask DisposeAsync()
    {
        _held.Writer.TryComplete();
        _end.CancelAfter(TimeSpan.FromSeconds(2));
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        var said = new List<EventRecord>();
        while (await _held.Reader.WaitToReadAsync(_end.Token).ConfigureAwait(false))
        {
            said.Clear();
            while (said.Count < MostAtOnce && _held.Reader.TryRead(out var held))
                Say(held, said);
            await KeepAsync([.. said.Where(happened => happened.Number > 0)]).ConfigureAwait(false);
            foreach (var happened in said)
                _hub.Publish(happened);
            if (_time.GetElapsedTime(_forgotAt) < ForgetEvery)
                continue;
            _forgotAt = _time.GetTimestamp();
            await _forget().WaitAsync(_end.Token).ConfigureAwait(false);
        }
    }

    private void Say(in Held held, List<EventRecord> said)
    {
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var lost)
            said.Add(EventJson.Of(new DialerEvent { Type = "lost", At = _time.GetUtcNow(), Lost = lost }));
        if ((held.Happened ?? _maker.Make(held.Fact, held.Record, held.Quality)) is not { } happened)
            return;
        if (!EventKinds.OfTheMoment.Contains(happened.Type))
            said.Add(EventJson.Of(happened, ++_number));
        else if (_hub.HasListeners)
            said.Add(EventJson.Of(happened));
    }

    /// <summary>What the store cannot write now is written later; nothing is said meanwhile.</summary>
    private async Task KeepAsync(EventRecord[] events)
    {
        while (events.Length > 0)
            try
            {
                await _append(events).WaitAsync(_end.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception failure) when (failure is System.Data.Common.DbException or IOException)
            {
                await Task.Delay(TryAgainAfter, _time, _end.Token).ConfigureAwait(false);
            }
    }

    private readonly record struct Held(EngineOutput Fact, object? Record, CallQuality? Quality, DialerEvent? Happened);
}
