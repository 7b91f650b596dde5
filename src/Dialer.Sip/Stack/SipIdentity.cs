namespace Dialer.Sip.Stack;

/// <summary>An identity as the far end or network states it: display name and URI.</summary>
public readonly record struct SipIdentity(string DisplayName, SipUri Uri);
