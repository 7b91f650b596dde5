namespace Dialer.Simulation.Public;

/// <summary>One thing that is wrong with a scenario.</summary>
/// <param name="Field">Path of the field, as <c>answer.byHour[2]</c>; <c>$</c> for the whole text.</param>
/// <param name="Problem">What it must be, and what it is.</param>
public readonly record struct ScenarioError(string Field, string Problem)
{
    public override string ToString() => $"{Field} {Problem}";
}
