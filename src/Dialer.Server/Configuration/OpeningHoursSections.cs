using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;

namespace Dialer.Server.Configuration;

/// <summary>Opening hours by name, for queues and for the way of callers.</summary>
internal static class OpeningHoursSections
{
    private const int MostDays = 1_000;

    public static IReadOnlyDictionary<string, OpeningHours> Read(IReadOnlyList<ConfigReader> sections)
    {
        var read = new Dictionary<string, OpeningHours>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            string name = section.RequiredText("name", "office");
            References.Unique(section, "name", name, names);
            read.TryAdd(name, ReadOne(section));
            section.End();
        }
        return read;
    }

    /// <summary>The hours that a section names; null: it names none.</summary>
    public static OpeningHours? Named(ConfigReader section, string field, IReadOnlyDictionary<string, OpeningHours> hours)
    {
        if (section.Text(field, 128) is not { } name)
            return null;
        if (hours.TryGetValue(name, out var found))
            return found;
        section.ErrorAt(field, $"No opening hours are named \"{name}\".", hours.Count == 0 ? "Add them to \"openingHours\"." : "There are: " + string.Join(", ", hours.Keys) + ".");
        return null;
    }

    private static OpeningHours ReadOne(ConfigReader section)
    {
        var zone = References.TimeZone(section, "timeZone");
        if (zone is null && !section.Has("timeZone"))
            section.ErrorAt("timeZone", "This field is missing: whose clock shows these hours?", "Add it, such as \"timeZone\": \"Europe/Paris\".");
        WorkingHours[] week = [.. section.Sections("week", 100).SelectMany(ClockFields.OnDays).Select(stretch => new WorkingHours(stretch.Day, stretch.From, stretch.To))];
        return new OpeningHours(
            week,
            section.OneOf("calendar", HolidayCalendar.None, Words.Of<HolidayCalendar>()),
            section.Text("region", 3),
            [.. section.Sections("days", MostDays).Select(ReadDay).OfType<OpeningDay>()],
            zone ?? TimeZoneInfo.Utc);
    }

    private static OpeningDay? ReadDay(ConfigReader section)
    {
        var date = ClockFields.Date(section, "date", section.RequiredText("date", "2026-12-24"));
        var open = new List<WorkingHours>();
        foreach (var stretch in section.Sections("open", 24))
        {
            if (ClockFields.Span(stretch) is { } span)
                open.Add(new WorkingHours(date?.DayOfWeek ?? default, span.From, span.To));
            stretch.End();
        }
        section.End();
        return date is { } day ? new OpeningDay(day, open) : null;
    }
}
