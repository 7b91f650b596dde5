namespace Dialer.Core.Compliance;

/// <summary>From (included) to (excluded), on the called person's clock. A <paramref name="To"/> of 00:00 is the end of the day.</summary>
public readonly record struct CallingHours(DayOfWeek Day, TimeOnly From, TimeOnly To)
{
    public bool Contains(DayOfWeek day, TimeOnly time) =>
        day == Day && time >= From && (time < To || To == TimeOnly.MinValue);
}
