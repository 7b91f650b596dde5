namespace Dialer.Core.CallProgress;

/// <summary>After a machine: waits for the greeting's end and the beep. On the clock of 10 ms blocks, ms.</summary>
internal struct MessageWatch
{
    private int _beepEndMs, _sinceMs;
    private float _beepHz;
    private bool _greetingEnded;

    public bool Running { get; private set; }

    public void Begin(int nowMs)
    {
        this = default;
        Running = true;
        _sinceMs = nowMs;
        _beepEndMs = -1;
    }

    /// <summary>One block. <paramref name="lastVoiceMs"/> is where voice last ended; <paramref name="beep"/> has a length when one has just ended.</summary>
    public CallProgressEvents Tick(int nowMs, int answeredMs, int lastVoiceMs, bool speaking, in Tone beep, CallProgressOptions options, out MessageMoment moment)
    {
        moment = default;
        var events = CallProgressEvents.None;
        if (beep.LengthMs > 0)
        {
            _beepEndMs = beep.EndMs;
            _beepHz = beep.Hz;
        }
        // Speech after a beep: the beep was part of the greeting.
        else if (speaking && _beepEndMs >= 0 && lastVoiceMs > _beepEndMs + 100)
            _beepEndMs = -1;
        int quietMs = speaking ? 0 : nowMs - Math.Max(lastVoiceMs, _sinceMs - 1000);
        if (!_greetingEnded && (beep.LengthMs > 0 || quietMs >= 700))
        {
            _greetingEnded = true;
            events |= CallProgressEvents.GreetingEnd;
        }
        var cause =
            _beepEndMs >= 0 && nowMs >= _beepEndMs + options.MessageAfterBeepMs ? MessageCause.AfterBeep
            : _beepEndMs < 0 && quietMs >= options.MessageAfterSilenceMs ? MessageCause.AfterSilence
            : nowMs - answeredMs >= options.MessageCapMs ? MessageCause.Cap
            : MessageCause.None;
        if (cause == MessageCause.None)
            return events;
        Running = false;
        moment = new MessageMoment(cause, nowMs * 8L, lastVoiceMs < 0 ? -1 : lastVoiceMs * 8L, cause == MessageCause.AfterBeep ? _beepHz : 0);
        return events | CallProgressEvents.LeaveMessage;
    }
}
