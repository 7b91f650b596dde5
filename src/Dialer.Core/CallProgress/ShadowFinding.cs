namespace Dialer.Core.CallProgress;

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
