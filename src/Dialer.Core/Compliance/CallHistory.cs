namespace Dialer.Core.Compliance;

/// <summary>What earlier runs did that today's limits still count.</summary>
/// <param name="Entries">In any order.</param>
public sealed record CallHistory(IReadOnlyList<CallHistoryEntry> Entries);
