namespace Dialer.Store.Tables;

/// <summary>One change, or one try to log in.</summary>
/// <param name="Who">"user:ana", "key:crm", "http.token", or the name that somebody tried.</param>
/// <param name="Source">The address it came from.</param>
/// <param name="Action">The operation's name.</param>
/// <param name="Subject">What was changed: the path.</param>
/// <param name="Was">JSON; null: there was nothing, or it is a command.</param>
public sealed record AuditRecord(long Id, DateTimeOffset At, string Who, string Source, string Action, string Subject, string? Was, string? Became);
