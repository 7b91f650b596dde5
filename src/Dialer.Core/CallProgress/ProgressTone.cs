namespace Dialer.Core.CallProgress;

/// <summary>What the network plays before the answer (ITU-T E.180), or instead of one.</summary>
public enum ProgressTone : byte
{
    None = 0,
    Ringback,
    Busy,

    /// <summary>No circuit free, where the country has a cadence of its own for it.</summary>
    Congestion,

    /// <summary>Fast busy, North America: no circuit, or the number cannot be completed as dialed.</summary>
    Reorder,

    /// <summary>A continuous tone: number unobtainable (United Kingdom), or dial tone.</summary>
    Continuous,
    SpecialInformation,

    /// <summary>A recorded voice before the answer.</summary>
    Announcement,
}
