using System.Threading.Channels;

namespace Dialer.Server.Monitoring;

/// <summary>
/// Hands events to whoever listens. A listener holds <see cref="Capacity"/>; one that reads too slowly loses the
/// oldest and is told how many. At most so many at once as it is made for.
/// </summary>
public sealed class EventHub(int mostListeners)
{
    public const int Capacity = 1_024;

    private readonly Lock _lock = new();
    private Listener[] _listeners = [];

    public int MostListeners => mostListeners;

    /// <summary>Is it worth making events?</summary>
    public bool HasListeners => Volatile.Read(ref _listeners).Length > 0;

    /// <summary>Null: too many listen already.</summary>
    public Listener? Listen(int? agent, int? campaign)
    {
        lock (_lock)
        {
            if (_listeners.Length >= mostListeners)
                return null;
            var listener = new Listener(this, agent, campaign);
            Volatile.Write(ref _listeners, [.. _listeners, listener]);
            return listener;
        }
    }

    public void Publish(DialerEvent happened)
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

    /// <summary>One subscriber; null filters let everything through.</summary>
    public sealed class Listener : IDisposable
    {
        private readonly EventHub _hub;
        private readonly int? _agent;
        private readonly int? _campaign;
        private readonly Channel<DialerEvent> _channel;
        private long _lost;

        public Listener(EventHub hub, int? agent, int? campaign)
        {
            _hub = hub;
            _agent = agent;
            _campaign = campaign;
            var options = new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
            _channel = Channel.CreateBounded<DialerEvent>(options, _ => Interlocked.Increment(ref _lost));
        }

        public void Offer(DialerEvent happened)
        {
            bool concernsAgent = _agent is null || happened.Agent is null || happened.Agent == _agent;
            bool concernsCampaign = _campaign is null || happened.Campaign is null || happened.Campaign == _campaign;
            if (concernsAgent && concernsCampaign)
                _channel.Writer.TryWrite(happened);
        }

        /// <summary>Events as they come, with a "lost" where some are missing and a "heartbeat" where none came for a while.</summary>
        public async IAsyncEnumerable<DialerEvent> ReadAsync(TimeSpan heartbeat, TimeProvider time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            while (true)
            {
                bool? more = await WaitAsync(heartbeat, time, cancellation).ConfigureAwait(false);
                if (more == false)
                    yield break;
                if (more is null)
                    yield return new DialerEvent { Type = "heartbeat", At = time.GetUtcNow() };
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                    yield return new DialerEvent { Type = "lost", At = time.GetUtcNow(), Lost = lost };
                while (_channel.Reader.TryRead(out var happened))
                    yield return happened;
            }
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
