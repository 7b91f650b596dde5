namespace Dialer.Core.CallProgress;

/// <summary>
/// After a live verdict: counts the voice that no person would go on with. Until the agent's first word all of it
/// counts, for whoever has greeted waits for an answer; from then on only what is said over the agent's words, since
/// in the agent's pauses a person replies. On the clock of 10 ms blocks.
/// </summary>
internal struct RevocationWatch
{
    /// <summary>What comes back so far below the greeting is the agent's echo.</summary>
    private const float EchoBelowPeakDb = 12f;

    private int _sinceMs, _lastVoiced;
    private float _greetingPeakDb;

    public bool Running { get; private set; }

    /// <summary>The agent has said a word.</summary>
    public bool AgentSpoke { get; private set; }

    /// <summary>Voice that counts, ms.</summary>
    public int VoicedMs { get; private set; }

    public void Begin(int nowMs, int voicedBlocks, float peakDb)
    {
        this = default;
        Running = true;
        _sinceMs = nowMs;
        _lastVoiced = voicedBlocks;
        _greetingPeakDb = peakDb;
    }

    public void End() => Running = false;

    /// <summary>Since the verdict, ms.</summary>
    public readonly int ElapsedMs(int nowMs) => nowMs - _sinceMs;

    /// <summary>One block: <paramref name="voicedBlocks"/> is the count of all voice so far.</summary>
    public void Tick(int nowMs, int voicedBlocks, float envelopeDb, bool agentSpeaks, CallProgressOptions options)
    {
        AgentSpoke |= agentSpeaks;
        int more = voicedBlocks - _lastVoiced;
        _lastVoiced = voicedBlocks;
        bool counts = !AgentSpoke || (agentSpeaks && envelopeDb > _greetingPeakDb - EchoBelowPeakDb);
        if (counts)
            VoicedMs = Math.Max(0, VoicedMs + more * 10);
        if (ElapsedMs(nowMs) >= Math.Max(options.RevokeBeepWithinMs, options.RevokeVoiceWithinMs))
            Running = false;
    }
}
