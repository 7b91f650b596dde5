namespace Dialer.Sip.Stack;

/// <summary>Where a registered phone can be reached: call <paramref name="Contact"/>, by way of <paramref name="Flow"/>.</summary>
public readonly record struct SipBinding(SipUri Contact, SipHop Flow, int SecondsLeft);
