using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Sip.Calls;

/// <summary>The first second of what answered a number, and whether it was recognised.</summary>
internal readonly record struct HeardGreeting(string? Number, CampaignId Campaign, TrunkId Trunk, GreetingPrint Print, MemoryScope Matched);
