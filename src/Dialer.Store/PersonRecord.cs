using Dialer.Core.Ids;

namespace Dialer.Store;

/// <summary>One person, whatever lists and campaigns they stand in.</summary>
/// <param name="Person">Lasting; where this one turned out to be another, the other's.</param>
/// <param name="CustomerKey">The company's own key; null: none was given.</param>
/// <param name="Numbers">E.164.</param>
/// <param name="Objections">Oldest first; empty: none.</param>
public sealed record PersonRecord(PersonId Person, string? CustomerKey, IReadOnlyList<string> Numbers, IReadOnlyList<Objection> Objections);
