namespace Dialer.Simulation.Desk;

/// <summary>What one routing policy came to over the rehearsed days.</summary>
public sealed record RoutingResult
{
    public required string Name { get; init; }

    /// <summary>Share of the agents' time with callers, wrap-up included, from the second hour to the close.</summary>
    public required double Occupancy { get; init; }

    /// <summary>In the scenario's order.</summary>
    public required IReadOnlyList<QueueResult> Queues { get; init; }

    /// <summary>The least of service level / share aimed at: 1 where every queue meets its target.</summary>
    public double WorstAttainment => Queues.Min(queue => queue.Attainment);
}
