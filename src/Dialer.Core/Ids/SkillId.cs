namespace Dialer.Core.Ids;

public readonly record struct SkillId(int Value);
