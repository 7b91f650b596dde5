namespace Dialer.Core.Leads;

/// <summary>A country's way of writing and numbering, as far as lists need it.</summary>
/// <param name="Iso">ISO 3166-1 alpha-2.</param>
/// <param name="CallingCode">ITU-T E.164 country code, without plus.</param>
/// <param name="TrunkPrefix">Written before national numbers within the country, not dialed from abroad; empty: none.</param>
/// <param name="InternationalPrefix">Written before a foreign number within the country.</param>
/// <param name="Shortest">Fewest digits of a national number, without the trunk prefix.</param>
/// <param name="Longest">Most digits of a national number.</param>
/// <param name="MobilePrefixes">First digits of national numbers that are mobile. Empty: the plan does not tell.</param>
/// <param name="FirstDigits">Digits a national number may begin with.</param>
/// <param name="TimeZone">IANA name of the country's time, where no place is known.</param>
public sealed record Country(
    string Iso,
    string CallingCode,
    string TrunkPrefix,
    string InternationalPrefix,
    int Shortest,
    int Longest,
    IReadOnlyList<string> MobilePrefixes,
    string FirstDigits,
    string TimeZone)
{
    /// <summary>North American Numbering Plan: ten digits, area code and exchange.</summary>
    public bool IsNorthAmerican => CallingCode == "1";
}
