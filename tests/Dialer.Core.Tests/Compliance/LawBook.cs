using System.Globalization;

namespace Dialer.Core.Tests.Compliance;

/// <summary>What the laws say, written down once more by hand from their texts: dates and hours that share no code with the profiles.</summary>
internal static class LawBook
{
    private static readonly Dictionary<string, string> Holidays = new()
    {
        ["france"] = "2026-07-14 2026-08-15 2026-11-01 2026-11-11 2026-12-25 2027-01-01 2027-03-29",
        ["united-kingdom"] = "2026-07-13 2026-08-03 2026-08-31 2026-11-30 2026-12-25 2026-12-26 2026-12-28 2027-01-01 2027-01-04 2027-03-17 2027-03-26 2027-03-29",
        ["germany"] = "2026-08-15 2026-10-03 2026-10-31 2026-11-18 2026-12-25 2026-12-26 2027-01-01 2027-01-06 2027-03-08 2027-03-26 2027-03-29",
        ["canada"] = "2026-07-01 2026-08-03 2026-09-07 2026-09-30 2026-10-12 2026-11-11 2026-12-25 2027-01-01 2027-02-15 2027-03-26",
        ["australia"] = "2026-12-25 2026-12-28 2027-01-01 2027-01-26 2027-03-26 2027-03-29",
        ["spain"] = "2026-08-15 2026-10-12 2026-12-07 2026-12-08 2026-12-25 2027-01-01 2027-01-06 2027-03-26",
        ["italy"] = "2026-08-15 2026-12-08 2026-12-25 2026-12-26 2027-01-01 2027-01-06 2027-03-29",
        ["belgium"] = "2026-07-21 2026-08-15 2026-11-11 2026-12-25 2027-01-01 2027-03-29",
        ["united-states"] = "2026-07-03 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15",
    };

    private static readonly string[] ItalianEves = ["2026-12-07", "2026-12-24", "2026-12-31", "2027-01-05"];

    /// <param name="state">Of the number: the two letters in North America.</param>
    public static bool IsOpen(string profile, string state, DateTime local)
    {
        bool weekEnd = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var (day, hour) = (local.DayOfWeek, local.TimeOfDay.TotalHours);
        return profile switch
        {
            "france" or "belgium" => !IsHoliday(profile, local) && !weekEnd && ((hour >= 10 && hour < 13) || (hour >= 14 && hour < 20)),
            "united-kingdom" => !IsHoliday(profile, local) && day != DayOfWeek.Sunday && hour >= (day == DayOfWeek.Saturday ? 9 : 8) && hour < 21,
            "germany" => !IsHoliday(profile, local) && day != DayOfWeek.Sunday && (weekEnd ? hour >= 9 && hour < 18 : hour >= 8 && hour < 20),
            "canada" => !(state == "BC" && IsHoliday(profile, local)) && (weekEnd ? hour >= 10 && hour < 18 : hour >= 9 && hour < 21.5),
            "australia" => !IsHoliday(profile, local) && day != DayOfWeek.Sunday && hour >= 9 && hour < (weekEnd ? 17 : 20),
            "spain" => !IsHoliday(profile, local) && !weekEnd && hour >= 9 && hour < 21,
            "italy" => !IsHoliday(profile, local) && day != DayOfWeek.Sunday && (weekEnd || ItalianEves.Contains(Day(local)) ? hour >= 10 && hour < 19 : hour >= 9 && hour < 20),
            "florida" => hour >= 8 && hour < 20,
            _ => IsOpenInState(state, local, day, hour),
        };
    }

    private static bool IsOpenInState(string state, DateTime local, DayOfWeek day, double hour) => state switch
    {
        "FL" or "OK" => hour >= 8 && hour < 20,
        "TX" => hour >= (day == DayOfWeek.Sunday ? 12 : 9) && hour < 21,
        "AL" => !IsHoliday("united-states", local) && day != DayOfWeek.Sunday && hour >= 8 && hour < 20,
        "KY" => hour >= 10 && hour < 21,
        "RI" => !IsHoliday("united-states", local) && day != DayOfWeek.Sunday && (day == DayOfWeek.Saturday ? hour >= 10 && hour < 17 : hour >= 9 && hour < 18),
        _ => hour >= 8 && hour < 21,
    };

    public static bool NeedsConsent(string profile, DateTime local) => profile is "germany" or "spain" || (profile == "france" && local >= new DateTime(2026, 8, 11));

    /// <summary>At most so many calls to a person in so many days.</summary>
    public static IEnumerable<(int Calls, double Days)> Limits(string profile, string state) => (profile, state) switch
    {
        ("france" or "belgium", _) => [(4, 30)],
        ("germany", _) => [(3, 1), (15, 7)],
        ("florida", _) or (_, "FL" or "OK") => [(3, 1)],
        _ => [],
    };

    /// <summary>Days without a call after a refusal, hours after an abandoned call, hours after a machine.</summary>
    public static (double Refusal, double Abandon, double Machine) Rests(string profile) => profile switch
    {
        "france" => (60, 0, 0),
        "united-kingdom" => (0, 72, 24),
        _ => default,
    };

    private static bool IsHoliday(string profile, DateTime local) => Holidays[profile].Contains(Day(local), StringComparison.Ordinal);

    private static string Day(DateTime local) => local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
