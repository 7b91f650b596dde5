using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>A number by which callers come in.</summary>
/// <param name="Number">As the configuration writes it, and as the line tells it, however a carrier writes it.</param>
public sealed record ServedNumber(TrunkId Trunk, string Number);
