namespace Dialer.Server.Configuration;

/// <summary>Whether the conversations of a campaign, or of a queue's callers, are recorded.</summary>
internal enum RecordingMode : byte
{
    Off,

    /// <summary>Both parties hear a notice first.</summary>
    Announced,

    /// <summary>Without a notice: consent was had before.</summary>
    Consented,
}
