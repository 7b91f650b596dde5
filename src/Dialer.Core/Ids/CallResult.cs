namespace Dialer.Core.Ids;

/// <summary>What the network did with one attempt. A machine or a fax that picks up is <see cref="Answered"/>.</summary>
public enum CallResult : byte
{
    /// <summary>Not known yet.</summary>
    None = 0,
    Answered,
    Busy,
    NoAnswer,

    /// <summary>The called party or its network refused this call (603, 403 ...).</summary>
    Rejected,

    /// <summary>Unallocated, changed or malformed number (404, 410, 484, Q.850 1, 22, 28).</summary>
    InvalidNumber,

    /// <summary>No circuit, overload (503, Q.850 34, 38, 42).</summary>
    Congestion,

    /// <summary>Special information tones or a recorded announcement of the network instead of the called party.</summary>
    OperatorAnnouncement,
    Failed,

    /// <summary>Ended by the dialer before an answer.</summary>
    Cancelled,

    /// <summary>In flight when the process ended; closed at the next start, never dialed again by itself.</summary>
    Interrupted,
}
