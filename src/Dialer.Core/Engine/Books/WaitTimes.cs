namespace Dialer.Core.Engine.Books;

/// <summary>How long people waited; all zero while nobody has.</summary>
/// <param name="P50">This and the other quantiles are at most 3.2 % too long.</param>
public readonly record struct WaitTimes(long Count, TimeSpan Mean, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Longest);
