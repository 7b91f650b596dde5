namespace Dialer.Core.Routing.Policies;

/// <summary>Routing policies by name.</summary>
public static class RoutingPolicies
{
    public const string LongestIdle = "longestIdle";
    public const string MostSkilled = "mostSkilled";
    public const string SpecialistsFirst = "specialistsFirst";
    public const string FewestCalls = "fewestCalls";
    public const string LeastTalkTime = "leastTalkTime";
    public const string RoundRobin = "roundRobin";
    public const string MostSuccessful = "mostSuccessful";
    public const string PreferredAgent = "preferredAgent";
    public const string Targets = "targets";
    public const string Pooled = "pooled";

    /// <summary>How long only the preferred agent is asked where nothing is said.</summary>
    private static readonly TimeSpan UsualPreference = TimeSpan.FromSeconds(20);

    /// <summary>In the order in which they are compared: ours first, the bound last.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Targets, LongestIdle, MostSkilled, SpecialistsFirst, FewestCalls, LeastTalkTime, RoundRobin, MostSuccessful, PreferredAgent, Pooled];

    /// <summary>A fresh policy, for one distributor; null: the name is unknown.</summary>
    /// <param name="preferredFor">For the preferred agent: how long only he is asked.</param>
    public static IRoutingPolicy? Create(string name, TimeSpan? preferredFor = null) => name switch
    {
        LongestIdle => new LongestIdle(),
        MostSkilled => new MostSkilled(),
        SpecialistsFirst => new SpecialistsFirst(),
        FewestCalls => new FewestCalls(),
        LeastTalkTime => new LeastTalkTime(),
        RoundRobin => new RoundRobin(),
        MostSuccessful => new MostSuccessful(),
        PreferredAgent => new PreferredAgent(preferredFor ?? UsualPreference),
        Targets => new Targets(),
        Pooled => new Pooled(),
        _ => null,
    };
}
