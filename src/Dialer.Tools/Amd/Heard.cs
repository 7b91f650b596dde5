namespace Dialer.Tools.Amd;

/// <summary>A detector's answer, in the judge's three ways and the rest.</summary>
internal enum Heard : byte
{
    /// <summary>Not concluded.</summary>
    None,
    Live,
    Machine,

    /// <summary>Time was up, or nobody spoke.</summary>
    Undecided,

    /// <summary>A tone, music, call screening: neither person nor machine.</summary>
    Other,
}
