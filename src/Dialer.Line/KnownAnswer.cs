using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>A call of an earlier run of which it is known who answered.</summary>
/// <param name="Number">E.164.</param>
/// <param name="RingMs">From the first sign of ringing to the answer; 0: there was none.</param>
public sealed record KnownAnswer(CampaignId Campaign, string Number, int RingMs, RingPattern Pattern, bool Machine);
