namespace Dialer.Store.Tables;

/// <summary>A number that is not called, on one list.</summary>
/// <param name="Source">Who put it there.</param>
/// <param name="Binds">Person: everybody who has it, by all their numbers; Number: it alone.</param>
/// <param name="Kind">Company, National or Campaign.</param>
/// <param name="Campaign">0: all campaigns.</param>
/// <param name="Until">Null: for good.</param>
public sealed record DoNotCallEntry(string Number, string Source, DateTimeOffset AddedAt, string Binds, string Kind, int Campaign, DateTimeOffset? Until);
