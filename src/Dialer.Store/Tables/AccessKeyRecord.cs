namespace Dialer.Store.Tables;

/// <summary>A key by which a program asks.</summary>
/// <param name="SecretHash">SHA-256 of the secret, in hexadecimal.</param>
/// <param name="Scopes">Such as "campaigns:read"; null: whatever the role may.</param>
/// <param name="ExpiresAt">Null: never.</param>
public sealed record AccessKeyRecord(
    string Id, string Name, string SecretHash, string Role, IReadOnlyList<string>? Scopes, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
