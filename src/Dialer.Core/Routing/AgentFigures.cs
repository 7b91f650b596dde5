using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>What a policy may order free agents by. Set when the agent becomes free, and fixed until the next time.</summary>
public readonly record struct AgentFigures
{
    public Instant IdleSince { get; init; }

    /// <summary>Interactions taken since the figures were last reset.</summary>
    public long Taken { get; init; }

    /// <summary>Time with them, wrap-up included.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>Number of the last assignment over all agents; 0: none yet.</summary>
    public long LastTurn { get; init; }

    /// <summary>Share of successes, drawn towards everybody's by <see cref="SuccessRate"/>.</summary>
    public double Success { get; init; }
}
