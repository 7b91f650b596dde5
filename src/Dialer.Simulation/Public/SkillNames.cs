using Dialer.Core.Agents;
using Dialer.Core.Ids;

namespace Dialer.Simulation.Public;

/// <summary>Numbers for a scenario's skills, in the order in which they are met.</summary>
internal sealed class SkillNames
{
    private readonly Dictionary<string, SkillId> _ids = new(StringComparer.Ordinal);

    /// <summary>A skill that nobody was said to have gets a number too: nobody has it.</summary>
    public SkillId? Of(string name)
    {
        if (!_ids.TryGetValue(name, out var id))
            _ids.Add(name, id = new SkillId(_ids.Count + 1));
        return id;
    }

    public IReadOnlyList<AgentSkill> LevelsOf(StaffGroup group) => [.. group.Skills.Select(skill => new AgentSkill(Of(skill.Key)!.Value, skill.Value))];
}
