using Dialer.Core.Agents;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>The agents, each with the phone that is called once at log-in.</summary>
internal static class AgentSections
{
    public static IReadOnlyList<AgentConfig> Read(IReadOnlyList<ConfigReader> sections, IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<QueueConfig> queues, IReadOnlyList<CampaignConfig> campaigns, SkillNames skills,
        ConfigFolder folder, string? realm)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var phones = new Dictionary<string, string>(StringComparer.Ordinal);
        var agents = new List<AgentConfig>();
        foreach (var section in sections)
        {
            var agent = ReadOne(section, trunks, campaigns, skills, folder) with { Prefers = RoutingSections.ReadPreferences(section, queues), Ceilings = RoutingSections.ReadCeilings(section), Channels = RoutingSections.ReadChannels(section), FinishesWrittenWork = section.Flag("finishesWrittenWork", false) };
            CheckRegistering(section, agent, realm);
            References.Unique(section, "name", agent.Name, names);
            WarnOfSharedPhone(section, agent.Phone, agent.Name, phones);
            section.End();
            agents.Add(agent);
        }
        return agents;
    }

    private static AgentConfig ReadOne(ConfigReader section, IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<CampaignConfig> campaigns, SkillNames skills, ConfigFolder folder)
    {
        string name = section.RequiredText("name", "ana");
        if (name.Length > 0 && (name.All(char.IsAsciiDigit) || name.Contains('/', StringComparison.Ordinal)))
            section.ErrorAt("name", "An agent's name is part of an address of the HTTP interface.", "Use letters; no slash, and not digits alone.");
        return new AgentConfig(
            name,
            ReadPhone(section, trunks),
            [.. skills.Read(section, "skills").Select(skill => new AgentSkill(skill.Skill, skill.Level))],
            ReadCampaigns(section, campaigns),
            section.Flag("logIn", false),
            folder.TextOrFile(section, "phonePassword", "phonePasswordFile"));
    }

    /// <summary>A phone and how it is reached: the same keys for agents and supervisors.</summary>
    public static AgentPhone ReadPhone(ConfigReader section, IReadOnlyList<TrunkOptions> trunks)
    {
        string uri = section.RequiredText("phone", "sip:1001@pbx.example");
        if (uri.Length > 0 && !IsPhone(uri))
            section.ErrorAt("phone", $"\"{uri}\" is not the SIP address of a phone.", "Write sip:user@host, optionally with :port.");
        var via = section.Has("via") ? References.Trunk(section, "via", trunks) : null;
        var media = MediaSections.ReadCall(section);
        if (via is not null && media is not null)
            MediaSections.WarnOfOpenKeys(section, media, via.Transport);
        return new AgentPhone(uri, via?.Id, media);
    }

    /// <summary>What names a phone, however its address is written.</summary>
    public static string KeyOf(AgentPhone phone)
    {
        string address = phone.Uri[(phone.Uri.IndexOf(':', StringComparison.Ordinal) + 1)..];
        int end = address.AsSpan().IndexOfAny(";?");
        return (end < 0 ? address : address[..end]).ToLowerInvariant();
    }

    /// <summary>One phone serves one person at a time.</summary>
    public static void WarnOfSharedPhone(ConfigReader section, AgentPhone phone, string name, Dictionary<string, string> users)
    {
        if (phone.Uri.Length > 0 && !users.TryAdd(KeyOf(phone), name))
            section.WarnAt("phone", $"\"{users[KeyOf(phone)]}\" has the same phone: only one of them can be logged in at a time.", "Give each their own phone, unless they take turns at one desk.");
    }

    /// <summary>A phone of the realm that is registered here needs a password, and no other has one.</summary>
    private static void CheckRegistering(ConfigReader section, AgentConfig agent, string? realm)
    {
        int at = agent.Phone.Uri.IndexOf('@', StringComparison.Ordinal);
        bool isHere = realm is not null && at > 0 && string.Equals(HostOf(agent.Phone.Uri[(at + 1)..]), realm, StringComparison.OrdinalIgnoreCase);
        if (agent.PhonePassword is not null && !isHere)
            section.ErrorAt("phonePassword", "The phone would register here, and its address is not of \"sip.registrarRealm\".", "Write \"phone\": \"sip:user@realm\" with that realm, or remove the password.");
        if (agent.PhonePassword is null && isHere)
            section.ErrorAt("phonePassword", "The phone's address says that it registers here, and it has no password.", "Add \"phonePassword\" or \"phonePasswordFile\".");
    }

    private static bool IsPhone(string uri)
    {
        int at = uri.IndexOf('@', StringComparison.Ordinal);
        bool isSip = uri.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        return isSip && at > uri.IndexOf(':', StringComparison.Ordinal) + 1 && at < uri.Length - 1
            && !uri.AsSpan().ContainsAny(" \t<>\"") && Uri.CheckHostName(HostOf(uri[(at + 1)..])) != UriHostNameType.Unknown;
    }

    private static string HostOf(string rest)
    {
        int end = rest.AsSpan().IndexOfAny(";?");
        string host = end < 0 ? rest : rest[..end];
        int colon = host.LastIndexOf(':');
        return colon > 0 && !host.EndsWith(']') ? host[..colon] : host;
    }

    private static IReadOnlyList<string> ReadCampaigns(ConfigReader section, IReadOnlyList<CampaignConfig> campaigns)
    {
        string[] all = campaigns.Select(campaign => campaign.Settings.Name).ToArray();
        if (!section.Has("campaigns"))
            return all;
        var named = section.Texts("campaigns", 1_000);
        foreach (string name in named.Except(all))
            section.ErrorAt("campaigns", $"No campaign is named \"{name}\".", all.Length == 0 ? "Add it, or remove the name." : "There are: " + string.Join(", ", all.Take(10)) + ".");
        return named;
    }
}
