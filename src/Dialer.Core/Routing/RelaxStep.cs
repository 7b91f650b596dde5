namespace Dialer.Core.Routing;

/// <summary>What is asked of an agent once somebody has waited so long. The first step's wait is 0.</summary>
/// <param name="Skills">Null: anybody.</param>
public readonly record struct RelaxStep(TimeSpan After, SkillExpression? Skills);
