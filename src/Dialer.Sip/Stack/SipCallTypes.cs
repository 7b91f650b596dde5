namespace Dialer.Sip.Stack;

public enum SipCallDirection : byte
{
    Outgoing,
    Incoming,
}

/// <summary>Where a call stands. One sentence each; see <see cref="SipCall"/> for who moves it.</summary>
public enum SipCallState : byte
{
    /// <summary>Outgoing: the INVITE left, or waits for a name to resolve. Incoming: the INVITE came, nothing was answered yet.</summary>
    Inviting,

    /// <summary>A provisional answer was received or sent.</summary>
    Early,

    /// <summary>A 2xx was received or sent; the dialog stands.</summary>
    Answered,

    /// <summary>We asked for the end (CANCEL or BYE) and the far end has not confirmed it yet.</summary>
    Ending,

    /// <summary>Over. Nothing more is reported.</summary>
    Ended,
}

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

/// <summary>A Reason header (RFC 3326). <paramref name="Protocol"/> is "Q.850" or "SIP"; <paramref name="Cause"/> 0 when absent.</summary>
public sealed record SipReason(string Protocol, int Cause, string? Text = null)
{
    public static SipReason Q850(int cause, string? text = null) => new("Q.850", cause, text);
}

/// <summary>How an outgoing call failed. <paramref name="StatusCode"/> is 0 when the far end sent none.</summary>
/// <remarks>
/// ReasonPhrase: As received; may be empty.
/// Q850Cause: From a Reason header; 0 when absent.
/// RetryAfterSeconds: From Retry-After; null when absent.
/// LateAnswer: True if a 2xx crossed our CANCEL: the stack has sent ACK and BYE.
/// RedirectTarget: The first Contact of a 3xx; null otherwise.
/// </remarks>
public readonly record struct SipFailure(
    SipFailureCause Cause,
    int StatusCode,
    string ReasonPhrase,
    int Q850Cause = 0,
    int? RetryAfterSeconds = null,
    bool LateAnswer = false,
    SipUri? RedirectTarget = null);

public enum SipCallEndCause : byte
{
    /// <summary>The far end sent BYE.</summary>
    RemoteBye,

    /// <summary>We sent BYE.</summary>
    LocalBye,

    /// <summary>Incoming, before an answer: the caller sent CANCEL.</summary>
    RemoteCancel,

    /// <summary>Incoming, before an answer: we rejected it.</summary>
    LocalReject,

    /// <summary>Incoming: our 2xx was never acknowledged within 64 x T1; the stack has sent BYE.</summary>
    AckTimeout,

    /// <summary>The session timer ran out without a refresh (RFC 4028); the stack has sent BYE.</summary>
    SessionExpired,

    /// <summary>A request inside the dialog got 481 or 408, or no answer: the far end does not know the call.</summary>
    DialogGone,

    /// <summary>The endpoint stopped.</summary>
    Stopped,
}

/// <summary>How a call ended that was answered, or an incoming call that was not.</summary>
public readonly record struct SipCallEnd(SipCallEndCause Cause, SipReason? Reason = null);

/// <summary>An identity as the far end or network states it: display name and URI.</summary>
public readonly record struct SipIdentity(string DisplayName, SipUri Uri);

/// <summary>User name and password for digest authentication.</summary>
/// <remarks>
/// Realm: Answer only this realm; null answers the realm that the configured peer names first.
/// </remarks>
public sealed record SipCredentials(string UserName, string Password, string? Realm = null);

/// <summary>An extra header, written as given. Name and value must not contain CR or LF.</summary>
public readonly record struct SipExtraHeader(string Name, string Value);

/// <summary>What an outgoing call is made of.</summary>
public sealed record SipInvite
{
    /// <summary>The Request-URI and the To header.</summary>
    public required SipUri Target { get; init; }

    /// <summary>The From header. Host is usually the provider's domain.</summary>
    public required SipIdentity From { get; init; }

    /// <summary>The SDP offer; empty: an INVITE without offer (the 2xx then carries it, and <see cref="SipCall.AckBody"/> the answer).</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Send here first instead of to the target's own address (an outbound proxy, loose route); null: the target decides.</summary>
    public SipUri? OutboundProxy { get; init; }

    /// <summary>Send here, whatever the URIs say: the flow of a <see cref="SipBinding"/>, by which a phone behind a NAT or in a browser is reached.</summary>
    public SipHop? Flow { get; init; }

    public SipCredentials? Credentials { get; init; }

    /// <summary>Cancel when nobody answered for this long after the INVITE left; 0: never.</summary>
    public int RingTimeoutMs { get; init; }

    /// <summary>P-Asserted-Identity (RFC 3325), written only when set.</summary>
    public SipIdentity? AssertedIdentity { get; init; }

    /// <summary>Privacy: id (RFC 3323), and an anonymous From, when true.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Offer session timers (RFC 4028) of this interval; 0: what <see cref="SipEndpointOptions.SessionExpiresSeconds"/> says.</summary>
    public int SessionExpiresSeconds { get; init; }

    public IReadOnlyList<SipExtraHeader> ExtraHeaders { get; init; } = [];
}
