using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Core.Routing;

namespace Dialer.Server.Configuration;

/// <summary>Skills are named in the file and numbered in the engine, in order of first mention.</summary>
internal sealed class SkillNames
{
    /// <summary>The field that has an expression alone, for programs that want one type a field.</summary>
    public const string Expression = "skillExpression";

    private readonly Dictionary<string, SkillId> _ids = new(StringComparer.Ordinal);

    public SkillId IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out var id))
            _ids[name] = id = new SkillId(_ids.Count + 1);
        return id;
    }

    public string NameOf(SkillId id) => _ids.First(known => known.Value == id).Key;

    /// <summary>Proficiencies by skill name; each 1 to 10.</summary>
    public IReadOnlyList<(SkillId Skill, int Level)> Read(ConfigReader section, string field)
    {
        var read = new List<(SkillId, int)>();
        foreach (var (name, node) in section.Entries(field))
            if (LevelOf(node) is { } level)
                read.Add((IdOf(name), level));
            else
                section.Error(node, $"The level of the skill \"{name}\" is not a whole number from 1 to 10.", "Write \"french\": 5.");
        return read;
    }

    /// <summary>A whole number from 1 to 10; null: it is none.</summary>
    public static int? LevelOf(ConfigNode node) =>
        node.Kind == ConfigNodeKind.Number && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= 10 ? level : null;

    /// <summary>Is it written as a text, such as <c>french >= 5 and (loans or senior >= 3)</c>?</summary>
    public static bool IsExpression(ConfigReader section, string field) => section.Has(Expression) || (section.Has(field) && section.Node.Field(field) is { Kind: ConfigNodeKind.Text });

    /// <summary>What is asked of an agent: an expression as a text, or least levels by name; null: anybody.</summary>
    public SkillExpression? ReadAsked(ConfigReader section, string field)
    {
        if (!IsExpression(section, field))
            return Read(section, field) is { Count: > 0 } levels
                ? SkillExpression.AllOf([.. levels.Select(skill => new RequiredSkill(skill.Skill, skill.Level))], NameOf)
                : null;
        if (section.Has(Expression) && section.Has(field))
            section.ErrorAt(Expression, $"What is asked of an agent is said twice, in \"{field}\" too.", "Keep one of them.");
        string written = section.Has(Expression) ? Expression : field;
        if (section.Text(written, SkillExpression.MaxLength) is not { } text)
            return null;
        var expression = SkillExpression.Parse(text, name => IdOf(name), out string? refusal);
        if (expression is null)
            section.ErrorAt(written, $"This cannot be read: {refusal}.", "Write it as \"french >= 5 and (loans >= 3 or senior)\".");
        return expression;
    }
}
