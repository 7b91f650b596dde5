using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <param name="Segment">Opaque class of lead (list, prefix, attempt count) for learned answer rates.</param>
/// <param name="AnsweredAt">Never while it rings; set while its verdict is open.</param>
/// <param name="RingingAt">When the network said that it rings; Never: not yet.</param>
public readonly record struct CallInFlight(AttemptId Attempt, Instant DialedAt, int Segment, Instant AnsweredAt, Instant RingingAt)
{
    /// <summary>As it was judged when it was dialed.</summary>
    public LeadChance Chance { get; init; }
}
