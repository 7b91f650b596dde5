namespace Dialer.Server.Running;

/// <summary>
/// Lets one thread sleep until it is called or a time has passed, without polling and without a missed call.
/// The sleeper says so first and looks at its work once more; the caller adds work first and then looks for a sleeper.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private readonly ManualResetEventSlim _bell = new(false, spinCount: 0);
    private int _sleeping;

    public void Call()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1)
            _bell.Set();
    }

    /// <param name="nothingToDo">Looked at once more after the sleeper has said that it sleeps.</param>
    /// <param name="most">Longest sleep; rounded up to a millisecond.</param>
    public void Sleep(Func<bool> nothingToDo, TimeSpan most)
    {
        _bell.Reset();
        Interlocked.Exchange(ref _sleeping, 1);
        if (nothingToDo())
            _bell.Wait(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(most.TotalMilliseconds), 1, int.MaxValue)));
        Volatile.Write(ref _sleeping, 0);
    }

    public void Dispose() => _bell.Dispose();
}
