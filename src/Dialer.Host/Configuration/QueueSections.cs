using System.Globalization;
using Dialer.Core.Routing;

namespace Dialer.Host.Configuration;

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

/// <summary>The queues in which people wait. Without any, there is one named "default".</summary>
internal static class QueueSections
{
    private static readonly TimeSpan WrapUp = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<QueueConfig> Read(IReadOnlyList<ConfigReader> sections, SkillNames skills, ConfigFolder folder, Dictionary<string, string> prompts, string recordings)
    {
        if (sections.Count == 0)
            return [new QueueConfig(new QueueSettings(new QueueId(1), "default", [], 0, TimeSpan.FromSeconds(20), WrapUp), Recording: null)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var queues = new List<QueueConfig>();
        foreach (var section in sections)
        {
            var queue = ReadOne(section, new QueueId(queues.Count + 1), skills, folder, prompts);
            References.Unique(section, "name", queue.Name, names);
            var recording = MediaSections.ReadRecording(section, queue.Name, Path.Combine(recordings, "queues"), folder, prompts);
            section.End();
            queues.Add(new QueueConfig(queue, recording));
        }
        return queues;
    }

    private static QueueSettings ReadOne(ConfigReader section, QueueId id, SkillNames skills, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        string name = section.RequiredText("name", "sales");
        string music = "music";
        if (section.Text("music") is { } file)
        {
            music = "music/" + name;
            prompts[music] = folder.Recording(section, "music", file);
        }
        return new QueueSettings(
            id,
            name,
            [.. skills.Read(section, "skills").Select(skill => new RequiredSkill(skill.Skill, skill.Level))],
            section.Whole("priority", 0, -100, 100),
            section.Seconds("serviceLevelSeconds", TimeSpan.FromSeconds(20), 1, 3_600),
            section.Seconds("wrapUpSeconds", WrapUp, 0, 3_600),
            section.Whole("maxWaiting", 1_000, 0, 100_000),
            music);
    }
}
