using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>
/// Calling hours and holidays on the called person's clock. What counts is what that clock shows: an hour that
/// daylight saving skips is not there, one that it repeats is there twice.
/// </summary>
internal static class CallingWindow
{
    /// <summary>How far ahead an opening is looked for. A year and a day: beyond the longest calendar of closed days.</summary>
    private const int DaysAhead = 367;

    private static readonly TimeSpan BothWithin = TimeSpan.FromDays(21);

    public static DialRefusal Check(CallingRules rules, string? region, TimeZoneInfo timeZone, Instant now)
    {
        if (rules.Hours.Count == 0 && rules.Calendar == HolidayCalendar.None && rules.Holidays.Count == 0)
            return DialRefusal.None;
        var local = LocalMoment.Of(timeZone, now);
        var day = DateOnly.FromDateTime(local);
        if (IsHoliday(rules, region, day))
            return DialRefusal.Holiday;
        return IsOpen(HoursOf(rules, region, day), day.DayOfWeek, TimeOnly.FromDateTime(local)) ? DialRefusal.None : DialRefusal.OutsideCallingWindow;
    }

    /// <summary>The first instant from now on that the rules allow; Never: none within a year.</summary>
    public static Instant NextOpening(CallingRules rules, string? region, TimeZoneInfo timeZone, Instant now)
    {
        var today = DateOnly.FromDateTime(LocalMoment.Of(timeZone, now));
        for (int ahead = 0; ahead <= DaysAhead; ahead++)
        {
            var day = today.AddDays(ahead);
            if (IsHoliday(rules, region, day))
                continue;
            var opening = FirstOpeningOf(HoursOf(rules, region, day), day, timeZone, now);
            if (opening != Instant.Never)
                return opening;
        }
        return Instant.Never;
    }

    /// <summary>The first instant from now on that both clocks allow; Never: none within three weeks, in which every week's hours have come round.</summary>
    public static Instant NextOpening(CallingRules rules, string? region, TimeZoneInfo one, TimeZoneInfo other, Instant now)
    {
        var opening = NextOpening(rules, region, one, now);
        if (one.Equals(other))
            return opening;
        var last = now + BothWithin;
        while (opening < last)
        {
            var allowed = NextOpening(rules, region, other, opening);
            if (allowed == opening || allowed == Instant.Never)
                return allowed;
            opening = NextOpening(rules, region, one, allowed);
            if (opening == allowed)
                return opening;
        }
        return Instant.Never;
    }

    private static Instant FirstOpeningOf(IReadOnlyList<CallingHours> hours, DateOnly day, TimeZoneInfo timeZone, Instant now)
    {
        if (hours.Count == 0)
            return OpeningAt(new CallingHours(day.DayOfWeek, TimeOnly.MinValue, TimeOnly.MinValue), day, timeZone, now);
        var first = Instant.Never;
        for (int i = 0; i < hours.Count; i++)
            if (hours[i].Day == day.DayOfWeek)
                first = Instant.Min(first, OpeningAt(hours[i], day, timeZone, now));
        return first;
    }

    /// <summary>The first instant of one window of one day, not before now; Never: none.</summary>
    private static Instant OpeningAt(CallingHours hours, DateOnly day, TimeZoneInfo timeZone, Instant now)
    {
        var from = day.ToDateTime(hours.From);
        // A skipped hour may swallow the opening: the window then opens with the first minute that exists.
        while (timeZone.IsInvalidTime(from) && from.Day == day.Day)
            from = from.AddMinutes(1);
        Span<Instant> candidates = stackalloc Instant[3];
        int count = 0;
        if (timeZone.IsAmbiguousTime(from))
            foreach (var offset in timeZone.GetAmbiguousTimeOffsets(from))
                candidates[count++] = At(from, offset);
        else
            candidates[count++] = At(from, timeZone.GetUtcOffset(from));
        candidates[count++] = now;
        var first = Instant.Never;
        for (int i = 0; i < count; i++)
            if (candidates[i] >= now && IsInside(hours, day, timeZone, candidates[i]))
                first = Instant.Min(first, candidates[i]);
        return first;
    }

    private static bool IsInside(CallingHours hours, DateOnly day, TimeZoneInfo timeZone, Instant at)
    {
        var local = LocalMoment.Of(timeZone, at);
        return DateOnly.FromDateTime(local) == day && hours.Contains(day.DayOfWeek, TimeOnly.FromDateTime(local));
    }

    private static bool IsOpen(IReadOnlyList<CallingHours> hours, DayOfWeek day, TimeOnly time)
    {
        if (hours.Count == 0)
            return true;
        for (int i = 0; i < hours.Count; i++)
            if (hours[i].Contains(day, time))
                return true;
        return false;
    }

    private static IReadOnlyList<CallingHours> HoursOf(CallingRules rules, string? region, DateOnly day) =>
        rules.EveHours.Count > 0 && IsHoliday(rules, region, day.AddDays(1)) ? rules.EveHours : rules.Hours;

    private static bool IsHoliday(CallingRules rules, string? region, DateOnly day) =>
        rules.Holidays.Contains(day) || PublicHolidays.IsHoliday(rules.Calendar, region, day);

    private static Instant At(DateTime local, TimeSpan offset) => new(local.Ticks - offset.Ticks - DateTimeOffset.UnixEpoch.Ticks);
}
