namespace Dialer.Core.CallProgress;

/// <summary>Why now is the moment to leave a message.</summary>
public enum MessageCause : byte
{
    None = 0,
    AfterBeep,
    AfterSilence,

    /// <summary>The cap: the greeting did not end in time.</summary>
    Cap,
}

/// <summary>The moment to leave a message on a machine.</summary>
/// <param name="Cause"><see cref="MessageCause.None"/>: not yet.</param>
/// <param name="AtSamples">Position in the stream, samples at 8 kHz.</param>
/// <param name="GreetingEndAtSamples">Where the greeting's last voice ended; -1 if unknown.</param>
/// <param name="BeepHz">The beep; 0 if none.</param>
public readonly record struct MessageMoment(MessageCause Cause, long AtSamples, long GreetingEndAtSamples, float BeepHz);

/// <summary>What the shadow heard in the seconds after a live verdict. For statistics: no call is ended on it.</summary>
public enum ShadowFinding : byte
{
    /// <summary>Not run, or still listening.</summary>
    None = 0,

    /// <summary>Nothing contradicts a person.</summary>
    Consistent,

    /// <summary>A beep, or speech that went on without waiting for anyone: probably a machine.</summary>
    ProbablyMachine,
}
