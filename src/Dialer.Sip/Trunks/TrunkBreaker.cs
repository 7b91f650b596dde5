using Dialer.Core.Time;

namespace Dialer.Sip.Trunks;

/// <summary>
/// Stops calls to a trunk that fails, and lets them go on when it answers. Pure: each method takes <c>now</c>.
/// Opens after <see cref="MaxFailures"/> failures in a row, or at once when a probe confirms a failure; the line
/// probes after the first sign, so that a dead trunk is found within 2 s. Closes when what failed works again: a trunk that fell
/// silent, when a probe is answered; one that answers and refuses calls, or never answered OPTIONS, by the next call after a
/// back-off: it closes the breaker, or opens it again.
/// </summary>
internal sealed class TrunkBreaker(TimeSpan probeEvery)
{
    public const int MaxFailures = 5;

    /// <summary>A carrier's Retry-After beyond this is not believed.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromMinutes(5);

    /// <summary>It answers, and refuses calls: that it answers OPTIONS says nothing.</summary>
    private bool _refusesCalls;
    private int _failures;
    private int _probesSinceOpen;
    private TimeSpan _backOff = FirstBackOff;
    private Instant _notBefore = Instant.Epoch;
    private Instant _trialAt = Instant.Never;

    public BreakerState State { get; private set; }

    /// <summary>A trunk that answered OPTIONS once is expected to do so again.</summary>
    public bool AnswersOptions { get; private set; }

    public string Why { get; private set; } = "";

    /// <summary>When the trunk is to be asked; Never while calls go out.</summary>
    public Instant NextProbeAt { get; private set; } = Instant.Never;

    /// <summary>An INVITE failed by the trunk's fault. True: the breaker opened by this.</summary>
    /// <param name="answered">The trunk refused the call; false: it was silent.</param>
    public bool Failed(string why, TimeSpan? retryAfter, Instant now, bool answered = false)
    {
        if (State == BreakerState.Open)
            return false;
        _failures++;
        _refusesCalls = answered;
        if (retryAfter is { } wait && wait > TimeSpan.Zero)
        {
            // RFC 3261 section 21.5.4: no further requests to this server before that.
            _notBefore = now + (wait < MaxRetryAfter ? wait : MaxRetryAfter);
            bool opened = OpenNow($"{why}, asked to wait {wait.TotalSeconds:0} s", now);
            _trialAt = _notBefore;
            return opened;
        }
        if (State == BreakerState.Trial)
            return OpenNow(why, now);
        return _failures >= MaxFailures && OpenNow($"{why}, {_failures} times in a row", now);
    }

    /// <summary>Anything but a trunk failure came back. Answers to calls placed before it opened do not close it. True: the state changed.</summary>
    public bool Succeeded()
    {
        _failures = 0;
        if (State == BreakerState.Open)
            return false;
        _refusesCalls = false;
        _backOff = FirstBackOff;
        return State == BreakerState.Trial && CallsGoOut(BreakerState.Closed);
    }

    /// <summary>An OPTIONS after a first sign of failure, or while open, got an answer or none. True: the state changed.</summary>
    public bool Probed(bool alive, string why, Instant now)
    {
        AnswersOptions |= alive;
        if (State != BreakerState.Open)
            return !alive ? OpenNow(why, now) : !_refusesCalls && Succeeded();
        if (!alive)
            _refusesCalls = false;
        if (alive && !_refusesCalls && now >= _notBefore)
            return CallsGoOut(BreakerState.Closed);
        if ((_refusesCalls || (!alive && !AnswersOptions)) && now >= _trialAt)
        {
            _backOff = _backOff * 2 < MaxBackOff ? _backOff * 2 : MaxBackOff;
            return CallsGoOut(BreakerState.Trial);
        }
        _probesSinceOpen++;
        ScheduleProbe(now);
        return false;
    }

    /// <summary>Is it known to answer and to refuse calls?</summary>
    public bool RefusesCalls => _refusesCalls;

    private bool OpenNow(string why, Instant now)
    {
        State = BreakerState.Open;
        Why = why;
        _probesSinceOpen = 0;
        _trialAt = now + _backOff;
        ScheduleProbe(now);
        return true;
    }

    private bool CallsGoOut(BreakerState state)
    {
        State = state;
        _failures = 0;
        NextProbeAt = Instant.Never;
        return true;
    }

    // The first probes are quick, since most interruptions are a restart.
    private void ScheduleProbe(Instant now)
    {
        var wait = _probesSinceOpen < 4 ? probeEvery / 4 : probeEvery;
        NextProbeAt = Instant.Max(now + wait, _notBefore);
    }
}
