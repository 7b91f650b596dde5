namespace Dialer.Server.Running;

/// <summary>How the engine's clock stands to the system's.</summary>
internal enum ClockState : byte
{
    /// <summary>Together, or close enough to be brought together unnoticed.</summary>
    Steady,

    /// <summary>The system clock was moved forward: no new calls until those that ring have ended, then follow it.</summary>
    SteppedForward,

    /// <summary>The system clock was moved back: no new calls until it has caught up. Time never goes back here.</summary>
    SteppedBack,
}
