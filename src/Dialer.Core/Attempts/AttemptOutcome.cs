using Dialer.Core.Agents;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Attempts;

public readonly record struct AttemptId(long Value);

/// <summary>A network leg: to a called person, from a caller, or an agent's nailed-up leg.</summary>
public readonly record struct CallId(long Value)
{
    public static readonly CallId None = new(0);

    /// <summary>Ids of calls that arrive are given by the line, from here up; the engine's own stay below.</summary>
    public const long FirstInbound = 1L << 48;
}

/// <summary>Who ended a call.</summary>
public enum EndedBy : byte
{
    Network = 0,
    CalledParty,
    Dialer,
    Agent,
}

/// <summary>What the agent said of the conversation: a code from the campaign's list, and a free note.</summary>
/// <param name="CallBackAt">A promise to call again then; null: none.</param>
/// <param name="Done">The lead is finished for this campaign (sale, refusal), whatever the retry rule says.</param>
/// <param name="DoNotCall">The person objected: the number goes on the do-not-call list at once.</param>
/// <param name="WasMachine">The agent's truth against the analyzer's verdict.</param>
public sealed record Disposition(string Code, string? Note = null, Instant? CallBackAt = null, bool Done = true, bool DoNotCall = false, bool WasMachine = false);

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
    public Disposition? Disposition { get; init; }

    /// <summary>Answered live, no agent in time.</summary>
    public bool Abandoned { get; init; }

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
    public Instant StartedAt { get; init; }
    public Instant RingingAt { get; init; }
    public Instant AnsweredAt { get; init; }
    public Instant ClassifiedAt { get; init; }
    public Instant ConnectedAt { get; init; }
    public Instant EndedAt { get; init; }
    public Instant ClosedAt { get; init; }
    public RetryDecision Next { get; init; }
}
