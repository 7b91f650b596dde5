using System.Globalization;
using Dialer.Core.Compliance;
using Dialer.Core.Profiles;

namespace Dialer.Server.Configuration;

/// <summary>
/// Whether, when and how often people may be called: a country's profile, or one for each called country, and beside it what the
/// campaign itself says. It may be stricter than a profile, never weaker.
/// </summary>
internal static class CallingSection
{
    private static readonly Dictionary<string, ComplianceProfile> Profiles = ComplianceProfiles.All.ToDictionary(profile => profile.Name, StringComparer.Ordinal);

    /// <returns>The rules that hold together, and the profiles that they come from.</returns>
    public static (CallingRules Rules, IReadOnlyList<ComplianceProfile> Profiles) Read(ConfigReader section)
    {
        var profile = section.OneOf<ComplianceProfile?>("profile", null, Profiles!);
        var each = ReadEach(section);
        if (section.Has("profile") && section.Has("profiles"))
            section.ErrorAt("profiles", "One profile is named for all numbers, and others by country.", "Keep \"profile\", or \"profiles\".");
        var rules = ReadRules(section, profile?.ToCalling() ?? CallingRules.Always);
        if (profile is not null)
            CheckAgainst(section, profile, rules);
        foreach (var one in each)
            CheckAgainst(section, one, rules);
        if (each.Length > 0)
            rules = ByCountry(rules, each);
        else if (rules.Hours.Count == 0)
            section.ErrorAt("hours", "No calling hours are given: people would be called at night.", "Add \"profile\": \"france\" (or another country's), or \"hours\", such as [ { \"days\": [\"monday\", \"tuesday\"], \"from\": \"10:00\", \"to\": \"20:00\" } ].");
        section.End();
        return (rules, profile is null ? each : [profile]);
    }

    private static ComplianceProfile[] ReadEach(ConfigReader section)
    {
        var named = section.Texts("profiles", 32);
        foreach (string name in named.Where(name => !Profiles.ContainsKey(name)))
            section.ErrorAt("profiles", $"\"{name}\" is not a profile.", "Use " + string.Join(", ", Profiles.Keys) + ".");
        ComplianceProfile[] each = [.. named.Where(Profiles.ContainsKey).Select(name => Profiles[name])];
        foreach (var country in each.SelectMany(profile => profile.Countries.Select(country => (country, profile.Name))).GroupBy(pair => pair.country).Where(group => group.Count() > 1))
            section.ErrorAt("profiles", $"{string.Join(" and ", country.Select(pair => pair.Name))} are for the same country, {country.Key}.", "Keep one a country.");
        return each;
    }

    /// <summary>Each field that is written in the place of the profile's; what binds at some places or in some time stays beside.</summary>
    private static CallingRules ReadRules(ConfigReader section, CallingRules profile)
    {
        bool hasHours = section.Has("hours");
        PlaceRules[] places = hasHours && profile.EveHours.Count > 0 ? [.. profile.Places, new PlaceRules([], [], null, null, profile with { Places = [] })] : [.. profile.Places];
        return new CallingRules(hasHours ? ReadHours(section) : profile.Hours, ReadHolidays(section))
        {
            EveHours = hasHours ? [] : profile.EveHours,
            Calendar = section.OneOf("calendar", profile.Calendar, Words.Of<HolidayCalendar>()),
            Limits = [.. profile.Limits, .. ReadLimits(section)],
            RefusalCodes = section.Has("refusalCodes") ? section.Texts("refusalCodes", 100).ToHashSet(StringComparer.OrdinalIgnoreCase) : profile.RefusalCodes,
            RestAfterRefusal = Days(section, "restAfterRefusalDays", profile.RestAfterRefusal),
            RestAfterAbandon = TimeSpan.FromHours(section.Number("restAfterAbandonHours", profile.RestAfterAbandon.TotalHours, 0, 8_760)),
            RestAfterMachine = TimeSpan.FromHours(section.Number("restAfterMachineHours", profile.RestAfterMachine.TotalHours, 0, 8_760)),
            ConsentRequired = section.Flag("consentRequired", profile.ConsentRequired),
            ConsentValidFor = Days(section, "consentValidDays", profile.ConsentValidFor),
            AllowedPrefixes = ReadPrefixes(section),
            InternalNumbers = section.Texts("internalNumbers", 10_000).ToHashSet(StringComparer.Ordinal),
            Places = places,
        };
    }

    /// <summary>Numbers of other countries are not dialed; a disposition by which people say no to the campaign is a no in every country.</summary>
    private static CallingRules ByCountry(CallingRules own, ComplianceProfile[] profiles) => own with
    {
        Countries = [.. profiles.SelectMany(profile => profile.Countries)],
        Places = [.. profiles.SelectMany(profile => profile.ToPlaces()).Select(place => place with { Rules = place.Rules with { RefusalCodes = place.Rules.RefusalCodes.Concat(own.RefusalCodes).ToHashSet(StringComparer.OrdinalIgnoreCase) } })],
    };

    /// <summary>What the campaign itself says must not contradict the profile: nobody is to believe that a weaker rule holds.</summary>
    private static void CheckAgainst(ConfigReader section, ComplianceProfile named, CallingRules rules)
    {
        var (name, profile) = (named.Name, named.ToCalling());
        if (section.Has("hours") && rules.Hours.Where(hours => !IsWithin(hours, profile.Hours)).Select(hours => (CallingHours?)hours).FirstOrDefault() is { } beyond)
            section.ErrorAt("hours", $"{Shown(beyond)} is not within the hours of the profile \"{name}\" ({ShownOf(beyond.Day, profile.Hours)}).", "Keep within them; or leave the profile out, and answer for every rule yourself.");
        AttemptLimit[] own = [.. rules.Limits.Skip(rules.Limits.Take(profile.Limits.Count).SequenceEqual(profile.Limits) ? profile.Limits.Count : 0)];
        if (section.Has("limits") && profile.Limits.Count > 0 && (own.Length == 0 || own.Any(limit => profile.Limits.Any(law => limit != law && limit.Count >= law.Count && limit.Window <= law.Window && limit.Scope <= law.Scope))))
            Weaker("limits");
        if (section.Has("restAfterRefusalDays") && rules.RestAfterRefusal < profile.RestAfterRefusal)
            Weaker("restAfterRefusalDays");
        if (section.Has("restAfterAbandonHours") && rules.RestAfterAbandon < profile.RestAfterAbandon)
            Weaker("restAfterAbandonHours");
        if (section.Has("restAfterMachineHours") && rules.RestAfterMachine < profile.RestAfterMachine)
            Weaker("restAfterMachineHours");
        if (section.Has("consentRequired") && !rules.ConsentRequired && named.Rules.Any(rule => rule.Rule == ProfileRuleKind.Consent))
            Weaker("consentRequired");
        if (section.Has("consentValidDays") && profile.ConsentValidFor > TimeSpan.Zero && (rules.ConsentValidFor > profile.ConsentValidFor || rules.ConsentValidFor == TimeSpan.Zero))
            Weaker("consentValidDays");
        if (section.Has("calendar") && profile.Calendar != HolidayCalendar.None && rules.Calendar != profile.Calendar)
            Weaker("calendar");

        void Weaker(string field) =>
            section.ErrorAt(field, $"This is weaker than the profile \"{name}\" has it, and a campaign may only be stricter.", "Leave the field out; or leave the profile out, and answer for every rule yourself.");
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
