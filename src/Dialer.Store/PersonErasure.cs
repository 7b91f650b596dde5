using Dialer.Core.Ids;

namespace Dialer.Store;

/// <summary>What was forgotten of a person.</summary>
/// <param name="Numbers">E.164.</param>
/// <param name="Attempts">Whose recordings, if there are any, are to be deleted.</param>
/// <param name="Files">Recorded messages, to be deleted.</param>
public sealed record PersonErasure(IReadOnlyList<string> Numbers, int Leads, IReadOnlyList<AttemptId> Attempts, IReadOnlyList<string> Files);
