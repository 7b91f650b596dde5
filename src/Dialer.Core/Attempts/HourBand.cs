namespace Dialer.Core.Attempts;

/// <summary>From (included) to (excluded), on the called person's clock, within one day.</summary>
public readonly record struct HourBand(TimeOnly From, TimeOnly To);
