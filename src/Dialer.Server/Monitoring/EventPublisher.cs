using System.Threading.Channels;
using Dialer.Core.Engine.Messages;
using Dialer.Line;

namespace Dialer.Server.Monitoring;

/// <summary>
/// Says outside what has happened, in sequence and only once it is on disk: who acts on an event must not find after a
/// crash that it never was. While the disk stands still so do the events. Holds <see cref="Capacity"/>; beyond it the
/// oldest are lost, and the listeners are told how many.
/// </summary>
internal sealed class EventPublisher : IAsyncDisposable
{
    public const int Capacity = 65_536;

    private readonly EventHub _hub;
    private readonly EventMaker _maker;
    private readonly Func<long, CancellationToken, Task> _durable;
    private readonly Channel<Held> _held;
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;
    private long _dropped;

    /// <param name="durable">Completes when the store has everything up to a sequence.</param>
    public EventPublisher(EventHub hub, EventMaker maker, Func<long, CancellationToken, Task> durable)
    {
        (_hub, _maker, _durable) = (hub, maker, durable);
        var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true };
        _held = Channel.CreateBounded<Held>(options, _ => Interlocked.Increment(ref _dropped));
    }

    public void Start() => _running = Task.Run(RunAsync);

    public void Offer(in EngineOutput fact, object? record, CallQuality? quality, long stored) => _held.Writer.TryWrite(new Held(fact, record, quality, stored));

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
        long durable = 0;
        await foreach (var held in _held.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (held.Stored > durable)
            {
                await _durable(held.Stored, _end.Token).ConfigureAwait(false);
                durable = held.Stored;
            }
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var lost)
                _hub.Publish(new DialerEvent { Type = "lost", At = held.Fact.At.ToDateTimeOffset(), Lost = lost });
            if (_maker.Make(held.Fact, held.Record, held.Quality) is { } happened)
                _hub.Publish(happened);
        }
    }

    private readonly record struct Held(EngineOutput Fact, object? Record, CallQuality? Quality, long Stored);
}
