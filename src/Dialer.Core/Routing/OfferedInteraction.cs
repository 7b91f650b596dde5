using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>Somebody who asks for an agent.</summary>
/// <param name="ArrivedAt">From when the wait counts: the caller's INVITE.</param>
public readonly record struct OfferedInteraction(InteractionId Id, QueueId Queue, Instant ArrivedAt)
{
    public Channel Channel { get; init; }

    /// <summary>-100 to 100: by the customer's value, for one; null: the queue's.</summary>
    public int? Priority { get; init; }

    /// <summary>
    /// Of whom it is; default: of none, a caller's. Only agents who take this campaign's people get it, those first whom its
    /// pacing counts on, and nobody is ever kept from it: it was dialed for an agent who is there.
    /// </summary>
    public CampaignId Campaign { get; init; }

    /// <summary>Who spoke with this person last, or owns the lead; asked alone as long as the queue or its policy says.</summary>
    public AgentId? Preferred { get; init; }

    /// <summary>What this one asks for instead of the queue's steps; null: the queue's.</summary>
    public IReadOnlyList<RelaxStep>? Steps { get; init; }
}
