using Dialer.Core.Time;

namespace Dialer.Core.Channels;

/// <summary>
/// When a desk works: hours by weekday and closed days, on the clock of one zone. A target of eight hours runs only while
/// the desk works; a target of twenty seconds runs by the wall clock, with no calendar.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>Days that a target may be searched ahead: two years. A calendar that never opens ends the search.</summary>
    private const int MostDays = 731;

    private readonly List<WorkingHours> _hours;
    private readonly HashSet<DateOnly> _closed;
    private readonly TimeZoneInfo _zone;

    /// <exception cref="ArgumentException">A stretch ends before it begins, or there is none.</exception>
    public WorkingCalendar(IReadOnlyList<WorkingHours> hours, IReadOnlyList<DateOnly> closedDays, TimeZoneInfo zone)
    {
        if (hours.Count == 0)
            throw new ArgumentException("a working calendar needs at least one stretch of hours", nameof(hours));
        foreach (var stretch in hours)
            if (stretch.To != TimeOnly.MinValue && stretch.To <= stretch.From)
                throw new ArgumentException($"{stretch.Day}: the hours must end after they begin", nameof(hours));
        _hours = [.. hours.OrderBy(stretch => stretch.From)];
        _closed = [.. closedDays];
        _zone = zone;
    }

    /// <summary>The instant at which so much working time has passed since <paramref name="from"/>; Never: not within two years.</summary>
    public Instant Add(Instant from, TimeSpan working)
    {
        var left = working;
        var last = from;
        for (int ahead = -1; ahead < MostDays; ahead++)
            foreach (var (opens, closes) in StretchesOf(LocalDay(from).AddDays(ahead)))
            {
                var start = Instant.Max(opens, last);
                if (closes <= start)
                    continue;
                if (closes - start >= left)
                    return start + left;
                left -= closes - start;
                last = closes;
            }
        return Instant.Never;
    }

    /// <summary>Working time between two instants; what lies beyond two years is not counted.</summary>
    public TimeSpan Between(Instant from, Instant to)
    {
        var sum = TimeSpan.Zero;
        var last = from;
        var lastDay = LocalDay(to);
        int ahead = 0;
        for (var day = LocalDay(from).AddDays(-1); day <= lastDay && ahead < MostDays; day = day.AddDays(1), ahead++)
            foreach (var (opens, closes) in StretchesOf(day))
            {
                var start = Instant.Max(opens, last);
                var end = Instant.Min(closes, to);
                if (end <= start)
                    continue;
                sum += end - start;
                last = end;
            }
        return sum;
    }

    private IEnumerable<(Instant Opens, Instant Closes)> StretchesOf(DateOnly day)
    {
        if (_closed.Contains(day))
            yield break;
        foreach (var stretch in _hours)
            if (stretch.Day == day.DayOfWeek)
                yield return (At(day.ToDateTime(stretch.From)), At(stretch.To == TimeOnly.MinValue ? day.AddDays(1).ToDateTime(TimeOnly.MinValue) : day.ToDateTime(stretch.To)));
    }

    /// <summary>An hour that daylight saving skips is taken at the instant where it would have been; one that comes twice, at its first.</summary>
    private Instant At(DateTime local)
    {
        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.GetUtcOffset(_zone.IsInvalidTime(local) ? local.AddHours(-2) : local);
        return new Instant(local.Ticks - offset.Ticks - DateTimeOffset.UnixEpoch.Ticks);
    }

    private DateOnly LocalDay(Instant at) => DateOnly.FromDateTime(LocalMoment.Of(_zone, at));
}
