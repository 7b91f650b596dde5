using System.Collections.Concurrent;

namespace Dialer.SipSorcery.Signalling;

/// <summary>The one thread that the line's calls and trunks belong to. Work is done in the order given.</summary>
internal sealed class LineThread : IDisposable
{
    private readonly BlockingCollection<Action> _waiting = [];
    private readonly TimeProvider _time;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;

    /// <param name="failed">Told of work that threw; the thread goes on.</param>
    public LineThread(TimeProvider time, Action<Exception> failed)
    {
        _time = time;
        _failed = failed;
        _thread = new Thread(Run) { IsBackground = true, Name = "sipsorcery line" };
        _thread.Start();
    }

    public void Post(Action work)
    {
        try
        {
            _waiting.Add(work);
        }
        catch (InvalidOperationException)
        {
            // The line is closed: nobody waits for it.
        }
    }

    /// <summary>Posts work after a while.</summary>
    public void After(TimeSpan wait, Action work)
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                Post(work);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Run()
    {
        foreach (var work in _waiting.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // One piece of work that fails must not take every other call with it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _failed(error);
            }
        }
    }

    /// <summary>Does what waits, then ends the thread.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }
}
