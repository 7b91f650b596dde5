using System.Collections.Frozen;
using System.Globalization;

namespace Dialer.Core.Leads;

/// <summary>
/// What a list means by its time zone column. Only the name of a place is a clock. An abbreviation is not, though the
/// time zone database has some of them as offsets without summer time ("EST" is -5 all year, New York is -4 in July):
/// it means a region's clock, and where it fits the number's place that place's clock holds. Nor is an offset.
/// </summary>
public readonly record struct WrittenZone(TimeZoneInfo? Zone, ZoneFit Fit)
{
    /// <summary>In North America; the first is what is meant where no number tells.</summary>
    private static readonly FrozenDictionary<string, string[]> American = Table(
        ("EST EDT ET EST5EDT EASTERN", ["America/New_York", "America/Jamaica"]),
        ("CST CDT CT CST6CDT CENTRAL", ["America/Chicago", "America/Regina", "America/Mexico_City"]),
        ("MST MDT MT MST7MDT MOUNTAIN", ["America/Denver", "America/Phoenix"]),
        ("PST PDT PT PST8PDT PACIFIC", ["America/Los_Angeles"]),
        ("AKST AKDT AKT ALASKA", ["America/Anchorage"]),
        ("HST HDT HAST HAWAII", ["Pacific/Honolulu"]),
        ("AST ADT ATLANTIC", ["America/Halifax", "America/Puerto_Rico"]),
        ("NST NDT NEWFOUNDLAND", ["America/St_Johns"]));

    private static readonly FrozenDictionary<string, string[]> Elsewhere = Table(
        ("GMT BST", ["Europe/London", "Africa/Abidjan"]),
        ("WET WEST", ["Europe/Lisbon"]),
        ("IST", ["Europe/Dublin"]),
        ("CET CEST MET MEST MEZ MESZ HEC", ["Europe/Paris", "Africa/Tunis"]),
        ("EET EEST OEZ OESZ", ["Europe/Athens"]));

    /// <summary>No region's: nobody lives by these.</summary>
    private static readonly FrozenSet<string> Nowhere = FrozenSet.ToFrozenSet(["UTC", "UCT", "Z", "ZULU", "UNIVERSAL", "GMT0", "GREENWICH", "LOCAL", "LOCALTIME", "FACTORY", "POSIXRULES"], StringComparer.OrdinalIgnoreCase);

    /// <param name="text">As written.</param>
    /// <param name="place">The clock at the number's place; null: the number does not tell.</param>
    /// <param name="find">A zone by its IANA name; null: not known on this machine.</param>
    public static WrittenZone Read(string text, TimeZoneInfo? place, Func<string, TimeZoneInfo?> find)
    {
        text = text.Trim();
        if (ReadOffset(text) is { } offset)
            return ReadOffset(offset, place);
        if (MeaningsOf(text, place) is { } meanings)
            return ReadRegion(meanings, place, find);
        if (Nowhere.Contains(text))
            return ReadOffset(TimeSpan.Zero, place);
        if (text.StartsWith("right/", StringComparison.OrdinalIgnoreCase) || find(text) is not { } zone)
            return new WrittenZone(place, ZoneFit.NotKnown);
        if (place is null)
            return new WrittenZone(zone, ZoneFit.Fits);
        return new WrittenZone(zone, IsSameClock(zone, place) ? ZoneFit.Fits : ZoneFit.OtherPlace);
    }

    /// <summary>Do two zones show the same time, summer and winter?</summary>
    public static bool IsSameClock(TimeZoneInfo one, TimeZoneInfo other)
    {
        if (one.Equals(other))
            return true;
        for (int week = 0; week < WeeksCompared; week++)
        {
            var at = ComparedFrom.AddDays(7 * week);
            if (one.GetUtcOffset(at) != other.GetUtcOffset(at))
                return false;
        }
        return true;
    }

    /// <summary>Two years of the rules in force; the past of a zone is of no interest to whoever is called.</summary>
    private static readonly DateTime ComparedFrom = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private const int WeeksCompared = 105;

    private static WrittenZone ReadRegion(string[] meanings, TimeZoneInfo? place, Func<string, TimeZoneInfo?> find)
    {
        if (place is not null)
            foreach (string name in meanings)
                if (find(name) is { } meant && IsSameClock(meant, place))
                    return new WrittenZone(place, ZoneFit.Fits);
        if (find(meanings[0]) is not { } region)
            return new WrittenZone(place, ZoneFit.NotKnown);
        return new WrittenZone(region, place is null ? ZoneFit.Fits : ZoneFit.OtherPlace);
    }

    private static WrittenZone ReadOffset(TimeSpan offset, TimeZoneInfo? place)
    {
        if (place is null)
            return new WrittenZone(null, ZoneFit.OtherOffset);
        for (int week = 0; week < WeeksCompared; week++)
            if (place.GetUtcOffset(ComparedFrom.AddDays(7 * week)) == offset)
                return new WrittenZone(place, ZoneFit.Fits);
        return new WrittenZone(place, ZoneFit.OtherOffset);
    }

    /// <summary>By the place where there is one: "CST" in Chicago, and nobody's in Paris.</summary>
    private static string[]? MeaningsOf(string text, TimeZoneInfo? place)
    {
        string name = text.EndsWith(" time", StringComparison.OrdinalIgnoreCase) ? text[..^5] : text;
        if (name.EndsWith(" standard", StringComparison.OrdinalIgnoreCase) || name.EndsWith(" daylight", StringComparison.OrdinalIgnoreCase))
            name = name[..^9];
        name = name.StartsWith("US/", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        string[]? american = American.GetValueOrDefault(name);
        string[]? elsewhere = Elsewhere.GetValueOrDefault(name);
        bool isAmerican = place is null || place.Id.StartsWith("America/", StringComparison.Ordinal) || place.Id.StartsWith("Pacific/", StringComparison.Ordinal);
        return isAmerican ? american ?? elsewhere : elsewhere ?? american;
    }

    /// <summary>"+01:00", "UTC+1", "GMT-5", "-0500", and "Etc/GMT+5", whose sign is the other way round.</summary>
    private static TimeSpan? ReadOffset(string text)
    {
        bool inverted = text.StartsWith("Etc/GMT", StringComparison.OrdinalIgnoreCase);
        var rest = text.AsSpan();
        if (text.StartsWith("Etc/", StringComparison.OrdinalIgnoreCase))
            rest = rest[4..];
        if (rest.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("GMT", StringComparison.OrdinalIgnoreCase))
            rest = rest[3..].TrimStart();
        if (rest.IsEmpty)
            return text.StartsWith("Etc/", StringComparison.OrdinalIgnoreCase) ? TimeSpan.Zero : null;
        int sign = rest[0] switch { '+' => 1, '-' or '\u2212' => -1, _ => 0 };
        if (sign == 0)
            return null;
        rest = rest[1..];
        int colon = rest.IndexOf(':');
        var hours = colon >= 0 ? rest[..colon] : rest.Length > 2 ? rest[..^2] : rest;
        var minutes = colon >= 0 ? rest[(colon + 1)..] : rest.Length > 2 ? rest[^2..] : "0";
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int h) || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out int m) || h > 14 || m > 59)
            return null;
        return new TimeSpan(h, m, 0) * (inverted ? -sign : sign);
    }

    private static FrozenDictionary<string, string[]> Table(params (string Names, string[] Zones)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Zones))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
