using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>An agent needs every one of these, at least at the given proficiency.</summary>
public readonly record struct RequiredSkill(SkillId Skill, int MinimumProficiency);
