namespace Dialer.Core.Routing;

/// <summary>Agents of one set of skills, seen from a queue that they may serve.</summary>
/// <param name="Level">1 to 10, as <see cref="SkillExpression"/> says.</param>
/// <param name="QueuesServed">How many queues they may serve, before anything relaxes.</param>
public readonly record struct ServingSet(int Level, int QueuesServed);
