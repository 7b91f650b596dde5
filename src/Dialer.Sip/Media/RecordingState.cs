namespace Dialer.Sip.Media;

/// <summary>How a recording stands.</summary>
public enum RecordingState : byte
{
    Recording = 0,

    /// <summary>Stopped, and all of it is in the file.</summary>
    Complete,

    /// <summary>The disk refused (full, gone). What was written before is readable.</summary>
    Failed,
}
