namespace Dialer.Core.Callers;

/// <summary>What somebody finds at a queue's door.</summary>
public enum DoorFinding : byte
{
    /// <summary>They may wait.</summary>
    Open = 0,
    Closed,
    Full,

    /// <summary>They have waited as long as anybody may.</summary>
    TooLong,

    /// <summary>Nobody who could serve them is logged in.</summary>
    Nobody,
}
