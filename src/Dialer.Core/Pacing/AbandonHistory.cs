namespace Dialer.Core.Pacing;

/// <summary>Counts of earlier runs that still lie in the window, by the instant of their bucket's start.</summary>
public sealed record AbandonHistory(IReadOnlyList<AbandonBucket> Buckets);
