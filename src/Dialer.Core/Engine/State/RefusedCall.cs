using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>A call that a trunk ended at once, before anything rang, and what it takes to put its lead back as it stood.</summary>
/// <param name="Lead">As it stood before the call.</param>
/// <param name="Fate">What the retry rule made of it.</param>
internal readonly record struct RefusedCall(AttemptId Attempt, HopperLead Lead, string Number, TrunkId By, NetworkAnswer Answer, Instant StartedAt, LeadFate Fate)
{
    /// <summary>The same answer is the same status and cause; the words beside them may differ from call to call.</summary>
    public bool IsAnsweredAs(in RefusedCall other) => Answer.SipStatus == other.Answer.SipStatus && Answer.Q850Cause == other.Answer.Q850Cause;
}
