namespace Dialer.Server.Running;

/// <summary>Looks a few times a second whether this machine keeps up, on a thread of its own, and tells when it does not.</summary>
internal sealed class OverloadWatch : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _loopLag;
    private readonly Func<(long All, long Late)> _packets;
    private readonly Action<string?> _changed;
    private readonly OverloadRule _rule = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    /// <param name="loopLag">How long the input that waited longest since the last question had waited.</param>
    /// <param name="packets">Packets paced since the start, and those that were late.</param>
    /// <param name="changed">Told what is wrong, and null when it has passed; on the watch's thread.</param>
    public OverloadWatch(TimeProvider time, Func<TimeSpan> loopLag, Func<(long All, long Late)> packets, Action<string?> changed)
    {
        (_time, _loopLag, _packets, _changed) = (time, loopLag, packets, changed);
        _thread = new Thread(Run) { Name = "overload", IsBackground = true };
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
            _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        long before = _time.GetTimestamp();
        var (all, late) = _packets();
        while (!_stop.Wait(OverloadRule.LookEvery))
        {
            long now = _time.GetTimestamp();
            var notRun = _time.GetElapsedTime(before, now) - OverloadRule.LookEvery;
            var (allNow, lateNow) = _packets();
            if (_rule.Take(new OverloadRule.Look(notRun > TimeSpan.Zero ? notRun : TimeSpan.Zero, _loopLag(), allNow - all, lateNow - late)))
                _changed(_rule.Why);
            (before, all, late) = (_time.GetTimestamp(), allNow, lateNow);
        }
    }
}
