namespace Dialer.Server.Running;

/// <summary>Says that a write of the store takes long, while it does: another program's lock, or a disk that stands still. Once after a second, then more and more seldom, and when it is over.</summary>
internal sealed class StorePatience : IDisposable
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    private readonly Func<TimeSpan> _writingFor;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private TimeSpan _last;
    private TimeSpan _tellAt = Long;

    public StorePatience(Func<TimeSpan> writingFor, ILogger logger, TimeProvider time)
    {
        _writingFor = writingFor;
        _logger = logger;
        _timer = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _writingFor();
        if (now < _last && _tellAt > Long)
        {
            HostLog.StoreWritesAgain(_logger, _last);
            _tellAt = Long;
        }
        _last = now;
        if (now < _tellAt)
            return;
        HostLog.StoreWaits(_logger, now);
        _tellAt = now * 2 < now + TimeSpan.FromSeconds(30) ? now * 2 : now + TimeSpan.FromSeconds(30);
    }
}
