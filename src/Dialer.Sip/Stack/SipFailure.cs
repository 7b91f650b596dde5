namespace Dialer.Sip.Stack;

/// <summary>How an outgoing call failed. <paramref name="StatusCode"/> is 0 when the far end sent none.</summary>
/// <remarks>
/// ReasonPhrase: As received; may be empty.
/// Q850Cause: From a Reason header; 0 when absent.
/// RetryAfterSeconds: From Retry-After; null when absent.
/// ReasonText: The text of the Reason header; null when absent.
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
    SipUri? RedirectTarget = null,
    string? ReasonText = null);
