using Dialer.Core.Compliance;
using Dialer.Core.Time;

namespace Dialer.Core.Campaigns;

/// <summary>The campaign's own day: how much dialing time is left of it.</summary>
internal static class CampaignDay
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Now plus the dialing hours that are left today on the campaign's clock, pauses between them left out, and no
    /// later than its planned end. Never: no hours are set and no end is planned, so that nobody knows.
    /// </summary>
    /// <param name="until">When to work it out again.</param>
    public static Instant DialingEnds(CampaignSettings settings, Instant now, out Instant until)
    {
        until = now + LookAgain;
        var hours = settings.Calling.Hours.Count > 0 ? settings.Calling.Hours : EachCountrys(settings.Calling.Places);
        if (hours.Count == 0)
            return settings.PlannedEnd;
        var local = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), settings.TimeZone);
        var left = TimeSpan.Zero;
        var last = TimeSpan.Zero;
        for (int i = 0; i < hours.Count; i++)
        {
            if (hours[i].Day != local.DayOfWeek)
                continue;
            var to = hours[i].To == TimeOnly.MinValue ? TimeSpan.FromDays(1) : hours[i].To.ToTimeSpan();
            var from = hours[i].From.ToTimeSpan() > local.TimeOfDay ? hours[i].From.ToTimeSpan() : local.TimeOfDay;
            if (to > from)
                left += to - from;
            last = to > last ? to : last;
        }

        // Hours that overlap are not counted twice.
        if (left > last - local.TimeOfDay)
            left = last > local.TimeOfDay ? last - local.TimeOfDay : TimeSpan.Zero;
        return Instant.Min(now + left, settings.PlannedEnd);
    }

    /// <summary>Of a campaign whose rules are those of the called countries: dialing ends with the last of them.</summary>
    private static IReadOnlyList<CallingHours> EachCountrys(IReadOnlyList<PlaceRules> places) =>
        places.Count == 0 ? [] : [.. places.Where(place => place.States.Count == 0).SelectMany(place => place.Rules.Hours)];
}
