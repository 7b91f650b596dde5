using Dialer.Core.Agents;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Routing;

/// <summary>How large a measured desk is. Each skill has its queue.</summary>
internal readonly record struct DeskSize(int Agents, int Sets, int Skills, int Waiting)
{
    /// <summary>The skills of each set: two to ten of them, levels 1 to 10; the same for every run.</summary>
    public AgentSkill[][] SkillSets()
    {
        var random = new SeededRandom(7);
        var sets = new AgentSkill[Sets][];
        for (int set = 0; set < Sets; set++)
        {
            int count = Math.Min(Skills, 2 + random.Next(9));
            var skills = new Dictionary<int, int>();
            while (skills.Count < count)
                skills[random.Next(Skills)] = 1 + random.Next(10);
            sets[set] = [.. skills.Select(skill => new AgentSkill(new SkillId(skill.Key), skill.Value))];
        }
        return sets;
    }
}
