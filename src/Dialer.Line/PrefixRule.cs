using Dialer.Core.Ids;

namespace Dialer.Line;

/// <param name="Prefix">Leading digits of the number as dialed.</param>
public readonly record struct PrefixRule(string Prefix, TrunkId Trunk);
