using System.Globalization;

namespace Dialer.Server.Configuration;

/// <summary>Days, dates and times of day as files write them.</summary>
internal static class ClockFields
{
    /// <summary>A stretch of hours on named days; empty, with an error said, where it cannot be read.</summary>
    public static IEnumerable<(DayOfWeek Day, TimeOnly From, TimeOnly To)> OnDays(ConfigReader section)
    {
        var days = Words.Of<DayOfWeek>();
        var span = Span(section);
        var named = section.Texts("days", 7);
        section.End();
        if (named.Count > 0 && named.All(days.ContainsKey))
            return span is { } stretch ? named.Select(day => (days[day], stretch.From, stretch.To)) : [];
        section.ErrorAt("days", "The days are missing or not known.", "List days: " + string.Join(", ", days.Keys) + ".");
        return [];
    }

    /// <summary>"from" and "to"; null, with an error said, where they are none.</summary>
    public static (TimeOnly From, TimeOnly To)? Span(ConfigReader section)
    {
        var from = Time(section, "from", "09:00");
        var to = Time(section, "to", "20:00");
        if (from is not { } start || to is not { } end)
            return null;
        if (end > start || end == TimeOnly.MinValue)
            return (start, end);
        section.ErrorAt("to", "The window ends before it begins.", "Let \"to\" be later than \"from\"; a window over midnight is two windows.");
        return null;
    }

    public static DateOnly? Date(ConfigReader section, string field, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (text.Length > 0)
            section.ErrorAt(field, $"\"{text}\" is not a date.", "Write year, month and day, such as \"2026-12-25\".");
        return null;
    }

    /// <summary>24:00, and 00:00 as an end, are the end of the day.</summary>
    private static TimeOnly? Time(ConfigReader section, string field, string example)
    {
        string text = section.RequiredText(field, example);
        if (text == "24:00" && field == "to")
            return TimeOnly.MinValue;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        if (text.Length > 0)
            section.ErrorAt(field, $"\"{text}\" is not a time of day.", $"Write hours and minutes, such as \"{example}\".");
        return null;
    }
}
