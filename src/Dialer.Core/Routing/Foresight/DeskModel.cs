namespace Dialer.Core.Routing.Foresight;

/// <summary>A desk in figures, as far as it has been learned: enough to rehearse it. Seconds throughout.</summary>
internal sealed class DeskModel
{
    public required int Queues { get; init; }
    public required int Sets { get; init; }

    /// <summary>Arrivals per second, by queue and hour of the cycle.</summary>
    public required double[][] Rates { get; init; }

    /// <summary>Durations with an agent, wrap-up included, as they were seen, by queue.</summary>
    public required double[][] Durations { get; init; }

    /// <summary>Mean patience, exponential; 0: nobody hangs up.</summary>
    public required double[] Patience { get; init; }
    public required double[] Within { get; init; }
    public required double[] Share { get; init; }
    public required int[] Priority { get; init; }

    /// <summary>Agents, by set.</summary>
    public required int[] Agents { get; init; }

    /// <summary>The wait from which a set may serve a queue; infinite: never. By queue, then set.</summary>
    public required double[][] ServesAfter { get; init; }

    /// <summary>1 to 10, 0 where not at first; by queue, then set.</summary>
    public required int[][] Level { get; init; }

    /// <summary>The queues that a set may ever serve.</summary>
    public required int[][] Served { get; init; }

    public double MeanRate(int queue) => Rates[queue].Average();

    /// <summary>Queues that are alone at the top of what is never kept waiting for another.</summary>
    public int LeastPriority => Priority.Min();
}
