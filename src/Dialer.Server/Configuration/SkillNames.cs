using System.Globalization;
using Dialer.Core.Ids;

namespace Dialer.Server.Configuration;

/// <summary>Skills are named in the file and numbered in the engine, in order of first mention.</summary>
internal sealed class SkillNames
{
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
            if (node.Kind == ConfigNodeKind.Number && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= 10)
                read.Add((IdOf(name), level));
            else
                section.Error(node, $"The level of the skill \"{name}\" is not a whole number from 1 to 10.", "Write \"french\": 5.");
        return read;
    }
}
