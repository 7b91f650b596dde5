using Dialer.Server.Configuration;

namespace Dialer.Server.Business;

/// <summary>What came of edits: all of them were made, or none.</summary>
/// <param name="Errors">Why none was made, by the path of the field; empty: all were.</param>
/// <param name="Warnings">What those who made them should know.</param>
public sealed record BusinessOutcome(IReadOnlyList<ConfigError> Errors, IReadOnlyList<ConfigError> Warnings)
{
    public bool IsDone => Errors.Count == 0;
}
