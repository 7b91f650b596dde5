namespace Dialer.Line;

/// <summary>Whether calls go out by a trunk.</summary>
public enum TrunkCondition : byte
{
    /// <summary>They do, and it answers.</summary>
    Available = 0,

    /// <summary>They do, and nothing has come back yet.</summary>
    OnTrial,

    /// <summary>They do not yet: its first word is awaited.</summary>
    Starting,
    Unavailable,
}
