namespace Dialer.Core.CallProgress;

/// <summary>What the jitter buffer knows of a frame besides its samples.</summary>
[Flags]
public enum FrameFlags : byte
{
    None = 0,

    /// <summary>The packet never came. The samples (concealment, zeros, or none at all) are ignored and the level is held.</summary>
    Lost = 1,

    /// <summary>Comfort noise (RFC 3389), or its rendering: silence, and no measure of the room's noise floor.</summary>
    ComfortNoise = 2,

    /// <summary>Belongs to the media before the answer, even when it arrives after it.</summary>
    EarlyMedia = 4,
}
