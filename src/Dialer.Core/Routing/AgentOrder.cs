namespace Dialer.Core.Routing;

/// <summary>What the free agents of a set stand in order by: the smaller goes first, then who became free earlier.</summary>
public enum AgentOrder : byte
{
    /// <summary>Since when idle: the longest first.</summary>
    IdleSince,

    /// <summary>Interactions taken since the figures were last reset.</summary>
    Taken,

    /// <summary>Time with them, wrap-up included.</summary>
    Busy,

    /// <summary>The last assignment, counted over all agents: whose turn is longest ago.</summary>
    LastTurn,

    /// <summary>Share of successes, drawn towards everybody's by <see cref="SuccessRate"/>: the highest first.</summary>
    Success,
}
