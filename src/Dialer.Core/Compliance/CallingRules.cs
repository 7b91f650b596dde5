namespace Dialer.Core.Compliance;

/// <summary>From (included) to (excluded), on the called person's clock.</summary>
public readonly record struct CallingHours(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>When a campaign may dial, on the called person's clock.</summary>
/// <param name="Hours">Empty: always.</param>
/// <param name="Holidays">Days on which nobody is dialed.</param>
public sealed record CallingRules(IReadOnlyList<CallingHours> Hours, IReadOnlySet<DateOnly> Holidays)
{
    public static CallingRules Always { get; } = new([], new HashSet<DateOnly>());
}
