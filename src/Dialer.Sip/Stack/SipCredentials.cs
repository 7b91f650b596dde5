namespace Dialer.Sip.Stack;

/// <summary>User name and password for digest authentication.</summary>
/// <remarks>
/// Realm: Answer only this realm; null answers the realm that the configured peer names first.
/// </remarks>
public sealed record SipCredentials(string UserName, string Password, string? Realm = null);
