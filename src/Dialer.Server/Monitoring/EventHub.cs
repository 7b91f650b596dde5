using System.Threading.Channels;
using Dialer.Store.Tables;

namespace Dialer.Server.Monitoring;

/// <summary>
/// Hands events to whoever listens. A listener holds <see cref="Capacity"/>; one that reads too slowly is cut off with the number of
/// the last that it read, and reads on from there when it comes again: it slows nobody. At most so many at once as it is made for.
/// </summary>
public sealed class EventHub(int mostListeners)
{
    public const int Capacity = 1_024;

    private readonly Lock _lock = new();
    private Listener[] _listeners = [];

    public int MostListeners => mostListeners;

    /// <summary>Is it worth making events that are of the moment alone?</summary>
    public bool HasListeners => Volatile.Read(ref _listeners).Length > 0;

    /// <summary>Null: too many listen already.</summary>
    /// <param name="isWanted">Null: everything.</param>
    /// <param name="isLive">False: hears nothing until <see cref="Listener.Begin"/>.</param>
    public Listener? Listen(Func<EventRecord, bool>? isWanted = null, bool isLive = true)
    {
        lock (_lock)
        {
            if (_listeners.Length >= mostListeners)
                return null;
            var listener = new Listener(this, isWanted, isLive);
            Volatile.Write(ref _listeners, [.. _listeners, listener]);
            return listener;
        }
    }

    public void Publish(EventRecord happened)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
            listener.Offer(happened);
    }

    /// <summary>Ends every stream: the program stops.</summary>
    public void Close()
    {
        foreach (var listener in Volatile.Read(ref _listeners))
            listener.Dispose();
    }

    private void Remove(Listener listener)
    {
        lock (_lock)
            Volatile.Write(ref _listeners, [.. _listeners.Where(other => other != listener)]);
    }

    /// <summary>One subscriber.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly EventHub _hub;
        private readonly Func<EventRecord, bool>? _isWanted;
        private readonly Channel<EventRecord> _channel = Channel.CreateBounded<EventRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        private volatile bool _isLive;
        private volatile bool _isCut;
        private long _last;

        internal Listener(EventHub hub, Func<EventRecord, bool>? isWanted, bool isLive) => (_hub, _isWanted, _isLive) = (hub, isWanted, isLive);

        /// <summary>From here on it hears what is said.</summary>
        public void Begin() => _isLive = true;

        public bool Wants(EventRecord happened) => _isWanted?.Invoke(happened) != false;

        public void Offer(EventRecord happened)
        {
            if (!_isLive || !Wants(happened) || _channel.Writer.TryWrite(happened))
                return;
            _isCut = true;
            _channel.Writer.TryComplete();
        }

        /// <summary>Events as they come, with a "heartbeat" where none came for a while, and a "cutOff" as the last where it read too slowly.</summary>
        public async IAsyncEnumerable<EventRecord> ReadAsync(TimeSpan heartbeat, TimeProvider time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            while (true)
            {
                bool? more = await WaitAsync(heartbeat, time, cancellation).ConfigureAwait(false);
                if (more == false)
                    break;
                if (more is null)
                    yield return EventJson.Of(new DialerEvent { Type = "heartbeat", At = time.GetUtcNow() });
                while (_channel.Reader.TryRead(out var happened))
                {
                    _last = Math.Max(_last, happened.Number);
                    yield return happened;
                }
            }
            if (_isCut)
                yield return EventJson.Of(new DialerEvent { Type = "cutOff", At = time.GetUtcNow(), LastNumber = _last == 0 ? null : _last, Reason = "this reader was too slow", Remedy = "Connect again with Last-Event-ID, or after, of the last number." });
        }

        public void Dispose()
        {
            _channel.Writer.TryComplete();
            _hub.Remove(this);
        }

        /// <summary>Null: nothing came in time.</summary>
        private async Task<bool?> WaitAsync(TimeSpan heartbeat, TimeProvider time, CancellationToken cancellation)
        {
            using var patience = new CancellationTokenSource(heartbeat, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
            try
            {
                return await _channel.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return null;
            }
        }
    }
}
