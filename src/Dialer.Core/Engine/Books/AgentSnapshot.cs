using Dialer.Core.Agents;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Books;

/// <summary>One agent at one instant.</summary>
public readonly record struct AgentSnapshot
{
    public AgentId Agent { get; init; }
    public string Name { get; init; }
    public AgentState State { get; init; }
    public Instant Since { get; init; }

    /// <summary>Why NotReady; the reason of a pause that will take effect.</summary>
    public string? Reason { get; init; }

    /// <summary>A pause or log-out was asked for and has not taken effect.</summary>
    public bool Leaving { get; init; }

    /// <summary>The other party's leg; None without one.</summary>
    public CallId Call { get; init; }
    public InteractionId Interaction { get; init; }
    public CampaignId Campaign { get; init; }

    /// <summary>The person's lead; 0 for a caller, or without a call.</summary>
    public LeadId Lead { get; init; }

    /// <summary>The other party's number as shown; null without a call.</summary>
    public string? Party { get; init; }

    /// <summary>Up to this instant, the present state's time included.</summary>
    public StateTimes Times { get; init; }
    public long Calls { get; init; }
}
