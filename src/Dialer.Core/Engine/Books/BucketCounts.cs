using System.Runtime.CompilerServices;

namespace Dialer.Core.Engine.Books;

/// <summary>How many spans were no longer than each of <see cref="Bounds"/>: for monitors that add up histograms. Fixed size, nothing allocated.</summary>
[InlineArray(Length)]
public struct BucketCounts : IEquatable<BucketCounts>
{
    public const int Length = 16;

    private long _first;

    /// <summary>In seconds, growing.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

    public readonly bool Equals(BucketCounts other) => ((ReadOnlySpan<long>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is BucketCounts other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[Length / 2], this[Length - 1]);

    public static bool operator ==(BucketCounts one, BucketCounts other) => one.Equals(other);

    public static bool operator !=(BucketCounts one, BucketCounts other) => !one.Equals(other);
}
