using Dialer.Core.Leads;

namespace Dialer.Lists.Import;

/// <summary>Where a lead is: its time zone, and its region for holidays.</summary>
internal readonly record struct Place(string TimeZone, string? Region)
{
    /// <summary>What the row says of the place goes above what the number says, and that above the list's default.</summary>
    public static Place Of(Country country, Country home, string number, string postalCode, string state, string? defaultTimeZone)
    {
        if (country.IsNorthAmerican)
            return InNorthAmerica(country, number.AsSpan(2), state, defaultTimeZone);
        string? region = country.Iso == "FR" || FrenchCodes.Contains(country.Iso) ? FrenchOverseas.RegionOf(postalCode) : null;
        if (region is not null)
            return new Place(FrenchOverseas.TimeZoneOf(postalCode)!, region);
        bool abroad = country.Iso != home.Iso;
        return new Place(abroad ? country.TimeZone : defaultTimeZone ?? country.TimeZone, null);
    }

    private static readonly HashSet<string> FrenchCodes = ["GP", "MQ", "GF", "RE", "PM"];

    private static Place InNorthAmerica(Country country, ReadOnlySpan<char> national, string state, string? defaultTimeZone)
    {
        string? named = NorthAmerica.FindState(state)?.State;
        return new Place(NorthAmerica.TimeZoneOf(national, named) ?? defaultTimeZone ?? country.TimeZone, named ?? NorthAmerica.FindArea(national)?.State);
    }
}
