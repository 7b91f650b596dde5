using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;

namespace Dialer.Server.Configuration;

/// <summary>Who gets whom: what queues ask of agents and by which policy, and which queues agents prefer.</summary>
internal static class RoutingSections
{
    private static readonly Dictionary<string, ServiceTarget> Presets = new(StringComparer.Ordinal)
    {
        ["nf345"] = ServiceTarget.Nf345,
        ["80/20"] = ServiceTarget.Within20Seconds,
        ["80/30"] = ServiceTarget.Within30Seconds,
    };

    /// <summary>The policies that a queue may name; the bound of rehearsals is none.</summary>
    public static IReadOnlyDictionary<string, string> Policies { get; } =
        RoutingPolicies.All.Where(name => name != RoutingPolicies.Pooled).ToDictionary(name => name, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, QueueGroupConfig> ReadGroups(IReadOnlyList<ConfigReader> sections)
    {
        var groups = new Dictionary<string, QueueGroupConfig>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            string name = section.RequiredText("name", "desk");
            References.Unique(section, "name", name, names);
            groups.TryAdd(name, new QueueGroupConfig(
                new QueueGroup(name, section.OneOf("routing", RoutingPolicies.LongestIdle, Policies)),
                section.Seconds("preferredAgentSeconds", TimeSpan.Zero, 0, 3_600)));
            section.End();
        }
        return groups;
    }

    /// <summary>What belongs to distribution in a queue's section.</summary>
    public static QueueSettings ReadQueue(ConfigReader section, QueueSettings queue, SkillNames skills, IReadOnlyDictionary<string, QueueGroupConfig> groups, IReadOnlyDictionary<string, OpeningHours> hours)
    {
        var target = ReadTarget(section);
        var group = ReadGroup(section, groups);
        return queue with
        {
            ServiceLevel = target.Within,
            ServiceShare = target.Share,
            Steps = ReadSteps(section, skills),
            AgeingAfter = section.Has("ageingAfterSeconds") ? section.Seconds("ageingAfterSeconds", TimeSpan.FromMinutes(5), 1, 86_400) : null,
            Group = group?.Group,
            PreferredFor = group?.PreferredFor ?? TimeSpan.Zero,
            CallBackWhoGaveUp = ReadGaveUp(section),
            TargetHours = OpeningHoursSections.Named(section, "targetHours", hours),
        };
    }

    private static GaveUpRule? ReadGaveUp(ConfigReader section)
    {
        if (!section.Has("callBackWhoGaveUp"))
            return null;
        if (!section.Has("callBackCampaign"))
            section.ErrorAt("callBackWhoGaveUp", "No campaign is named that would call back.", "Add \"callBackCampaign\".");
        var rule = section.Section("callBackWhoGaveUp");
        var read = new GaveUpRule(rule.Seconds("afterSeconds", TimeSpan.FromMinutes(1), 0, 86_400), rule.Seconds("leastWaitSeconds", TimeSpan.FromSeconds(10), 0, 3_600));
        rule.End();
        return read;
    }

    private static QueueGroupConfig? ReadGroup(ConfigReader section, IReadOnlyDictionary<string, QueueGroupConfig> groups)
    {
        if (section.Text("group", 128) is not { } name)
            return null;
        if (groups.TryGetValue(name, out var group))
            return group;
        section.ErrorAt("group", $"No group of queues is named \"{name}\".", groups.Count == 0 ? "Add it to \"queueGroups\"." : "There are: " + string.Join(", ", groups.Keys) + ".");
        return null;
    }

    private static ServiceTarget ReadTarget(ConfigReader section)
    {
        var preset = section.OneOf("serviceLevel", default(ServiceTarget), Presets);
        var target = new ServiceTarget(
            section.Number("serviceLevelShare", ServiceTarget.Within20Seconds.Share, 0.01, 1),
            section.Seconds("serviceLevelSeconds", ServiceTarget.Within20Seconds.Within, 1, 30 * 86_400));
        if (preset == default)
            return target;
        if (section.Has("serviceLevelShare") || section.Has("serviceLevelSeconds"))
            section.ErrorAt("serviceLevel", "The share and the seconds are said twice.", "Keep either \"serviceLevel\" or \"serviceLevelShare\" and \"serviceLevelSeconds\".");
        return preset;
    }

    /// <summary>Empty: what <c>skills</c> says as levels by name holds as long as anybody waits.</summary>
    private static List<RelaxStep> ReadSteps(ConfigReader section, SkillNames skills)
    {
        var relax = section.Sections("relax", RoutedQueue.MaxSteps - 1);
        if (relax.Count == 0 && !SkillNames.IsExpression(section, "skills"))
            return [];
        var steps = new List<RelaxStep> { new(TimeSpan.Zero, skills.ReadAsked(section, "skills")) };
        foreach (var step in relax)
        {
            if (!step.Has("afterSeconds"))
                step.ErrorAt("afterSeconds", "This field is missing: after which wait is less asked?", "Add it, such as \"afterSeconds\": 30.");
            var after = step.Seconds("afterSeconds", steps[^1].After + TimeSpan.FromSeconds(1), 1, 30 * 86_400);
            if (after <= steps[^1].After)
                step.ErrorAt("afterSeconds", "This step is not after the one before.", "Put the steps in the order of their waits.");
            else
                steps.Add(new RelaxStep(after, skills.ReadAsked(step, "skills")));
            step.End();
        }
        return steps;
    }

    /// <summary>How gladly an agent takes which queue.</summary>
    public static IReadOnlyList<KeyValuePair<string, int>> ReadPreferences(ConfigReader section, IReadOnlyList<QueueConfig> queues)
    {
        var read = new List<KeyValuePair<string, int>>();
        foreach (var (name, node) in section.Entries("prefers"))
            if (!queues.Any(queue => queue.Settings.Name == name))
                section.Error(node, $"No queue is named \"{name}\".", "There are: " + string.Join(", ", queues.Select(queue => queue.Settings.Name).Take(10)) + ".");
            else if (SkillNames.LevelOf(node) is { } level)
                read.Add(new(name, level));
            else
                section.Error(node, $"The preference for queue \"{name}\" is not a whole number from 1 to 10.", $"Write \"{name}\": 8; {QueuePreference.Usual} is usual, {QueuePreference.Most} comes first.");
        return read;
    }

    /// <summary>How much telephone an agent is given before there is a rest; null: nothing is set.</summary>
    public static AgentCeilings? ReadCeilings(ConfigReader section)
    {
        var usual = new AgentCeilings();
        var ceilings = new AgentCeilings
        {
            Occupancy = section.Number("mostOccupancy", usual.Occupancy, 0.1, 1),
            Unbroken = section.Has("mostUnbrokenMinutes") ? TimeSpan.FromMinutes(section.Number("mostUnbrokenMinutes", 90, 1, 720)) : null,
            Rest = section.Seconds("restSeconds", usual.Rest, 10, 3_600),
        };
        if (ceilings != usual && ceilings == usual with { Rest = ceilings.Rest })
            section.WarnAt("restSeconds", "No ceiling is set, after which there would be a rest.", "Add \"mostOccupancy\" or \"mostUnbrokenMinutes\", or remove this.");
        return ceilings.Occupancy < 1 || ceilings.Unbroken is not null ? ceilings : null;
    }

    /// <summary>What an agent may hold at once; empty: one call and nothing else.</summary>
    public static IReadOnlyList<ChannelCapacity> ReadChannels(ConfigReader section)
    {
        var words = Words.Of<Channel>();
        var read = new List<ChannelCapacity>();
        foreach (var (name, node) in section.Entries("channels"))
            if (!words.TryGetValue(name, out var channel))
                section.Error(node, $"There is no channel \"{name}\".", "Use " + string.Join(", ", words.Keys) + ".");
            else if (node.Kind == ConfigNodeKind.Number && int.TryParse(node.Text, System.Globalization.CultureInfo.InvariantCulture, out int most) && most >= 0 && most <= (channel == Channel.Voice ? 1 : ChannelLimits.Most))
                read.Add(new ChannelCapacity(channel, most));
            else
                section.Error(node, $"How many of {name} an agent may hold is not a whole number from 0 to {(channel == Channel.Voice ? 1 : ChannelLimits.Most)}.", "Write \"chat\": 3.");
        return read;
    }

    /// <summary>Who would serve a queue: nobody at any step, or a skill that it asks for and nobody has.</summary>
    public static void Check(ConfigReader section, QueueSettings queue, IReadOnlyList<AgentConfig> agents, SkillNames skills)
    {
        var steps = queue.AllSteps();
        bool isMissing = false;
        foreach (var asked in steps.SelectMany(step => step.Skills?.Named() ?? []).GroupBy(asked => asked.Skill))
        {
            int least = asked.Min(each => each.MinimumProficiency);
            if (agents.Any(agent => agent.Skills.Any(has => has.Skill == asked.Key && has.Proficiency >= least)))
                continue;
            isMissing = true;
            section.WarnAt("skills", $"No agent has the skill \"{skills.NameOf(asked.Key)}\" at level {least} or more, and queue \"{queue.Name}\" asks for it.", "Give it to agents, lower the level, or take it from the queue.");
        }
        if (!isMissing && !steps.Any(step => agents.Any(agent => Level(step, agent) > 0)))
            section.WarnAt("skills", $"No agent has all skills that queue \"{queue.Name}\" asks for, at any step: nobody in it is served.", "Give them to one agent at least, or ask for fewer, at once or by \"relax\".");
        for (int i = 1; i < steps.Count; i++)
            if (agents.Any(agent => Level(steps[i - 1], agent) > 0) && agents.All(agent => Level(steps[i], agent) == 0))
                section.WarnAt("relax", $"From {steps[i].After.TotalSeconds:0} s on nobody has what queue \"{queue.Name}\" asks for, and before somebody had: who waits so long is not served.", "Let each step ask for less than the one before.");
    }

    private static int Level(RelaxStep step, AgentConfig agent) => step.Skills?.LevelOf(agent.Skills) ?? 10;
}
