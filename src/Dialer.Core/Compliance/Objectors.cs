using Dialer.Core.Ids;

namespace Dialer.Core.Compliance;

/// <summary>People who are not to be called any more, and the numbers by which they are known.</summary>
/// <param name="Numbers">E.164.</param>
public sealed record Objectors(IReadOnlyList<PersonId> Persons, IReadOnlyList<string> Numbers);
