namespace Dialer.Sip.Stack;

internal sealed class StopwatchClock : IMonotonicClock
{
    private readonly long _start = System.Diagnostics.Stopwatch.GetTimestamp();

    public long NowMs => (long)System.Diagnostics.Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
}
