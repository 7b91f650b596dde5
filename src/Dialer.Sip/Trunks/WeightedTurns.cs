using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Sip.Trunks;

/// <summary>
/// Whose turn it is, in proportion to weights and as evenly as can be: smooth weighted round-robin (as nginx does it). Each
/// turn raises every able member by its weight, and lowers the highest, who is taken, by their sum. No chance is involved.
/// </summary>
internal sealed class WeightedTurns(IReadOnlyList<TrunkWeight> shares)
{
    private readonly long[] _credit = new long[shares.Count];

    /// <summary>Null: nobody is able.</summary>
    public TrunkId? Next(Func<TrunkId, bool> isAble)
    {
        int best = -1;
        long sum = 0;
        for (int i = 0; i < shares.Count; i++)
        {
            if (!isAble(shares[i].Trunk))
                continue;
            sum += shares[i].Weight;
            _credit[i] += shares[i].Weight;
            if (best < 0 || _credit[i] > _credit[best])
                best = i;
        }
        if (best < 0)
            return null;
        _credit[best] -= sum;
        return shares[best].Trunk;
    }
}
