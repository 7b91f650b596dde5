using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

/// <summary>One world in which the cap must hold.</summary>
/// <param name="IsLawful">False where false positives alone pass the cap, so that no pacing keeps it.</param>
public sealed record NamedWorld(string Name, Scenario Scenario, bool IsLawful = true);
