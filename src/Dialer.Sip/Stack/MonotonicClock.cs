namespace Dialer.Sip.Stack;

/// <summary>Milliseconds of a <see cref="TimeProvider"/>'s monotonic counter, from its making.</summary>
internal sealed class MonotonicClock(TimeProvider time) : IMonotonicClock
{
    private readonly long _start = time.GetTimestamp();

    public long NowMs => (long)time.GetElapsedTime(_start).TotalMilliseconds;
}
