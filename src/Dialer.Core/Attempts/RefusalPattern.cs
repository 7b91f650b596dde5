using Dialer.Core.Ids;

namespace Dialer.Core.Attempts;

/// <summary>A trunk ended a campaign's calls at once, one after the other, and nobody was reached.</summary>
/// <param name="Trunk">Which refused them.</param>
/// <param name="Failover">Which the campaign dials by from now on; null: none is left, and the campaign pauses.</param>
/// <param name="Answer">The last one.</param>
/// <param name="Leads">How many leads are given back.</param>
public readonly record struct RefusalPattern(TrunkId Trunk, TrunkId? Failover, NetworkAnswer Answer, int Leads);
