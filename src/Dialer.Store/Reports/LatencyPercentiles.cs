namespace Dialer.Store.Reports;

/// <summary>Milliseconds at which half, 95 % and 99 % of the measured answers had reached an agent; null: none measured.</summary>
public sealed record LatencyPercentiles(double? P50, double? P95, double? P99, int Count);
