using Dialer.Core.Ids;

namespace Dialer.Core.Compliance;

/// <summary>Numbers that are off a do-not-call list.</summary>
/// <param name="Persons">Who took their objection back with it.</param>
public sealed record DoNotCallRemoval(DoNotCallEntries Entries, IReadOnlyList<PersonId> Persons);
