using System.Globalization;
using System.Text.Json;
using Dialer.Core.Channels;
using Dialer.Core.Routing;

namespace Dialer.Simulation.Public;

/// <summary>The part of a scenario that makes a service desk: queues, and the groups of agents who serve them.</summary>
internal static class ScenarioDeskJson
{
    public const int MaxQueues = 200;
    public const int MaxGroups = 1000;
    private const int MaxName = 100;
    private const int MaxSkills = 100;

    private static readonly (string Word, Channel Value)[] ChannelWords =
    [
        ("voice", Channel.Voice), ("callBack", Channel.CallBack), ("chat", Channel.Chat), ("email", Channel.Email), ("letter", Channel.Letter),
        ("fax", Channel.Fax), ("form", Channel.Form), ("message", Channel.Message), ("task", Channel.Task), ("ticket", Channel.Ticket),
    ];

    public static Scenario Read(FieldReader root, Scenario scenario, List<ScenarioError> errors)
    {
        bool hasQueues = root.Has("queues");
        var queues = root.List("queues", MaxQueues, (entry, path) => ReadQueue(new FieldReader(entry, path, errors), errors));
        var groups = root.List("agentGroups", MaxGroups, (entry, path) => ReadGroup(new FieldReader(entry, path, errors), errors));
        if (!hasQueues)
        {
            if (root.Has("agentGroups"))
                root.Wrong("agentGroups", "serve queues: name them, or leave the groups out");
            return scenario;
        }
        CheckRoot(root, queues, groups, scenario);
        CheckNames(root, queues, groups);
        if (errors.Count == 0)
            CheckServed(queues, groups, errors);
        return scenario with
        {
            Queues = queues,
            AgentGroups = groups,
            HasOutbound = root.Has("answer"),
            WrapUpSeconds = root.Has("wrapUpSeconds") ? scenario.WrapUpSeconds : Distribution.Constant(0),
        };
    }

    private static void CheckRoot(FieldReader root, IReadOnlyList<ScenarioQueue> queues, IReadOnlyList<StaffGroup> groups, Scenario scenario)
    {
        foreach (string other in (ReadOnlySpan<string>)["agents", "agentPlan", "inboundPerHour"])
            if (root.Has(other))
                root.Wrong(other, "cannot stand beside queues: callers come from queues, and agents from agentGroups");
        if (queues.Count == 0 && root.All["queues"] is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
            root.Wrong("queues", "must have at least one queue");
        if (!root.Has("agentGroups"))
            root.Wrong("agentGroups", "is missing: queues are served by groups of agents");
        else if (groups.Sum(group => (long)group.Count) is var total && (total < 1 || total > ScenarioJson.MaxAgents))
            root.Wrong("agentGroups", $"must have 1 to {ScenarioJson.MaxAgents} agents in all, not {total}");
        if (scenario.Hours <= 1)
            root.Wrong("hours", $"must be above 1 with queues: the first hour of a day is warm-up, and not counted; it is {FieldReader.Show(scenario.Hours)}");
        if (root.Has("answer") && groups.Count > 0 && !groups.Any(group => group.IsOutbound))
            root.Wrong("answer", "asks for outbound calls, but no group has \"outbound\": true");
    }

    private static void CheckNames(FieldReader root, IReadOnlyList<ScenarioQueue> queues, IReadOnlyList<StaffGroup> groups)
    {
        foreach (var twice in queues.GroupBy(queue => queue.Name, StringComparer.Ordinal).Where(name => name.Count() > 1))
            root.Wrong("queues", $"has two queues named \"{twice.Key}\"");
        foreach (var twice in groups.GroupBy(group => group.Name, StringComparer.Ordinal).Where(name => name.Count() > 1))
            root.Wrong("agentGroups", $"has two groups named \"{twice.Key}\"");
    }

    /// <summary>A queue that nobody may ever serve would wait for ever.</summary>
    private static void CheckServed(IReadOnlyList<ScenarioQueue> queues, IReadOnlyList<StaffGroup> groups, List<ScenarioError> errors)
    {
        var skills = new SkillNames();
        foreach (var group in groups)
            foreach (var (name, _) in group.Skills)
                skills.Of(name);
        for (int q = 0; q < queues.Count; q++)
        {
            bool isServed = false;
            foreach (var asked in queues[q].Skills.DefaultIfEmpty(new AskedSkills(0, "")))
            {
                var expression = SkillExpression.Parse(asked.Expression, skills.Of, out string? refusal);
                if (expression is null)
                    errors.Add(new ScenarioError($"queues[{q}].skills", $"cannot be read: {refusal}"));
                else
                    isServed |= groups.Any(group => group.Count > 0 && expression.LevelOf(skills.LevelsOf(group)) > 0);
            }
            if (!isServed && errors.Count == 0)
                errors.Add(new ScenarioError($"queues[{q}].skills", $"are had by no group of agents: nobody could ever serve \"{queues[q].Name}\""));
        }
    }

    private static ScenarioQueue ReadQueue(FieldReader fields, List<ScenarioError> errors)
    {
        string name = ReadName(fields);
        bool hasTalk = fields.Has("talkSeconds");
        if (!hasTalk)
            fields.Wrong("talkSeconds", "is missing");
        var queue = new ScenarioQueue
        {
            Name = name,
            ByHour = ReadArrivals(fields, errors),
            TalkSeconds = ScenarioJson.ReadDistribution(fields, "talkSeconds", Distribution.Constant(1), errors),
            PatienceSeconds = fields.Has("patienceSeconds") ? ScenarioJson.ReadDistribution(fields, "patienceSeconds", Distribution.Constant(60), errors) : null,
            ServiceLevel = ReadLevel(fields),
            Skills = ReadAsked(fields, errors),
            Priority = fields.Whole("priority", 0, -100, 100),
            Channel = fields.Choice("channel", Channel.Voice, ChannelWords),
        };
        fields.TryTake("patienceSeconds", out _);
        if (hasTalk && queue.TalkSeconds.MeanSeconds <= 0)
            fields.Wrong("talkSeconds", "must be above 0");
        fields.Close();
        return queue;
    }

    private static string ReadName(FieldReader fields)
    {
        if (!fields.Has("name"))
            fields.Wrong("name", "is missing");
        string name = fields.Text("name", "?", MaxName);
        if (name.Length == 0)
            fields.Wrong("name", "must not be empty");
        return name;
    }

    private static IReadOnlyList<double> ReadArrivals(FieldReader fields, List<ScenarioError> errors)
    {
        bool hasPerHour = fields.Has("perHour");
        bool hasByHour = fields.Has("byHour");
        double perHour = fields.Number("perHour", 1, 0, 100_000);
        var byHour = fields.List("byHour", 24, (entry, path) => FieldReader.ReadNumber(entry, path, 0, 100_000, false, errors) ?? 1);
        if (hasPerHour && hasByHour)
            fields.Wrong("byHour", "cannot stand beside perHour: give one of them");
        if (!hasPerHour && !hasByHour)
            fields.Wrong("perHour", "is missing; give it, or byHour");
        if (hasByHour && byHour.Count == 0 && fields.All["byHour"].ValueKind == JsonValueKind.Array)
            fields.Wrong("byHour", "must have at least one value");
        return hasByHour && byHour.Count > 0 ? byHour : [perHour];
    }

    private static ServiceTarget ReadLevel(FieldReader fields)
    {
        if (fields.All.TryGetValue("serviceLevel", out var preset) && preset.ValueKind == JsonValueKind.String)
            return fields.Choice("serviceLevel", ServiceTarget.Within20Seconds, ("nf345", ServiceTarget.Nf345), ("80/20", ServiceTarget.Within20Seconds), ("80/30", ServiceTarget.Within30Seconds));
        if (fields.Object("serviceLevel") is not { } level)
            return ServiceTarget.Within20Seconds;
        var target = new ServiceTarget(level.Number("share", 0.8, 0, 1, aboveLeast: true), TimeSpan.FromSeconds(level.Number("seconds", 20, 0, 30 * 86_400, aboveLeast: true)));
        level.Close();
        return target;
    }

    private static IReadOnlyList<AskedSkills> ReadAsked(FieldReader fields, List<ScenarioError> errors)
    {
        string first = ReadExpression(fields, errors);
        var steps = fields.List("relax", RoutedQueue.MaxSteps - 1, (entry, path) =>
        {
            var step = new FieldReader(entry, path, errors);
            double after = step.Number("afterSeconds", 1, 0, 30 * 86_400, aboveLeast: true);
            if (!step.Has("afterSeconds"))
                step.Wrong("afterSeconds", "is missing");
            var asked = new AskedSkills(after, ReadExpression(step, errors));
            step.Close();
            return asked;
        });
        for (int i = 1; i < steps.Count; i++)
            if (steps[i].AfterSeconds <= steps[i - 1].AfterSeconds)
                fields.Wrong($"relax[{i}].afterSeconds", $"must be after the step before ({FieldReader.Show(steps[i - 1].AfterSeconds)}), not {FieldReader.Show(steps[i].AfterSeconds)}");
        return [new AskedSkills(0, first), .. steps];
    }

    /// <summary>Least levels by name, or an expression in words.</summary>
    private static string ReadExpression(FieldReader fields, List<ScenarioError> errors)
    {
        if (fields.All.TryGetValue("skills", out var written) && written.ValueKind == JsonValueKind.String)
            return fields.Text("skills", "", SkillExpression.MaxLength);
        return string.Join(" and ", ReadLevels(fields, errors).Select(skill => string.Create(CultureInfo.InvariantCulture, $"{skill.Key} >= {skill.Value}")));
    }

    private static List<KeyValuePair<string, int>> ReadLevels(FieldReader parent, List<ScenarioError> errors)
    {
        var levels = new List<KeyValuePair<string, int>>();
        if (parent.Object("skills") is not { } fields)
            return levels;
        if (fields.All.Count > MaxSkills)
            parent.Wrong("skills", $"must be at most {MaxSkills}");
        foreach (var (name, value) in fields.All)
        {
            string path = fields.At(name);
            if (name.Length is 0 or > MaxName || name.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.')) || name.ToUpperInvariant() is "AND" or "OR")
                errors.Add(new ScenarioError(path, $"is no name for a skill: letters, digits, - _ and ., at most {MaxName}"));
            else if (FieldReader.ReadNumber(value, path, 1, 10, false, errors) is { } level)
            {
                if (level != Math.Floor(level))
                    errors.Add(new ScenarioError(path, $"must be a whole number, not {FieldReader.Show(level)}"));
                levels.Add(new(name, (int)level));
            }
        }
        return levels;
    }

    private static StaffGroup ReadGroup(FieldReader fields, List<ScenarioError> errors)
    {
        string name = ReadName(fields);
        if (!fields.Has("count"))
            fields.Wrong("count", "is missing");
        var group = new StaffGroup(name, fields.Whole("count", 1, 0, ScenarioJson.MaxAgents), ReadLevels(fields, errors), fields.Flag("outbound", false), ReadLimits(fields));
        fields.Close();
        return group;
    }

    /// <summary>One thing at a time, chats and messages three; a rehearsal does not interrupt written work.</summary>
    private static ChannelLimits ReadLimits(FieldReader fields)
    {
        var limits = ChannelLimits.VoiceOnly;
        var given = fields.Object("channels");
        foreach (var (word, channel) in ChannelWords)
        {
            int usual = channel is Channel.Chat or Channel.Message ? 3 : 1;
            limits = limits.With(channel, given?.Whole(word, usual, 0, ChannelLimits.Most) ?? usual);
        }
        given?.Close();
        return limits;
    }
}
