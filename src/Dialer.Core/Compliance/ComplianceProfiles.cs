namespace Dialer.Core.Compliance;

/// <summary>
/// Rules by country, to begin from. Each value names its source; what was not checked against the primary text says
/// so. Not legal advice: whoever dials answers for the rules.
/// </summary>
public static class ComplianceProfiles
{
    public const string Version = "2026-11";

    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    private static readonly DayOfWeek[] WeekEnd = [DayOfWeek.Saturday, DayOfWeek.Sunday];
    private static readonly DayOfWeek[] EveryDay = [.. Weekdays, .. WeekEnd];
    private static readonly HashSet<string> Refusals = new(StringComparer.OrdinalIgnoreCase) { "refused", "refus", "not interested", "pas intéressé", "pas interesse" };

    /// <summary>
    /// Decree 2022-1313: Monday to Friday, 10-13 and 14-20, no public holiday, 4 calls in 30 days by the same business,
    /// 60 days after a refusal. Law 2025-594, article 13: prior consent since 11 August 2026. That the decree's limits
    /// go on beside the law is unverified.
    /// </summary>
    private static readonly CallingRules France = new([.. Hours(Weekdays, 10, 13), .. Hours(Weekdays, 14, 20)], new HashSet<DateOnly>())
    {
        Calendar = HolidayCalendar.France,
        Limits = [new AttemptLimit(4, TimeSpan.FromDays(30))],
        RefusalCodes = Refusals,
        RestAfterRefusal = TimeSpan.FromDays(60),
        ConsentRequired = true,
    };

    /// <summary>16 CFR 310.4(c): 8:00 to 21:00 at the called person's place. The states' stricter rules are not in it.</summary>
    private static readonly CallingRules UnitedStates = new([.. Hours(EveryDay, 8, 21)], new HashSet<DateOnly>());

    /// <summary>Florida Statutes 501.616(6), Oklahoma likewise: 8:00 to 20:00, at most 3 calls in 24 h on one subject.</summary>
    private static readonly CallingRules Florida = new([.. Hours(EveryDay, 8, 20)], new HashSet<DateOnly>()) { Limits = [new AttemptLimit(3, TimeSpan.FromHours(24), LimitScope.Campaign)] };

    /// <summary>
    /// Ofcom, persistent misuse, 1 March 2017: no call within 72 h of an abandoned one without an agent guaranteed.
    /// Ofcom sets no hours; 8 to 21 is the custom, unverified.
    /// </summary>
    private static readonly CallingRules UnitedKingdom = new([.. Hours(EveryDay, 8, 21)], new HashSet<DateOnly>()) { RestAfterAbandon = TimeSpan.FromHours(72) };

    /// <summary>UWG section 7: prior express consent. The hours are not law: the custom, unverified.</summary>
    private static readonly CallingRules Germany = new([.. Hours(Weekdays, 8, 20)], new HashSet<DateOnly>()) { ConsentRequired = true };

    /// <summary>CRTC Unsolicited Telecommunications Rules, part III: 9:00-21:30, week-ends 10:00-18:00. Unverified.</summary>
    private static readonly CallingRules Canada = new([.. Hours(Weekdays, 9, 21, 30), .. Hours(WeekEnd, 10, 18)], new HashSet<DateOnly>());

    /// <summary>Telemarketing and Research Calls Industry Standard 2017: 9-20, Saturdays 9-17, no Sunday. National holidays must be given beside.</summary>
    private static readonly CallingRules Australia = new([.. Hours(Weekdays, 9, 20), .. Hours([DayOfWeek.Saturday], 9, 17)], new HashSet<DateOnly>());

    /// <summary>Names that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["none", "france", "united-states", "florida", "united-kingdom", "germany", "canada", "australia"];

    /// <summary>Null: no such profile.</summary>
    public static CallingRules? Find(string name) => name switch
    {
        "none" => CallingRules.Always,
        "france" => France,
        "united-states" => UnitedStates,
        "florida" => Florida,
        "united-kingdom" => UnitedKingdom,
        "germany" => Germany,
        "canada" => Canada,
        "australia" => Australia,
        _ => null,
    };

    private static IEnumerable<CallingHours> Hours(DayOfWeek[] days, int from, int to, int toMinute = 0) =>
        days.Select(day => new CallingHours(day, new TimeOnly(from, 0), new TimeOnly(to, toMinute)));
}
