using Dialer.Store.Reports;

namespace Dialer.Store;

/// <summary>What came of telling the store a campaign's rules.</summary>
/// <param name="JudgedAnew">Leads that waited, or had left the list, by rules that hold no longer: they are due again as they were before.</param>
/// <param name="Held">Those whom the rules in force still hold back.</param>
public sealed record RulesApplied(int JudgedAnew, IReadOnlyList<HeldBack> Held);
