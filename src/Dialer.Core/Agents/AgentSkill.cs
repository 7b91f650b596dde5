using Dialer.Core.Ids;

namespace Dialer.Core.Agents;

/// <summary>What an agent can do, and how well.</summary>
/// <param name="Proficiency">1 (least) to 10.</param>
public readonly record struct AgentSkill(SkillId Skill, int Proficiency);
