using Dialer.Core.Agents;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>
/// What an interaction asks of an agent: <c>french >= 5 and (loans >= 3 or senior)</c>. A skill by itself means at least
/// level 1. Kept as a postfix list of terms, so that it is judged without recursion or allocation.
/// </summary>
public sealed class SkillExpression
{
    /// <summary>Most characters that are read.</summary>
    public const int MaxLength = 1000;

    /// <summary>Most skills that one expression may name, each time counted.</summary>
    public const int MaxTerms = 64;

    private readonly SkillTerm[] _terms;

    internal SkillExpression(SkillTerm[] terms, string text)
    {
        _terms = terms;
        Text = text;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    internal ReadOnlySpan<SkillTerm> Terms => _terms;

    /// <summary>From its terms in postfix; null: they are none.</summary>
    internal static SkillExpression? Of(SkillTerm[] terms, string text)
    {
        int height = 0;
        foreach (var term in terms)
            switch (term.Kind)
            {
                case SkillTermKind.AtLeast or SkillTermKind.Below:
                    height++;
                    break;
                case SkillTermKind.And or SkillTermKind.Or when height >= 2:
                    height--;
                    break;
                default:
                    return null;
            }
        return terms.Length <= MaxLength && height <= 1 ? new SkillExpression(terms, text) : null;
    }

    /// <summary>The skills that somebody must have by it, each time with the level; those that nobody may have are not among them.</summary>
    public IEnumerable<RequiredSkill> Named() => _terms.Where(term => term.Kind == SkillTermKind.AtLeast).Select(term => new RequiredSkill(term.Skill, term.Level));

    /// <summary>Every one of these, at least at its level.</summary>
    /// <param name="nameOf">For the text; null: by number.</param>
    public static SkillExpression AllOf(IReadOnlyList<RequiredSkill> skills, Func<SkillId, string>? nameOf = null)
    {
        var terms = new List<SkillTerm>();
        for (int i = 0; i < skills.Count; i++)
        {
            terms.Add(new SkillTerm(SkillTermKind.AtLeast, skills[i].Skill, Math.Max(1, skills[i].MinimumProficiency)));
            if (i > 0)
                terms.Add(new SkillTerm(SkillTermKind.And, default, 0));
        }
        return new SkillExpression([.. terms], string.Join(" and ", skills.Select(skill => $"{nameOf?.Invoke(skill.Skill) ?? $"{skill.Skill.Value}"} >= {Math.Max(1, skill.MinimumProficiency)}")));
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="find">The skill of a name; null: there is none.</param>
    /// <param name="refusal">What is wrong and where; null: nothing.</param>
    public static SkillExpression? Parse(string text, Func<string, SkillId?> find, out string? refusal)
    {
        var parser = new SkillExpressionParser(text, find);
        var terms = parser.Read();
        refusal = parser.Refusal;
        return terms is null ? null : new SkillExpression(terms, text);
    }

    /// <summary>
    /// How well an agent meets it, 1 to 10: the least level of what an "and" joins, the greatest of what an "or" joins;
    /// 0: not at all. An expression without terms is met by everybody, at 10.
    /// </summary>
    public int LevelOf(IReadOnlyList<AgentSkill> skills)
    {
        if (_terms.Length == 0)
            return 10;
        Span<byte> stack = stackalloc byte[_terms.Length];
        int height = 0;
        foreach (var term in _terms)
            switch (term.Kind)
            {
                case SkillTermKind.AtLeast:
                    int level = LevelOf(skills, term.Skill);
                    stack[height++] = (byte)(level >= term.Level ? Math.Clamp(level, 1, 10) : 0);
                    break;
                case SkillTermKind.Below:
                    stack[height++] = (byte)(LevelOf(skills, term.Skill) < term.Level ? 10 : 0);
                    break;
                case SkillTermKind.And:
                    height--;
                    stack[height - 1] = Math.Min(stack[height - 1], stack[height]);
                    break;
                case SkillTermKind.Or:
                    height--;
                    stack[height - 1] = Math.Max(stack[height - 1], stack[height]);
                    break;
            }
        return stack[0];
    }

    public override string ToString() => Text;

    private static int LevelOf(IReadOnlyList<AgentSkill> skills, SkillId skill)
    {
        int level = 0;
        for (int i = 0; i < skills.Count; i++)
            if (skills[i].Skill == skill)
                level = Math.Max(level, skills[i].Proficiency);
        return level;
    }
}
