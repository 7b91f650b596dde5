using Dialer.Core.Time;

namespace Dialer.Server.Running;

/// <summary>
/// The one clock that the engine is given. Its rate is the monotonic counter's, so that setting the system clock
/// moves no deadline: a ring time-out or an abandon deadline lasts as long as it says. Calling windows are wall
/// time, so the two are kept together with care:
/// a difference under <see cref="StepAt"/> is slewed away at <see cref="SlewPerSecond"/> (NTP's own limit);
/// a larger one is a step, at which the owner stops dialing. After a step forward it may be followed with
/// <see cref="FollowStep"/> once nothing rings any more; after a step back the clock waits for the wall to pass it.
/// Not thread-safe: owned by the loop thread.
/// </summary>
internal sealed class EngineClock
{
    public static readonly TimeSpan StepAt = TimeSpan.FromSeconds(1);

    /// <summary>500 parts per million, as adjtime(3) and NTP slew.</summary>
    public static readonly TimeSpan SlewPerSecond = TimeSpan.FromMicroseconds(500);

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long _startStamp;
    private readonly Instant _start;
    private TimeSpan _correction;
    private TimeSpan _readAt;

    public EngineClock(TimeProvider time)
    {
        _time = time;
        _startStamp = time.GetTimestamp();
        _start = Instant.From(time.GetUtcNow());
    }

    public ClockState State { get; private set; }

    /// <summary>System clock less ours, at the last look.</summary>
    public TimeSpan Difference { get; private set; }

    /// <summary>Of the monotonic counter; from any thread.</summary>
    public long Stamp => _time.GetTimestamp();

    /// <summary>From any thread.</summary>
    public TimeSpan Since(long stamp) => _time.GetElapsedTime(stamp);

    /// <summary>Never earlier than the last answer.</summary>
    public Instant Now() => _start + (_time.GetElapsedTime(_startStamp) + _correction);

    /// <summary>
    /// Looks at the system clock, at most once a second, and slews. True: <see cref="State"/> changed.
    /// </summary>
    public bool Compare()
    {
        var elapsed = _time.GetElapsedTime(_startStamp);
        var since = elapsed - _readAt;
        if (since < ReadEvery)
            return false;
        _readAt = elapsed;
        Difference = Instant.From(_time.GetUtcNow()) - Now();
        var before = State;
        State = Difference > StepAt ? ClockState.SteppedForward
            : Difference < -StepAt ? ClockState.SteppedBack
            : ClockState.Steady;
        if (State == ClockState.Steady)
            Slew(since);
        return State != before;
    }

    /// <summary>Takes a step forward at once. All deadlines in between fall due: only while nothing rings.</summary>
    public void FollowStep()
    {
        if (State != ClockState.SteppedForward)
            throw new InvalidOperationException("Only a step forward can be followed.");
        _correction += Difference;
        Difference = TimeSpan.Zero;
        State = ClockState.Steady;
    }

    private void Slew(TimeSpan since)
    {
        long most = (long)(SlewPerSecond.Ticks * since.TotalSeconds);
        _correction += TimeSpan.FromTicks(Math.Clamp(Difference.Ticks, -most, most));
    }
}
