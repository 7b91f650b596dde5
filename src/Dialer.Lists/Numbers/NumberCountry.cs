namespace Dialer.Lists.Numbers;

/// <summary>A country or territory with numbers of its own.</summary>
/// <param name="Iso">ISO 3166-1 alpha-2.</param>
/// <param name="CallingCode">ITU-T E.164 country code, without plus.</param>
/// <param name="TimeZone">IANA name of the time that holds where no place within it is known.</param>
public sealed record NumberCountry(string Iso, string CallingCode, string TimeZone)
{
    /// <summary>North American Numbering Plan: ten digits, area code and exchange.</summary>
    public bool IsNorthAmerican => CallingCode == "1";
}
