namespace Dialer.Server.Monitoring;

/// <summary>A lead as an agent's screen shows it: the columns of its list as they stood.</summary>
public sealed record LeadEvent(long Id, string List, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<string> Phones, int AttemptsMade, string? LastDisposition, string? LastNote);
