namespace Dialer.Core.Pacing;

/// <summary>What kept the pacer from launching one more.</summary>
public enum PacingLimit : byte
{
    None,
    NoAgents,
    Chance,
    Allowance,
    Channels,
    CallsPerSecond,
    Hopper,
    LinesPerAgent,
    TooLittleData,
    Paused,

    /// <summary>The trunk has let no call through yet, or refuses many: few are out at once until one rings.</summary>
    TrunkOnTrial,
}
