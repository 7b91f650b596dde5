namespace Dialer.Core.Engine.Books;

/// <summary>Spans as a monitor counts them.</summary>
/// <param name="Within">Of each bound, those that were no longer.</param>
/// <param name="Sum">Of all.</param>
public readonly record struct SpanHistogram(long Count, TimeSpan Sum, BucketCounts Within);
