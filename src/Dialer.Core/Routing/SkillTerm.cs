using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <param name="Level">Of a comparison: 1 to 11, where 11 is above every level.</param>
internal readonly record struct SkillTerm(SkillTermKind Kind, SkillId Skill, int Level);
