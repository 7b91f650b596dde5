namespace Dialer.Core.CallProgress;

/// <summary>What one block of 10 ms holds.</summary>
internal enum BlockKind : byte
{
    Audio,

    /// <summary>Nothing arrived, or the buffer made it up.</summary>
    Missing,

    /// <summary>Comfort noise: silence, but no measure of the floor.</summary>
    ComfortNoise,
}
