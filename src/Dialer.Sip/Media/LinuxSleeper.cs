namespace Dialer.Sip.Media;

/// <summary>Sleeps with the resolution of the kernel's timers, and is woken by an event descriptor.</summary>
internal sealed unsafe class LinuxSleeper : IDisposable
{
    private readonly int _wakeup;
    private readonly Lock _lock = new();
    private bool _slackSet;
    private bool _closed;

    public LinuxSleeper()
    {
        _wakeup = LinuxNative.eventfd(0, LinuxNative.EventFdNonBlocking | LinuxNative.EventFdCloseOnExec);
        if (_wakeup < 0)
            throw new InvalidOperationException("The system gives no event descriptor.");
    }

    public void Wait(long nanoseconds)
    {
        if (!_slackSet)
        {
            // The default slack of 50 microseconds would be added to every tick.
            _ = LinuxNative.prctl(LinuxNative.SetTimerSlack, 1, 0, 0, 0);
            _slackSet = true;
        }
        var descriptor = new LinuxNative.PollDescriptor { Descriptor = _wakeup, Events = LinuxNative.PollIn };
        var timeout = new LinuxNative.TimeSpec { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        if (LinuxNative.ppoll(&descriptor, 1, nanoseconds < 0 ? null : &timeout, null) <= 0)
            return;
        ulong count;
        _ = LinuxNative.read(_wakeup, &count, sizeof(ulong));
    }

    public void Wake()
    {
        // After the close the number may be another file's: never write to it then.
        lock (_lock)
        {
            if (_closed)
                return;
            ulong one = 1;
            _ = LinuxNative.write(_wakeup, &one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            _closed = true;
            _ = LinuxNative.close(_wakeup);
        }
    }
}
