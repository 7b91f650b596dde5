namespace Dialer.Tools.Demo;

/// <summary>Milliseconds.</summary>
public sealed record Percentiles(double? P50, double? P95, double? P99);
