namespace Dialer.Core.Time;

/// <summary>A date and time of day as somebody reads it from a clock, and the instant.</summary>
internal static class LocalMoment
{
    /// <summary>What a clock shows at an instant.</summary>
    public static DateTime Of(TimeZoneInfo clock, Instant at)
    {
        var utc = new DateTime(at.Ticks + DateTimeOffset.UnixEpoch.Ticks, DateTimeKind.Utc);
        return DateTime.SpecifyKind(utc + clock.GetUtcOffset(utc), DateTimeKind.Unspecified);
    }

    /// <summary>An hour that daylight saving skips begins with the first minute that exists; of one that it repeats the first counts.</summary>
    /// <param name="local">Within the years 2 to 9998, so that no clock leaves the calendar.</param>
    public static Instant On(TimeZoneInfo clock, DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (clock.IsInvalidTime(local))
            local = local.AddMinutes(1).AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
        var offset = clock.GetUtcOffset(local);
        if (clock.IsAmbiguousTime(local))
            foreach (var other in clock.GetAmbiguousTimeOffsets(local))
                offset = other > offset ? other : offset;
        return new Instant(local.Ticks - offset.Ticks - DateTimeOffset.UnixEpoch.Ticks);
    }
}
