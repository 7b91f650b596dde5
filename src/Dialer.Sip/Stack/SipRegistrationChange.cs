namespace Dialer.Sip.Stack;

/// <summary>A change of a registration. <paramref name="StatusCode"/> 0: no answer, or the socket refused.</summary>
public readonly record struct SipRegistrationChange(SipRegistrationState State, int StatusCode, string ReasonPhrase, int ExpiresSeconds, int RetrySeconds);
