using Dialer.Sip.Stack;

namespace Dialer.Simulation.Loopback;

/// <summary>Deadlines that run on an endpoint's reactor thread, to within 20 ms. <see cref="In"/> is for that thread alone.</summary>
internal sealed class ReactorTimers : IDisposable
{
    private const int TickMs = 20;

    private readonly PriorityQueue<Action, long> _due = new();
    private readonly SipEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Timer _timer;
    private int _waiting;

    public ReactorTimers(SipEndpoint endpoint, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _endpoint = endpoint;
        _timer = new Timer(_ => Tick(), null, TickMs, TickMs);
    }

    /// <summary>A deadline that no longer matters is not taken back: its action looks at the state it finds.</summary>
    public void In(TimeSpan delay, Action action) => _due.Enqueue(action, NowMs + (long)delay.TotalMilliseconds);

    private long NowMs => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    private void Tick()
    {
        if (Interlocked.Exchange(ref _waiting, 1) != 0)
            return;
        if (!_endpoint.Post(Run))
            Volatile.Write(ref _waiting, 0);
    }

    private void Run()
    {
        Volatile.Write(ref _waiting, 0);
        long now = NowMs;
        while (_due.TryPeek(out var action, out long at) && at <= now)
        {
            _due.Dequeue();
            action();
        }
    }

    public void Dispose() => _timer.Dispose();
}
