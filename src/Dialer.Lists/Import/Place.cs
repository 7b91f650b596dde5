using Dialer.Core.Leads;
using Dialer.Lists.Numbers;
using Dialer.Store.Zones;

namespace Dialer.Lists.Import;

/// <summary>Where a lead is: its time zone, and its region for holidays.</summary>
internal readonly record struct Place(string TimeZone, string? Region)
{
    /// <summary>What the row says of the place goes above what the number says, and that above the list's default.</summary>
    public static Place Of(NumberCountry country, NumberCountry home, string number, string postalCode, string state, string? defaultTimeZone)
    {
        if (country.IsNorthAmerican)
            return InNorthAmerica(country, number.AsSpan(2), state, defaultTimeZone);
        string? region = country.Iso == "FR" || FrenchCodes.Contains(country.Iso) ? FrenchOverseas.RegionOf(postalCode) : null;
        if (region is not null)
            return new Place(FrenchOverseas.TimeZoneOf(postalCode)!, region);
        bool abroad = country.Iso != home.Iso;
        string? usual = abroad ? null : defaultTimeZone;
        return new Place(ZoneOf(number, country, usual), null);
    }

    /// <summary>By the number's digits where they lie in one zone; else the list's default, else the country's.</summary>
    private static string ZoneOf(string number, NumberCountry country, string? usual)
    {
        if (!ManyZones.Contains(country.Iso))
            return usual ?? country.TimeZone;
        var zones = NumberZones.Of(number);
        return zones is [var one] && BundledZones.TryFind(one, out _) ? one : usual ?? country.TimeZone;
    }

    /// <summary>Countries of several clocks outside of North America's plan.</summary>
    private static readonly HashSet<string> ManyZones = ["AU", "BR", "CD", "CL", "EC", "ES", "FM", "GL", "ID", "KI", "KZ", "MN", "MX", "NZ", "PF", "PG", "PT", "RU", "YT", "RE"];

    private static readonly HashSet<string> FrenchCodes = ["GP", "MQ", "GF", "RE", "PM"];

    private static Place InNorthAmerica(NumberCountry country, ReadOnlySpan<char> national, string state, string? defaultTimeZone)
    {
        string? named = NorthAmerica.FindState(state)?.State;
        return new Place(NorthAmerica.TimeZoneOf(national, named) ?? (country.Iso is "US" or "CA" ? defaultTimeZone : null) ?? country.TimeZone, named ?? NorthAmerica.FindArea(national)?.State);
    }
}
