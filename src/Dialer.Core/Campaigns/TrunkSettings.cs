using Dialer.Core.Ids;

namespace Dialer.Core.Campaigns;

/// <summary>What the engine must keep of a trunk: how many calls at once, and how many new ones a second, evenly spaced.</summary>
public sealed record TrunkSettings(TrunkId Id, string Name, int Channels, double CallsPerSecond)
{
    /// <summary>Trunks that may take its place where it refuses everything, in this order.</summary>
    public IReadOnlyList<TrunkId> Failover { get; init; } = [];
}
