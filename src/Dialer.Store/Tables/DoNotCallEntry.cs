namespace Dialer.Store.Tables;

/// <summary>A number that is not called.</summary>
/// <param name="Source">Who put it there.</param>
/// <param name="Binds">Person: the company's own list; Number: a national register.</param>
public sealed record DoNotCallEntry(string Number, string Source, DateTimeOffset AddedAt, string Binds);
