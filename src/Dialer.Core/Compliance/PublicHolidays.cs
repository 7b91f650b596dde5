namespace Dialer.Core.Compliance;

/// <summary>
/// Public holidays by rule, for any year of the Gregorian calendar. Where a number or a row does not tell in which part of a country
/// somebody is, the days of each part count.
/// </summary>
public static class PublicHolidays
{
    /// <summary>Regions empty: the whole country. Regions are ISO 3166-2 without the country.</summary>
    private static readonly (HolidayCalendar Calendar, string Regions, string Days)[] Table =
    [
        // Code du travail, articles L3133-1, L3134-13, L3422-2.
        (HolidayCalendar.France, "", "01-01 05-01 05-08 07-14 08-15 11-01 11-11 12-25 easter+1 easter+39 easter+50"),
        (HolidayCalendar.France, "57 67 68", "12-26 easter-2"),
        (HolidayCalendar.France, "971", "05-27"),
        (HolidayCalendar.France, "972", "05-22"),
        (HolidayCalendar.France, "973", "06-10"),
        (HolidayCalendar.France, "974", "12-20"),
        (HolidayCalendar.France, "976", "04-27"),

        (HolidayCalendar.UnitedStates, "", "01-01~ mon3-01 mon3-02 mon-1-05 06-19~ 07-04~ mon1-09 mon2-10 11-11~ thu4-11 12-25~"),
        (HolidayCalendar.UnitedStates, "AL MS", "mon-1-04 mon1-06"),
        (HolidayCalendar.UnitedStates, "LA AL", "easter-47"), // Mardi Gras
        (HolidayCalendar.UnitedStates, "LA", "easter-2 08-30"),
        (HolidayCalendar.UnitedStates, "RI", "mon2-08"),
        (HolidayCalendar.UnitedStates, "UT", "07-24~"),

        (HolidayCalendar.UnitedKingdom, "", "01-01++ 01-02++ 03-17+ easter-2 easter+1 mon1-05 mon-1-05 07-12+ mon1-08 mon-1-08 11-30+ 12-25++ 12-26++"),
        (HolidayCalendar.Germany, "", "01-01 01-06 03-08 easter-2 easter+1 05-01 easter+39 easter+50 easter+60 08-15 09-20 10-03 10-31 11-01 wed<23-11 12-25 12-26"),
        (HolidayCalendar.Canada, "", "01-01+ mon3-02 easter-2 easter+1 mon<25-05 06-24+ 07-01+ mon1-08 mon1-09 09-30+ mon2-10 11-11+ 12-25++ 12-26++"),
        (HolidayCalendar.Australia, "", "01-01+ 01-26+ easter-2 easter+1 04-25+ 12-25++ 12-26++"),
        (HolidayCalendar.Spain, "", "01-01+ 01-06+ easter-3 easter-2 05-01+ 08-15+ 10-12+ 11-01+ 12-06+ 12-08+ 12-25+"),
        (HolidayCalendar.Italy, "", "01-01 01-06 easter+1 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"),
        (HolidayCalendar.Belgium, "", "01-01 easter+1 05-01 easter+39 easter+50 07-21 08-15 11-01 11-11 12-25"),
    ];

    private static readonly Part[][] ByCalendar = [.. Enum.GetValues<HolidayCalendar>().Select(calendar => Table.Where(row => row.Calendar == calendar)
        .Select(row => new Part(row.Regions.Length == 0 ? [] : row.Regions.Split(' '), [.. row.Days.Split(' ').Select(day => new HolidayRule(day))])).ToArray())];

    /// <param name="region">ISO 3166-2 without the country ("57", "974"); null: the whole country's days only.</param>
    public static bool IsHoliday(HolidayCalendar calendar, string? region, DateOnly day)
    {
        foreach (var part in ByCalendar[(int)calendar])
        {
            if (part.Regions.Length > 0 && (region is null || Array.IndexOf(part.Regions, region) < 0))
                continue;
            for (int i = 0; i < part.Days.Length; i++)
                if (part.Days[i].FallsOn(day))
                    return true;
        }
        return false;
    }

    /// <summary>Easter Sunday (anonymous Gregorian algorithm; Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static DateOnly EasterSunday(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30;
        int i = c / 4, k = c % 4;
        int l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451;
        int n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }

    private readonly record struct Part(string[] Regions, HolidayRule[] Days);
}
