namespace Dialer.Core.CallProgress;

/// <summary>After a live verdict: listens on, for the statistics only.</summary>
internal struct ShadowWatch
{
    private const int MonologueMs = 6000;
    private const int MonologuePauseMs = 800;
    private int _untilMs, _runStartMs, _lastVoiceMs;
    private bool _machine;

    public bool Running { get; private set; }

    public void Begin(int nowMs, int forMs)
    {
        this = default;
        Running = forMs > 0;
        _untilMs = nowMs + forMs;
        _runStartMs = _lastVoiceMs = -1;
    }

    /// <summary>One block; the finding when the shadow's time is over, None before.</summary>
    public ShadowFinding Tick(int nowMs, bool speaking, bool beep)
    {
        if (speaking)
        {
            if (_runStartMs < 0 || nowMs - _lastVoiceMs > MonologuePauseMs)
                _runStartMs = nowMs;
            _lastVoiceMs = nowMs;
        }
        _machine |= beep || (_runStartMs >= 0 && _lastVoiceMs - _runStartMs >= MonologueMs);
        if (nowMs < _untilMs)
            return ShadowFinding.None;
        Running = false;
        return _machine ? ShadowFinding.ProbablyMachine : ShadowFinding.Consistent;
    }
}
