using Dialer.Core.Ids;
using Dialer.Core.Leads;

namespace Dialer.Core.Attempts;

/// <summary>What is needed of an earlier attempt to judge anew what becomes of its lead.</summary>
/// <param name="Lead">As it was before the attempt, with the number that was dialed as its next one.</param>
/// <param name="Counted">False where the trunk was at fault.</param>
/// <param name="WasMachine">An agent has said so already.</param>
/// <param name="IsLatest">The lead has not been dialed since.</param>
public sealed record PastAttempt(AttemptId Attempt, CampaignId Campaign, HopperLead Lead, string Number, CallResult Result, CpaVerdict Verdict, bool Counted, bool WasMachine, bool IsLatest);
