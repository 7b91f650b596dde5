using Dialer.Core.Attempts;

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

/// <summary>Special information tones by their Bellcore (Telcordia GR-674) class: the first two segments' pitch and length.</summary>
public enum SitClass : byte
{
    None = 0,

    /// <summary>ITU-T E.180/Q.35: 950, 1400, 1800 Hz, 330 ms each; says no more than "an announcement follows".</summary>
    Itu,

    /// <summary>IC: the number has been changed or is intercepted.</summary>
    Intercept,

    /// <summary>VC: no such number.</summary>
    VacantCode,

    /// <summary>RO': call not completed, within the local network.</summary>
    ReorderIntraLata,
    ReorderInterLata,

    /// <summary>NC: all circuits busy.</summary>
    NoCircuitIntraLata,
    NoCircuitInterLata,

    /// <summary>Reserved #1 and #2.</summary>
    Reserved,
}

/// <summary>Tones translated, once, to what the network did.</summary>
public static class ProgressToneResult
{
    /// <summary>The result an attempt ends with on this tone; <see cref="CallResult.None"/> when it goes on ringing.</summary>
    public static CallResult ResultOf(ProgressTone tone, SitClass sit) => tone switch
    {
        ProgressTone.None or ProgressTone.Ringback => CallResult.None,
        ProgressTone.Busy => CallResult.Busy,
        ProgressTone.Congestion or ProgressTone.Reorder => CallResult.Congestion,
        ProgressTone.Continuous => CallResult.InvalidNumber,
        ProgressTone.SpecialInformation => ResultOf(sit),
        ProgressTone.Announcement => CallResult.OperatorAnnouncement,
    };

    private static CallResult ResultOf(SitClass sit) => sit switch
    {
        SitClass.VacantCode => CallResult.InvalidNumber,
        SitClass.ReorderIntraLata or SitClass.ReorderInterLata or SitClass.NoCircuitIntraLata or SitClass.NoCircuitInterLata => CallResult.Congestion,
        SitClass.None or SitClass.Itu or SitClass.Intercept or SitClass.Reserved => CallResult.OperatorAnnouncement,
    };
}
