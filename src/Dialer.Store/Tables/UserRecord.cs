namespace Dialer.Store.Tables;

/// <summary>Somebody who may log in.</summary>
/// <param name="PasswordHash">Null: no password is set, and nobody logs in as this user.</param>
/// <param name="Agent">The agent that this user is.</param>
/// <param name="Campaigns">Names it is limited to; null: none.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record UserRecord(string Name, string Role, string? PasswordHash, string? Agent, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, bool Disabled, DateTimeOffset CreatedAt, long Version);
