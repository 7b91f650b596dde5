namespace Dialer.Core.Routing;

/// <summary>A line that a set of skills may serve, and how well and how gladly.</summary>
internal readonly record struct ServedLine(int Line, byte Level, byte Preference);
