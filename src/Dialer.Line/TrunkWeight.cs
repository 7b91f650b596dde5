using Dialer.Core.Ids;

namespace Dialer.Line;

/// <param name="Weight">1 or more: its share of the sum of all.</param>
public readonly record struct TrunkWeight(TrunkId Trunk, int Weight);
