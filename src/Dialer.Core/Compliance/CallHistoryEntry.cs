using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <param name="Number">E.164.</param>
public readonly record struct CallHistoryEntry(CampaignId Campaign, string Number, CallHistoryKind Kind, Instant At)
{
    /// <summary>Whom an attempt was meant for; 0: not known.</summary>
    public PersonId Person { get; init; }
}
