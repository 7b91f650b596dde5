namespace Dialer.Store.Tables;

/// <summary>Work that is no call and is open.</summary>
/// <param name="Agent">Who has accepted it; null: nobody yet.</param>
public sealed record OpenWorkEntry(long Interaction, string Queue, string Channel, string Reference, DateTimeOffset PostedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? AnsweredAt, string? Agent);
