namespace Dialer.Store.Tables;

/// <summary>An entry of the configuration that was made or changed while the program ran.</summary>
/// <param name="Kind">The section that it stands in, such as campaigns.</param>
/// <param name="Settings">One JSON object, as a configuration file writes it.</param>
/// <param name="Applied">As a file last gave it; null: none did.</param>
/// <param name="Version">Grows with each change of anything.</param>
/// <param name="ChangedBy">As in the audit.</param>
public sealed record BusinessRecord(string Kind, string Name, string Settings, string? Applied, long Version, DateTimeOffset ChangedAt, string ChangedBy);
