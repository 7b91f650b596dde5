using Dialer.Core.Campaigns;

namespace Dialer.Sip.Trunks;

/// <summary>Which trunks a call tries, in order. Pure.</summary>
internal static class TrunkRouting
{
    /// <summary>A call tries no more trunks than this: each costs the called person's patience.</summary>
    public const int MaxTries = 4;

    /// <summary>First the trunk whose prefix fits the number best, then the campaign's own, then its failover order; each once.</summary>
    public static List<TrunkId> Order(TrunkOptions own, string number)
    {
        List<TrunkId> order = [];
        if (LeastCost(own.Prefixes, number) is { } cheapest) order.Add(cheapest);
        foreach (TrunkId next in (ReadOnlySpan<TrunkId>)[own.Id, .. own.Failover])
        {
            if (order.Count < MaxTries && !order.Contains(next)) order.Add(next);
        }
        return order;
    }

    private static TrunkId? LeastCost(IReadOnlyList<PrefixRule> rules, string number)
    {
        TrunkId? best = null;
        int longest = -1;
        foreach (PrefixRule rule in rules)
        {
            if (rule.Prefix.Length <= longest || !number.StartsWith(rule.Prefix, StringComparison.Ordinal)) continue;
            longest = rule.Prefix.Length;
            best = rule.Trunk;
        }
        return best;
    }
}
