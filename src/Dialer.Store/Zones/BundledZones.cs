using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Dialer.Store.Zones;

/// <summary>
/// Time zones by their IANA name, from the data that this release carries and not from the machine's: two machines answer a
/// replay alike, a bare system needs no tzdata, and a zone's next change comes with a release. Right from
/// <see cref="FirstYear"/> to <see cref="LastYear"/>.
/// </summary>
public static class BundledZones
{
    /// <summary>Nobody was called by this program before.</summary>
    public const int FirstYear = 2015;
    public const int LastYear = 2099;

    private static readonly HashSet<string> Known = [.. DateTimeZoneProviders.Tzdb.Ids];
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Made = new(StringComparer.Ordinal);

    /// <summary>The release of the IANA data, such as 2026a.</summary>
    public static string Version => TzdbDateTimeZoneSource.Default.TzdbVersion;

    public static IReadOnlyCollection<string> Names => Known;

    /// <param name="name">As IANA writes it, such as Europe/Paris.</param>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = Known.Contains(name) ? Made.GetOrAdd(name, Make) : null;
        return zone is not null;
    }

    /// <exception cref="TimeZoneNotFoundException">There is none of this name.</exception>
    public static TimeZoneInfo Find(string name) =>
        TryFind(name, out var zone) ? zone : throw new TimeZoneNotFoundException($"There is no time zone \"{name}\".");

    private static TimeZoneInfo Make(string name)
    {
        if (name == TimeZoneInfo.Utc.Id)
            return TimeZoneInfo.Utc;
        var zone = DateTimeZoneProviders.Tzdb[name];
        var standard = zone.GetZoneInterval(Start(FirstYear)).WallOffset.ToTimeSpan();
        var rules = new List<TimeZoneInfo.AdjustmentRule>();
        for (int year = FirstYear; year <= LastYear; year++)
            AddYear(rules, zone, year, standard);
        return TimeZoneInfo.CreateCustomTimeZone(name, standard, name, name, name, [.. rules]);
    }

    private static Instant Start(int year) => Instant.FromUtc(year, 1, 1, 0, 0);

    private static void AddYear(List<TimeZoneInfo.AdjustmentRule> rules, DateTimeZone zone, int year, TimeSpan standard)
    {
        var changes = ChangesOf(zone, year);
        DateTime first = new(year, 1, 1), last = new(year, 12, 31);
        if (changes.Count == 0)
            rules.Add(Still(first, last, WallAt(zone, new LocalDate(year, 7, 1)) - standard));
        else if (changes.Count == 2 && changes[0].Before == changes[1].After)
            rules.Add(ThereAndBack(first, last, changes[0], changes[1], standard));
        else
            AddOneByOne(rules, changes, first, last, standard);
    }

    /// <summary>A rule a change, and one for the rest of the year in which nothing changes.</summary>
    private static void AddOneByOne(List<TimeZoneInfo.AdjustmentRule> rules, List<Change> changes, DateTime first, DateTime last, TimeSpan standard)
    {
        foreach (var (change, next) in changes.Zip(changes.Skip(1)))
        {
            rules.Add(Once(first, Between(change, next), change, standard));
            first = Between(change, next).AddDays(1);
        }
        var end = changes[^1].At.Date.AddDays(2);
        rules.Add(Once(first, end < last ? end : last, changes[^1], standard));
        if (end < last)
            rules.Add(Still(end.AddDays(1), last, changes[^1].After - standard));
    }

    private static TimeSpan WallAt(DateTimeZone zone, LocalDate day) => zone.AtStartOfDay(day).Offset.ToTimeSpan();

    /// <summary>Those whose wall clock says this year before they happen.</summary>
    private static List<Change> ChangesOf(DateTimeZone zone, int year)
    {
        var changes = new List<Change>();
        foreach (var interval in zone.GetZoneIntervals(Start(year) - Duration.FromDays(2), Start(year + 1) + Duration.FromDays(2)))
            if (interval.HasEnd && interval.IsoLocalEnd.Year == year)
            {
                var after = zone.GetZoneInterval(interval.End).WallOffset.ToTimeSpan();
                if (after != interval.WallOffset.ToTimeSpan())
                    changes.Add(new Change(interval.IsoLocalEnd.ToDateTimeUnspecified(), interval.WallOffset.ToTimeSpan(), after));
            }
        return changes;
    }

    private static DateTime Between(in Change one, in Change next) => one.At.Date.AddDays((next.At.Date - one.At.Date).Days / 2);

    private static TimeZoneInfo.AdjustmentRule Still(DateTime first, DateTime last, TimeSpan shift) => TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
        first, last, TimeSpan.Zero, At(first), At(first.AddMilliseconds(1)), shift);

    /// <summary>The framework knows a lower and a higher clock a year; which of them a country calls summer time does not matter here.</summary>
    private static TimeZoneInfo.AdjustmentRule ThereAndBack(DateTime first, DateTime last, in Change there, in Change back, TimeSpan standard)
    {
        bool isUp = there.After > there.Before;
        var lower = isUp ? there.Before : there.After;
        return TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            first, last, (there.After - there.Before).Duration(), At(isUp ? there.At : back.At), At(isUp ? back.At : there.At), lower - standard);
    }

    /// <summary>Midnight of 1 January as the other change stands for the year's begin or end: to the framework it is no change.</summary>
    private static TimeZoneInfo.AdjustmentRule Once(DateTime first, DateTime last, in Change change, TimeSpan standard)
    {
        var edge = At(new DateTime(first.Year, 1, 1));
        bool isUp = change.After > change.Before;
        var lower = isUp ? change.Before : change.After;
        return TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            first, last, (change.After - change.Before).Duration(), isUp ? At(change.At) : edge, isUp ? edge : At(change.At), lower - standard);
    }

    private static TimeZoneInfo.TransitionTime At(DateTime local) =>
        TimeZoneInfo.TransitionTime.CreateFixedDateRule(DateTime.MinValue + local.TimeOfDay, local.Month, local.Day);

    /// <param name="At">By the wall clock before it.</param>
    private readonly record struct Change(DateTime At, TimeSpan Before, TimeSpan After);
}
