namespace Dialer.Core.Routing;

/// <summary>One step of a skill expression in postfix.</summary>
internal enum SkillTermKind : byte
{
    AtLeast,
    Below,
    And,
    Or,
}
