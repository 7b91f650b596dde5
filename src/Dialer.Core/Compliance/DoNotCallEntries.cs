namespace Dialer.Core.Compliance;

/// <summary>Numbers that share one mark.</summary>
/// <param name="Numbers">E.164; one that ends in "*" stands for all numbers that begin so.</param>
public sealed record DoNotCallEntries(DoNotCallMark Mark, IReadOnlyList<string> Numbers);
