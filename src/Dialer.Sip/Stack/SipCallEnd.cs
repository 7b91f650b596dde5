namespace Dialer.Sip.Stack;

/// <summary>How a call ended that was answered, or an incoming call that was not.</summary>
public readonly record struct SipCallEnd(SipCallEndCause Cause, SipReason? Reason = null);
