namespace Dialer.Simulation.Public;

/// <summary>A scenario, or every error at once.</summary>
public sealed record ScenarioResult(Scenario? Scenario, IReadOnlyList<ScenarioError> Errors);
