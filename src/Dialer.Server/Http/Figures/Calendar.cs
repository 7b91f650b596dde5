namespace Dialer.Server.Http.Figures;

/// <summary>The periods of a report: where the one begins that a moment lies in, and where the next does.</summary>
internal sealed class Calendar(Period by, TimeZoneInfo zone, DateTimeOffset from)
{
    public DateTimeOffset Begin(DateTimeOffset at)
    {
        if (by == Period.All)
            return TimeZoneInfo.ConvertTime(from, zone);
        var local = TimeZoneInfo.ConvertTime(at, zone);

        // An hour that comes twice in autumn is two hours, each by its offset.
        if (by == Period.Hour)
            return new DateTimeOffset(local.Year, local.Month, local.Day, local.Hour, 0, 0, local.Offset);
        var day = by == Period.Day ? local.Date : local.Date.AddDays(-(((int)local.DayOfWeek + 6) % 7));
        return Midnight(day);
    }

    public DateTimeOffset Next(DateTimeOffset begin) => by switch
    {
        Period.Hour => Begin(begin + TimeSpan.FromHours(1)),
        Period.Day => Midnight(begin.Date.AddDays(1)),
        Period.Week => Midnight(begin.Date.AddDays(7)),
        Period.All => DateTimeOffset.MaxValue,
    };

    /// <summary>Where the clock has no midnight that day, the first moment after.</summary>
    private DateTimeOffset Midnight(DateTime day)
    {
        while (zone.IsInvalidTime(day))
            day = day.AddMinutes(30);
        return new DateTimeOffset(day, zone.IsAmbiguousTime(day) ? zone.GetAmbiguousTimeOffsets(day).Max() : zone.GetUtcOffset(day));
    }
}
