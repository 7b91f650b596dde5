namespace Dialer.Line;

/// <summary>How a trunk writes telephone numbers. Examples: a number of France, on a trunk of France.</summary>
public enum NumberForm : byte
{
    /// <summary>As it stands in the list or the configuration.</summary>
    AsGiven = 0,

    /// <summary>+33199001234</summary>
    E164,

    /// <summary>33199001234</summary>
    Digits,

    /// <summary>0033199001234: the country's international prefix before the country code.</summary>
    International,

    /// <summary>0199001234; numbers of other countries in the international form.</summary>
    National,
}
