using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Attempts;

/// <summary>All that is known of one attempt when it closes. Instants that did not happen are <see cref="Instant.Never"/>.</summary>
public readonly record struct AttemptOutcome
{
    public required AttemptId Attempt { get; init; }
    public required CampaignId Campaign { get; init; }
    public required LeadId Lead { get; init; }
    public required CallId Call { get; init; }
    public required string Number { get; init; }
    public CallResult Result { get; init; }
    public CpaVerdict Verdict { get; init; }
    public float Confidence { get; init; }

    /// <summary>Why a live verdict was taken back; None: it stands.</summary>
    public RevocationCause Revoked { get; init; }
    public Instant RevokedAt { get; init; }
    public Disposition? Disposition { get; init; }

    /// <summary>Answered live, no agent in time.</summary>
    public bool Abandoned { get; init; }

    /// <summary>The conversation was cut off by the network, or by the loss of the agent's phone: nobody said that it was done.</summary>
    public bool CutOff { get; init; }

    /// <summary>A message was left on a machine.</summary>
    public bool MessageLeft { get; init; }

    /// <summary>False where the trunk failed, so that the try does not count against the lead.</summary>
    public bool Counted { get; init; }
    public AgentId? Agent { get; init; }
    public EndedBy EndedBy { get; init; }

    /// <summary>SIP final status, 0 where none came.</summary>
    public int SipStatus { get; init; }

    /// <summary>Q.850 cause from a Reason header, 0 where none came.</summary>
    public int Q850Cause { get; init; }

    /// <summary>The reason phrase and the Reason header's text as the network sent them; null where none came.</summary>
    public string? Phrase { get; init; }
    public string? ReasonText { get; init; }
    public Instant StartedAt { get; init; }
    public Instant RingingAt { get; init; }
    public Instant AnsweredAt { get; init; }
    public Instant ClassifiedAt { get; init; }
    public Instant ConnectedAt { get; init; }
    public Instant EndedAt { get; init; }
    public Instant ClosedAt { get; init; }
    public RetryDecision Next { get; init; }
}
