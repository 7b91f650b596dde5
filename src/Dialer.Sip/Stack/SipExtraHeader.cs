namespace Dialer.Sip.Stack;

/// <summary>An extra header, written as given. Name and value must not contain CR or LF.</summary>
public readonly record struct SipExtraHeader(string Name, string Value);
