namespace Dialer.Core.CallProgress;

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
