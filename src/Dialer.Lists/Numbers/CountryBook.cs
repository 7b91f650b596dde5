using System.Collections.Frozen;
using Dialer.Core.Leads;
using PhoneNumbers;

namespace Dialer.Lists.Numbers;

/// <summary>Every country and territory whose numbering plan the library holds (ITU-T E.164, some 245).</summary>
public static class CountryBook
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>Countries in several zones, of which the library names none first: the zone of most of their people.</summary>
    private static readonly Dictionary<string, string> ZoneOf = new(StringComparer.Ordinal)
    {
        ["AU"] = "Australia/Sydney",
        ["BR"] = "America/Sao_Paulo",
        ["CD"] = "Africa/Kinshasa",
        ["CL"] = "America/Santiago",
        ["EC"] = "America/Guayaquil",
        ["ID"] = "Asia/Jakarta",
        ["KI"] = "Pacific/Tarawa",
        ["KZ"] = "Asia/Almaty",
        ["MN"] = "Asia/Ulaanbaatar",
        ["MX"] = "America/Mexico_City",
        ["NZ"] = "Pacific/Auckland",
        ["PG"] = "Pacific/Port_Moresby",
        ["PF"] = "Pacific/Tahiti",
        ["RU"] = "Europe/Moscow",
        ["YT"] = "Indian/Mayotte",
    };

    private static readonly FrozenDictionary<string, NumberCountry> ByIso = Library.GetSupportedRegions()
        .Select(Describe).ToFrozenDictionary(country => country.Iso, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<NumberCountry> All { get; } = [.. ByIso.Values.OrderBy(country => country.Iso, StringComparer.Ordinal)];

    /// <summary>By ISO 3166-1 alpha-2 in any case; null: none such.</summary>
    public static NumberCountry? Find(string iso) => ByIso.GetValueOrDefault(iso.Trim());

    /// <summary>The main country of a calling code, given without plus; null: no country has it.</summary>
    public static NumberCountry? FindByCallingCode(string code) =>
        code.Length is > 0 and <= 3 && int.TryParse(code, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? ByIso.GetValueOrDefault(Library.GetRegionCodeForCountryCode(number) ?? "")
            : null;

    private static NumberCountry Describe(string iso)
    {
        string code = Library.GetCountryCodeForRegion(iso).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new NumberCountry(iso, code, Countries.Find(iso)?.TimeZone ?? ZoneOf.GetValueOrDefault(iso) ?? NumberZones.Of(Library.GetExampleNumber(iso))[0]);
    }
}
