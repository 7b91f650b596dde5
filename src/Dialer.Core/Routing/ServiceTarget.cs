namespace Dialer.Core.Routing;

/// <summary>A service level: this share of all who were offered is answered within this wait.</summary>
/// <param name="Share">Above 0, at most 1.</param>
/// <param name="Within">Counted from the caller's INVITE; a target in hours runs by the queue's working calendar.</param>
public readonly record struct ServiceTarget(double Share, TimeSpan Within)
{
    /// <summary>80 % within 20 s: where nothing is said.</summary>
    public static ServiceTarget Within20Seconds { get; } = new(0.8, TimeSpan.FromSeconds(20));

    public static ServiceTarget Within30Seconds { get; } = new(0.8, TimeSpan.FromSeconds(30));

    /// <summary>NF 345 (NF Service, relation client): 80 % within 90 s.</summary>
    public static ServiceTarget Nf345 { get; } = new(0.8, TimeSpan.FromSeconds(90));

    /// <summary>The one formula, everywhere: answered within the target / offered. Nobody offered: 1.</summary>
    public static double Level(long answeredWithin, long offered) => offered == 0 ? 1 : (double)answeredWithin / offered;
}
