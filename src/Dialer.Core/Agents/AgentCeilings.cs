namespace Dialer.Core.Agents;

/// <summary>How much telephone an agent is given before there is a rest.</summary>
public sealed record AgentCeilings
{
    /// <summary>Share of the working time with people and their write-ups, over the last half hour, above 0 to 1; 1: no ceiling.</summary>
    public double Occupancy { get; init; } = 1;

    /// <summary>Without a stretch of <see cref="Rest"/> off the telephone; null: no ceiling.</summary>
    public TimeSpan? Unbroken { get; init; }

    /// <summary>How long the rest is; for occupancy as long as brings it back, and no longer than this.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(5);
}
