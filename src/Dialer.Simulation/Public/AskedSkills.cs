namespace Dialer.Simulation.Public;

/// <summary>What is asked of an agent from some wait on.</summary>
/// <param name="AfterSeconds">0 for the first step.</param>
/// <param name="Expression">As <c>fr >= 5 and (loans or senior >= 3)</c>; empty: anybody.</param>
public readonly record struct AskedSkills(double AfterSeconds, string Expression);
