using System.Globalization;
using Dialer.Core.Compliance;

namespace Dialer.Server.Configuration;

/// <summary>
/// Whether, when and how often people may be called: a country's profile, where one is named, and over it each field
/// that is written.
/// </summary>
internal static class CallingSection
{
    private static readonly Dictionary<string, CallingRules> Profiles =
        ComplianceProfiles.Names.Where(name => name != "none").ToDictionary(name => name, name => ComplianceProfiles.Find(name)!);

    public static CallingRules Read(ConfigReader section)
    {
        var profile = section.OneOf("profile", CallingRules.Always, Profiles);
        var rules = new CallingRules(section.Has("hours") ? ReadHours(section) : profile.Hours, ReadHolidays(section))
        {
            Calendar = section.OneOf("calendar", profile.Calendar, Words.Of<HolidayCalendar>()),
            Limits = section.Has("limits") ? ReadLimits(section) : profile.Limits,
            RefusalCodes = section.Has("refusalCodes") ? section.Texts("refusalCodes", 100).ToHashSet(StringComparer.Ordinal) : profile.RefusalCodes,
            RestAfterRefusal = Days(section, "restAfterRefusalDays", profile.RestAfterRefusal),
            RestAfterAbandon = TimeSpan.FromHours(section.Number("restAfterAbandonHours", profile.RestAfterAbandon.TotalHours, 0, 8_760)),
            ConsentRequired = section.Flag("consentRequired", profile.ConsentRequired),
            ConsentValidFor = Days(section, "consentValidDays", profile.ConsentValidFor),
            AllowedPrefixes = ReadPrefixes(section),
            InternalNumbers = section.Texts("internalNumbers", 10_000).ToHashSet(StringComparer.Ordinal),
        };
        if (rules.Hours.Count == 0)
            section.ErrorAt("hours", "No calling hours are given: people would be called at night.", "Add \"profile\": \"france\" (or another country's), or \"hours\", such as [ { \"days\": [\"monday\", \"tuesday\"], \"from\": \"10:00\", \"to\": \"20:00\" } ].");
        if (section.Has("profile"))
            CheckProfile(section, section.Text("profile") ?? "", profile, rules);
        section.End();
        return rules;
    }

    /// <summary>Whoever names a country's rules may be stricter than they are. Hours beyond them are refused; the rest is told.</summary>
    private static void CheckProfile(ConfigReader section, string name, CallingRules profile, CallingRules rules)
    {
        if (rules.Hours.Where(hours => !IsWithin(hours, profile.Hours)).Select(hours => (CallingHours?)hours).FirstOrDefault() is { } beyond)
            section.ErrorAt("hours", $"{Shown(beyond)} is not within the hours of the profile \"{name}\" ({ShownOf(beyond.Day, profile.Hours)}).", "Keep within them; or leave \"profile\" out, and answer for every rule yourself.");
        if (!rules.Limits.SequenceEqual(profile.Limits) && profile.Limits.Any(limit => !rules.Limits.Any(own => own.Count <= limit.Count && own.Window >= limit.Window && own.Scope >= limit.Scope)))
            Weaker("limits");
        if (rules.RestAfterRefusal < profile.RestAfterRefusal)
            Weaker("restAfterRefusalDays");
        if (rules.RestAfterAbandon < profile.RestAfterAbandon)
            Weaker("restAfterAbandonHours");
        if (profile.ConsentRequired && !rules.ConsentRequired)
            Weaker("consentRequired");
        if (rules.ConsentRequired && rules.ConsentValidFor > profile.ConsentValidFor)
            Weaker("consentValidDays");
        if (profile.Calendar != HolidayCalendar.None && rules.Calendar != profile.Calendar)
            Weaker("calendar");

        void Weaker(string field) =>
            section.WarnAt(field, $"This is weaker than the profile \"{name}\" has it.", "Leave the field out, unless you know why the rule does not bind you.");
    }

    /// <summary>Minute by minute: two windows of the profile may meet.</summary>
    private static bool IsWithin(CallingHours hours, IReadOnlyList<CallingHours> allowed)
    {
        if (allowed.Count == 0)
            return true;
        int end = hours.To == TimeOnly.MinValue ? 24 * 60 : (int)hours.To.ToTimeSpan().TotalMinutes;
        for (int minute = (int)hours.From.ToTimeSpan().TotalMinutes; minute < end; minute++)
            if (!allowed.Any(window => window.Contains(hours.Day, TimeOnly.MinValue.AddMinutes(minute))))
                return false;
        return true;
    }

    private static string Shown(CallingHours hours) => $"{Words.Word(hours.Day)} {Span(hours)}";

    private static string ShownOf(DayOfWeek day, IReadOnlyList<CallingHours> allowed)
    {
        string[] spans = [.. allowed.Where(hours => hours.Day == day).Select(Span)];
        return spans.Length == 0 ? $"none on {Words.Word(day)}" : string.Join(", ", spans);
    }

    private static string Span(CallingHours hours) =>
        string.Create(CultureInfo.InvariantCulture, $"{hours.From:HH:mm} to {(hours.To == TimeOnly.MinValue ? "24:00" : hours.To.ToString("HH:mm", CultureInfo.InvariantCulture))}");

    private static TimeSpan Days(ConfigReader section, string field, TimeSpan byDefault) =>
        TimeSpan.FromDays(section.Number(field, byDefault.TotalDays, 0, 3_650));

    private static List<CallingHours> ReadHours(ConfigReader calling) =>
        [.. calling.Sections("hours", 100).SelectMany(ClockFields.OnDays).Select(stretch => new CallingHours(stretch.Day, stretch.From, stretch.To))];

    private static HashSet<DateOnly> ReadHolidays(ConfigReader section) =>
        [.. section.Texts("holidays", 1_000).Select(text => ClockFields.Date(section, "holidays", text)).OfType<DateOnly>()];

    private static List<AttemptLimit> ReadLimits(ConfigReader section)
    {
        var limits = new List<AttemptLimit>();
        foreach (var row in section.Sections("limits", 16))
        {
            if (!row.Has("calls"))
                row.ErrorAt("calls", "This field is missing.", "Add it, such as \"calls\": 4.");
            limits.Add(new AttemptLimit(
                row.Whole("calls", 1, 1, AttemptLimit.MostCounted),
                TimeSpan.FromDays(row.Number("days", 30, 0.001, 3_650)),
                row.OneOf("scope", LimitScope.Everyone, Words.Of<LimitScope>())));
            row.End();
        }
        return limits;
    }

    private static IReadOnlyList<string> ReadPrefixes(ConfigReader section)
    {
        var prefixes = section.Texts("allowedPrefixes", 1_000);
        foreach (string prefix in prefixes)
            if (prefix.Length < 2 || prefix[0] != '+' || prefix.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
                section.ErrorAt("allowedPrefixes", $"\"{prefix}\" is not the beginning of an international number.", "Write \"+33\" or \"+1212\".");
        return prefixes;
    }
}
