using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>Why somebody waits, or who has taken him.</summary>
public sealed record RoutingExplanation
{
    public required InteractionId Interaction { get; init; }
    public required QueueId Queue { get; init; }
    public required string Policy { get; init; }
    public required WaitingReason Reason { get; init; }
    public required TimeSpan Waited { get; init; }
    public required int Priority { get; init; }

    /// <summary>In which step of relaxing, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>What is asked of an agent now; empty: nothing.</summary>
    public required string Asks { get; init; }

    /// <summary>When less will be asked, or it goes before everybody; null: nothing will change.</summary>
    public TimeSpan? RelaxesAfter { get; init; }

    /// <summary>Those who came earlier into the same line.</summary>
    public required int Ahead { get; init; }

    /// <summary>Ready agents who may serve, busy ones included, and those of them who are free.</summary>
    public required int AgentsWhoMay { get; init; }
    public required int FreeWhoMay { get; init; }

    /// <summary>Who holds it, or is waited for.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>Where a free agent is kept for others: what serving now would be worth; 0 or less, or it were served.</summary>
    public double? Gain { get; init; }
}
