using Dialer.Core.Ids;

namespace Dialer.Sip.Calls;

/// <summary>What a refusal by the network means to us.</summary>
/// <param name="TrunkFault">The trunk failed, not the called party: the attempt does not count against the lead.</param>
/// <param name="TryNextTrunk">Another trunk may do better.</param>
public readonly record struct CallEnding(CallResult Result, bool TrunkFault = false, bool TryNextTrunk = false);
