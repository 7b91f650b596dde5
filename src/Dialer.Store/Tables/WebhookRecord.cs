namespace Dialer.Store.Tables;

/// <summary>A program that is told what happens.</summary>
/// <param name="Secret">Signs what is sent.</param>
/// <param name="Kinds">Of events; null: all.</param>
/// <param name="Campaigns">Names; null: all.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record WebhookRecord(string Id, string Url, string Secret, IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, bool Enabled, DateTimeOffset CreatedAt, long Version);
