using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>Calls from <paramref name="Trunk"/> to <paramref name="CalledNumber"/> wait in <paramref name="Queue"/>.</summary>
/// <param name="CalledNumber">As the carrier sends it, or in any other way that means the same number in the trunk's country; "*": any number of that trunk.</param>
public sealed record InboundRoute(TrunkId Trunk, string CalledNumber, QueueId Queue);
