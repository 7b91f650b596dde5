namespace Dialer.Core.Ids;

public readonly record struct TrunkId(int Value);
