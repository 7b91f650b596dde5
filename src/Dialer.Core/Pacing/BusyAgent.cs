using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <param name="Since">When the phase began.</param>
/// <param name="Leaving">Will pause or log out after this: no supply.</param>
/// <param name="Taken">By an inbound call, another campaign, or a call dialed for this agent alone: by none that the pacing launched.</param>
public readonly record struct BusyAgent(AgentId Agent, BusyPhase Phase, Instant Since, bool Leaving, bool Taken = false);
