namespace Dialer.Core.Channels;

/// <summary>One stretch of a weekday in which work counts. <paramref name="To"/> 00:00: until midnight.</summary>
public readonly record struct WorkingHours(DayOfWeek Day, TimeOnly From, TimeOnly To);
