using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Sip.Trunks;

/// <summary>Which trunks a call tries, in order. Pure.</summary>
internal static class TrunkRouting
{
    /// <summary>A call is sent to no more trunks than this: each costs the called person's patience.</summary>
    public const int MaxTries = 4;

    /// <summary>
    /// First the trunk whose prefix fits the number best, then the one whose turn it is by weight, then the others of the
    /// weights, the campaign's own and its failover order; each once.
    /// </summary>
    /// <param name="turn">The trunk whose turn it is; null: none is able to serve, or there are no weights.</param>
    public static List<TrunkId> Order(TrunkOptions own, string number, TrunkId? turn = null)
    {
        List<TrunkId> order = [];
        Add(order, LeastCost(own.Prefixes, number));
        Add(order, turn);
        foreach (var each in Members(own))
            Add(order, each);
        return order;
    }

    /// <summary>All trunks that may serve calls ordered by this one, whatever the number is: those of its weights, itself, its failover.</summary>
    public static IEnumerable<TrunkId> Members(TrunkOptions own) =>
        own.Weights.OrderByDescending(share => share.Weight).Select(share => share.Trunk).Append(own.Id).Concat(own.Failover).Distinct();

    private static void Add(List<TrunkId> order, TrunkId? next)
    {
        if (next is { } trunk && !order.Contains(trunk))
            order.Add(trunk);
    }

    private static TrunkId? LeastCost(IReadOnlyList<PrefixRule> rules, string number)
    {
        TrunkId? best = null;
        int longest = -1;
        foreach (var rule in rules)
        {
            if (rule.Prefix.Length <= longest || !number.StartsWith(rule.Prefix, StringComparison.Ordinal))
                continue;
            longest = rule.Prefix.Length;
            best = rule.Trunk;
        }
        return best;
    }
}
