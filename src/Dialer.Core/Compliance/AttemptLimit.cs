namespace Dialer.Core.Compliance;

/// <summary>At most so many calls to one number in each rolling window of that length.</summary>
/// <param name="Count">1 to <see cref="MostCounted"/>.</param>
public readonly record struct AttemptLimit(int Count, TimeSpan Window, LimitScope Scope = LimitScope.Everyone)
{
    /// <summary>The gate remembers this many of the latest calls to a number.</summary>
    public const int MostCounted = 64;
}
