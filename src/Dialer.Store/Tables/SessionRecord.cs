namespace Dialer.Store.Tables;

/// <summary>A user who is logged in.</summary>
/// <param name="TokenHash">SHA-256 of the session's token, in hexadecimal.</param>
/// <param name="Source">The address it was begun from.</param>
public sealed record SessionRecord(string TokenHash, string User, string Source, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
