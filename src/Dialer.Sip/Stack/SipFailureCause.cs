namespace Dialer.Sip.Stack;

/// <summary>Why an outgoing call was not answered.</summary>
public enum SipFailureCause : byte
{
    /// <summary>The far end sent a final status of 300 or more; <see cref="SipFailure.StatusCode"/> says which.</summary>
    Refused,

    /// <summary>Nobody answered within <see cref="SipInvite.RingTimeoutMs"/>; we cancelled.</summary>
    RingTimeout,

    /// <summary><see cref="SipCall.Cancel"/> (or <see cref="SipCall.HangUp"/>) of our own.</summary>
    Cancelled,

    /// <summary>No answer of any kind within 64 x T1 (RFC 3261 timer B).</summary>
    NoResponse,

    /// <summary>The socket refused the request, or the connection could not be opened.</summary>
    TransportError,

    /// <summary>The target's name resolved to nothing (RFC 3263).</summary>
    Unresolvable,

    /// <summary>The credentials were refused twice, or there were none for the realm that asked.</summary>
    AuthenticationFailed,

    /// <summary>The stack is at its limit of calls or transactions, or stopping.</summary>
    Overloaded,
}
