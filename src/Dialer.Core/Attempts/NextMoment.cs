using Dialer.Core.Compliance;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Attempts;

/// <summary>When a rule lets a lead be dialed again, on the person's clock. The dial gate's hours hold beside.</summary>
internal static class NextMoment
{
    /// <param name="made">Attempts so far: the hour band changes with them.</param>
    public static Instant Of(RetryRule rule, HolidayCalendar calendar, HopperLead lead, int made, Instant now)
    {
        var at = now + rule.Delay;
        if (rule.WorkingDays == 0 && rule.Bands is not { Count: > 0 })
            return at;
        var clock = lead.TimeZone ?? TimeZoneInfo.Utc;
        var local = LocalMoment.Of(clock, at);
        for (int days = rule.WorkingDays; days > 0; days--)
            local = NextWorkingDay(local, calendar, lead.Region);
        if (rule.Bands is { Count: > 0 } bands)
            local = Into(bands[made % bands.Count], local);
        return Instant.Max(at, LocalMoment.On(clock, local));
    }

    private static DateTime NextWorkingDay(DateTime local, HolidayCalendar calendar, string? region)
    {
        do
            local = local.AddDays(1);
        while (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || PublicHolidays.IsHoliday(calendar, region, DateOnly.FromDateTime(local)));
        return local;
    }

    private static DateTime Into(HourBand band, DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        if (time >= band.From && time < band.To)
            return local;
        return (time < band.From ? local.Date : local.Date.AddDays(1)) + band.From.ToTimeSpan();
    }
}
