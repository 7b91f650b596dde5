using Dialer.Core.Callers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;

namespace Dialer.Server.Configuration;

/// <summary>The queues in which people wait. Where the file names none, there is one named "default".</summary>
internal static class QueueSections
{
    /// <summary>Its name; who names no queue means it, where there are several.</summary>
    public const string Default = "default";

    private static readonly TimeSpan WrapUp = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<QueueConfig> Read(
        IReadOnlyList<ConfigReader> sections, SkillNames skills, IReadOnlyDictionary<string, QueueGroupConfig> groups, IReadOnlyDictionary<string, OpeningHours> hours, CallerTargets targets, ConfigFolder folder, Dictionary<string, string> prompts, string recordings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var queues = new List<QueueConfig>();
        foreach (var section in sections)
        {
            var queue = ReadOne(section, new QueueId(queues.Count + 1), skills, groups, hours, folder, prompts) with { Door = ReadDoor(section, hours, targets) };
            References.Unique(section, "name", queue.Name, names);
            var recording = MediaSections.ReadRecording(section, queue.Name, Path.Combine(recordings, "queues"), folder, prompts);
            string? callBack = section.Text("callBackCampaign", 128);
            section.End();
            queues.Add(new QueueConfig(queue, recording, callBack));
        }

        // Those that come and go while the program runs do not take it away from who waits there.
        if (sections.All(section => section.Node.IsSent) && names.Add(Default))
            queues.Add(new QueueConfig(new QueueSettings(new QueueId(queues.Count + 1), Default, [], 0, TimeSpan.FromSeconds(20), WrapUp), Recording: null));
        return queues;
    }

    private static QueueSettings ReadOne(ConfigReader section, QueueId id, SkillNames skills, IReadOnlyDictionary<string, QueueGroupConfig> groups, IReadOnlyDictionary<string, OpeningHours> hours, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        string name = section.RequiredText("name", "sales");
        string music = "music";
        if (section.Text("music") is { } file)
        {
            music = "music/" + name;
            prompts[music] = folder.Recording(section, "music", file);
        }
        var queue = new QueueSettings(
            id,
            name,
            SkillNames.IsExpression(section, "skills") ? [] : [.. skills.Read(section, "skills").Select(skill => new RequiredSkill(skill.Skill, skill.Level))],
            section.Whole("priority", 0, -100, 100),
            TimeSpan.Zero,
            section.Seconds("wrapUpSeconds", WrapUp, 0, 3_600),
            music);
        return RoutingSections.ReadQueue(section, queue, skills, groups, hours);
    }

    private static QueueDoor ReadDoor(ConfigReader section, IReadOnlyDictionary<string, OpeningHours> hours, CallerTargets targets) => new()
    {
        Hours = OpeningHoursSections.Named(section, "openingHours", hours),
        MaxWaiting = section.Whole("maxWaiting", 1_000, 0, 100_000),
        MaxWait = section.Has("maxWaitSeconds") ? section.Seconds("maxWaitSeconds", TimeSpan.FromMinutes(10), 1, 86_400) : null,
        WhenClosed = targets.Field(section, "whenClosed") ?? CallerTarget.HangUp,
        WhenFull = targets.Field(section, "whenFull") ?? CallerTarget.HangUp,
        WhenTooLong = targets.Field(section, "whenTooLong") ?? CallerTarget.HangUp,
        WhenNobody = targets.Field(section, "whenNobody"),
    };

    /// <summary>Campaigns are read after the queues that they wait in: what queues say of them is checked then.</summary>
    public static void CheckCallBacks(IReadOnlyList<ConfigReader> sections, IReadOnlyList<CampaignConfig> campaigns)
    {
        foreach (var section in sections)
            if (section.Text("callBackCampaign", 128) is { } name && !campaigns.Any(campaign => campaign.Settings.Name == name))
                section.ErrorAt("callBackCampaign", $"No campaign is named \"{name}\".", "Name a campaign of this file, or leave it out: then no call back can be promised to callers.");
    }
}
