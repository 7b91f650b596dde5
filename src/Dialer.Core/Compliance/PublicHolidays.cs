namespace Dialer.Core.Compliance;

/// <summary>Public holidays by rule, for any year of the Gregorian calendar.</summary>
public static class PublicHolidays
{
    /// <param name="region">ISO 3166-2 without the country ("57", "974"); null: the whole country's days only.</param>
    public static bool IsHoliday(HolidayCalendar calendar, string? region, DateOnly day) => calendar switch
    {
        HolidayCalendar.None => false,
        HolidayCalendar.France => IsFrench(day) || IsFrenchRegional(region, day),
    };

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

    private static bool IsFrench(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) or (5, 1) or (5, 8) or (7, 14) or (8, 15) or (11, 1) or (11, 11) or (12, 25) => true,
        _ => DaysAfterEaster(day) is 1 or 39 or 50, // Easter Monday, Ascension, Whit Monday
    };

    private static bool IsFrenchRegional(string? region, DateOnly day) => region switch
    {
        "57" or "67" or "68" => day is { Month: 12, Day: 26 } || DaysAfterEaster(day) == -2,
        "971" => day is { Month: 5, Day: 27 },
        "972" => day is { Month: 5, Day: 22 },
        "973" => day is { Month: 6, Day: 10 },
        "974" => day is { Month: 12, Day: 20 },
        "976" => day is { Month: 4, Day: 27 },
        _ => false,
    };

    private static int DaysAfterEaster(DateOnly day) => day.DayNumber - EasterSunday(day.Year).DayNumber;
}
