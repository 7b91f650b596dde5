namespace Dialer.Lists.Headings;

/// <summary>What an import did with one column.</summary>
/// <param name="Role">What it was taken for; <see cref="ColumnRole.Data"/>: kept with the lead.</param>
/// <param name="Why">In words, for whoever checks the list; empty: plain data.</param>
public sealed record ColumnFinding(string Name, ColumnRole Role, string Why);
