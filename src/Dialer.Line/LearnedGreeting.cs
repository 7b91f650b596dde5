using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Line;

/// <summary>The greeting of a machine that was confirmed as such. A print, from which no speech can be made again.</summary>
/// <param name="Number">As it was dialed, E.164; of an announcement, the number that was the third to share it.</param>
/// <param name="Campaign">With the trunk: the network whose announcements these are.</param>
/// <param name="IsShared">Three numbers of the network share it: nobody's own.</param>
public sealed record LearnedGreeting(string Number, CampaignId Campaign, TrunkId Trunk, GreetingPrint Print, bool IsShared, Instant At);
