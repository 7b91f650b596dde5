using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

public enum InteractionEnd : byte
{
    /// <summary>Spoke with an agent.</summary>
    Handled,

    /// <summary>The caller left while waiting.</summary>
    CallerHungUpInQueue,

    /// <summary>Ours: answered live, no agent in time.</summary>
    Abandoned,

    /// <summary>Refused: queue full, or nobody to serve it.</summary>
    Refused,
    Interrupted,

    /// <summary>Taken for a person without analysis, and a machine after all.</summary>
    NotAPerson,
}

/// <summary>All that is known of one conversation when it closes; outbound ones name their attempt.</summary>
public readonly record struct InteractionRecord
{
    public required InteractionId Interaction { get; init; }
    public required QueueId Queue { get; init; }
    public required CallId Call { get; init; }

    /// <summary>0 for inbound.</summary>
    public AttemptId Attempt { get; init; }

    /// <summary>The other party's number as shown, may be empty.</summary>
    public string Party { get; init; }
    public InteractionEnd End { get; init; }
    public AgentId? Agent { get; init; }
    public Disposition? Disposition { get; init; }
    public Instant ArrivedAt { get; init; }
    public Instant ConnectedAt { get; init; }
    public Instant EndedAt { get; init; }
    public Instant ClosedAt { get; init; }
}
