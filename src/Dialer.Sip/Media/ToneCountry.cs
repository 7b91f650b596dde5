namespace Dialer.Sip.Media;

/// <summary>The countries whose call progress tones are known.</summary>
public enum ToneCountry : byte
{
    FR = 0,
    US,
    UK,
    DE,
    ES,
    IT,
    BE,
    CH,
    NL,
    PT,
}
