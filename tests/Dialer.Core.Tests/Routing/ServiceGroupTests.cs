using Dialer.Core.Agents;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Routing;

public sealed class ServiceGroupTests
{

    [Theory]
    [InlineData("", "", 10)]
    [InlineData("1:5", "1:5", 5)]
    [InlineData("1:5", "1:4", -1)]
    [InlineData("1:5", "", -1)]
    [InlineData("1:5 2:2", "1:9 2:3", 3)]
    [InlineData("1:5 2:2", "1:9", -1)]
    [InlineData("1:0", "1:1", 1)]
    [InlineData("1:0", "2:9", -1)]
    [InlineData("1:5", "1:3 1:7", 7)]
    public void An_agent_needs_each_skill_and_the_weakest_counts(string required, string has, int proficiency)
    {
        var group = new ServiceGroup(Queue([.. Pairs(required).Select(pair => new RequiredSkill(new SkillId(pair.Skill), pair.Level))]), null);
        var agent = new AgentSettings(new AgentId(1), "agent", [.. Pairs(has).Select(pair => new AgentSkill(new SkillId(pair.Skill), pair.Level))], []);
        Assert.Equal(proficiency, group.ProficiencyOf(agent));
    }

    [Fact]
    public void Longest_idle_first_then_the_more_proficient_then_the_lower_number()
    {
        var group = new ServiceGroup(Queue([]), null);
        foreach (var (id, idleSince, proficiency) in new[] { (4, 10, 5), (2, 10, 9), (3, 10, 9), (1, 20, 10), (5, 5, 1) })
            group.AddReady(Member(group, id, idleSince, proficiency), nearFront: id % 2 == 0);
        Assert.Equal([5, 2, 3, 4, 1], Ready(group));
    }

    [Fact]
    public void Random_work_keeps_the_order_from_either_end()
    {
        var random = new SeededRandom(9);
        var group = new ServiceGroup(Queue([]), null);
        var members = Enumerable.Range(1, 60).Select(id => Member(group, id, random.Next(30), 1 + random.Next(10))).ToList();
        for (int i = 0; i < 20_000; i++)
        {
            var member = members[random.Next(members.Count)];
            if (member.IsReady)
                group.RemoveReady(member);
            else
                group.AddReady(member, random.Next(2) == 0);
            Assert.Equal(members.Count(m => m.IsReady), group.ReadyCount);
            if (i % 50 == 0)
                Assert.Equal(
                    members.Where(m => m.IsReady).OrderBy(m => m.Agent.IdleSince.Ticks).ThenByDescending(m => m.Proficiency).ThenBy(m => m.Agent.Id.Value).Select(m => m.Agent.Id.Value),
                    Ready(group));
        }
    }

    private static List<int> Ready(ServiceGroup group)
    {
        var ids = new List<int>();
        for (var member = group.FirstReady; member is not null; member = member.Next)
            ids.Add(member.Agent.Id.Value);
        return ids;
    }

    private static Membership Member(ServiceGroup group, int id, int idleSince, int proficiency) =>
        new(new Agent(new AgentSettings(new AgentId(id), "agent", [], [])) { IdleSince = new Instant(idleSince) }, group, proficiency);

    private static Queue Queue(RequiredSkill[] skills) =>
        new(new QueueSettings(new QueueId(1), "queue", skills, 0, TimeSpan.Zero, TimeSpan.Zero));

    private static IEnumerable<(int Skill, int Level)> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (int.Parse(pair.Split(':')[0]), int.Parse(pair.Split(':')[1])));
}
