namespace Dialer.Core.Leads;

/// <summary>What a number is, as far as whether it may ever be dialed at a called person's.</summary>
public enum NumberClass : byte
{
    Ordinary,

    /// <summary>Police, fire, ambulance and the help lines of any country: never dialed.</summary>
    Emergency,

    /// <summary>Premium and shared-cost services, toll-free numbers, satellite and international networks: never dialed.</summary>
    Premium,

    /// <summary>Digits too short for a public number: an extension of one's own exchange, or a short code.</summary>
    Short,

    /// <summary>Not E.164 with its plus sign (ITU-T E.164: at most 15 digits).</summary>
    Malformed,
}
