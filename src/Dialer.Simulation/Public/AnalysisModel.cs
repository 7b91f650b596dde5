using Dialer.Core.Campaigns;

namespace Dialer.Simulation.Public;

/// <summary>How well, and how fast, machines are told from people.</summary>
public sealed record AnalysisModel
{
    public AnalysisMode Mode { get; init; } = AnalysisMode.Detect;

    /// <summary>From the answer to the verdict.</summary>
    public double Seconds { get; init; }

    /// <summary>Share of people taken for machines.</summary>
    public double LiveAsMachine { get; init; }
    public double MachineAsLive { get; init; }

    /// <summary>What a machine costs an agent who gets it.</summary>
    public double AgentSecondsPerMachine { get; init; } = 12;
}
