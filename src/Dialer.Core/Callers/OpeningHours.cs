using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Time;

namespace Dialer.Core.Callers;

/// <summary>
/// When somebody is there: hours by weekday, public holidays, and days with hours of their own, on the clock of one zone.
/// What counts is what that clock shows: an hour that daylight saving skips is not there, one that it repeats is there twice.
/// </summary>
public sealed record OpeningHours
{
    /// <summary>How far ahead an opening is looked for: beyond the longest calendar of closed days.</summary>
    private const int DaysAhead = 367;


    /// <param name="hours">By weekday; none: open at any hour, but on holidays.</param>
    /// <param name="region">Of the holidays, as in <see cref="PublicHolidays"/>.</param>
    /// <param name="days">Days that have hours of their own; an empty list: closed all day. They come before weekdays and holidays.</param>
    /// <exception cref="ArgumentException">A stretch ends before it begins.</exception>
    public OpeningHours(IReadOnlyList<WorkingHours> hours, HolidayCalendar calendar, string? region, IReadOnlyList<OpeningDay> days, TimeZoneInfo zone)
    {
        foreach (var stretch in hours.Concat(days.SelectMany(day => day.Hours)))
            if (stretch.To != TimeOnly.MinValue && stretch.To <= stretch.From)
                throw new ArgumentException($"{stretch.Day}: the hours must end after they begin", nameof(hours));
        (Hours, Calendar, Region, Days, Zone) = (hours, calendar, region, days, zone);
    }

    public IReadOnlyList<WorkingHours> Hours { get; init; }
    public HolidayCalendar Calendar { get; init; }
    public string? Region { get; init; }
    public IReadOnlyList<OpeningDay> Days { get; init; }
    public TimeZoneInfo Zone { get; init; }

    public bool IsOpen(Instant at)
    {
        var local = LocalMoment.Of(Zone, at);
        var day = DateOnly.FromDateTime(local);
        var time = TimeOnly.FromDateTime(local);
        if (Own(day) is { } own)
            return own.Hours.Any(stretch => Contains(stretch, time));
        if (PublicHolidays.IsHoliday(Calendar, Region, day))
            return false;
        return Hours.Count == 0 || Hours.Any(stretch => stretch.Day == day.DayOfWeek && Contains(stretch, time));
    }

    /// <summary>The first instant from now on at which it is open; Never: none within a year.</summary>
    public Instant NextOpening(Instant now)
    {
        if (IsOpen(now))
            return now;
        var today = DateOnly.FromDateTime(LocalMoment.Of(Zone, now));
        for (int ahead = 0; ahead <= DaysAhead; ahead++)
        {
            var first = Instant.Never;
            var day = today.AddDays(ahead);
            foreach (var from in OpeningsOf(day))
                if (LocalMoment.On(Zone, day.ToDateTime(from)) is var opens && opens > now && opens < first && IsOpen(opens))
                    first = opens;
            if (first != Instant.Never)
                return first;
        }
        return Instant.Never;
    }

    private IEnumerable<TimeOnly> OpeningsOf(DateOnly day)
    {
        if (Own(day) is { } own)
            return own.Hours.Select(stretch => stretch.From);
        return Hours.Count == 0 ? [TimeOnly.MinValue] : Hours.Where(stretch => stretch.Day == day.DayOfWeek).Select(stretch => stretch.From);
    }

    private OpeningDay? Own(DateOnly day)
    {
        foreach (var candidate in Days)
            if (candidate.Date == day)
                return candidate;
        return null;
    }

    private static bool Contains(WorkingHours stretch, TimeOnly time) =>
        time >= stretch.From && (time < stretch.To || stretch.To == TimeOnly.MinValue);
}
