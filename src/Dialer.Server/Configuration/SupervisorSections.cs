using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>The supervisors, each with the phone that is called when they listen to an agent.</summary>
internal static class SupervisorSections
{
    public static IReadOnlyDictionary<string, AgentPhone> Read(IReadOnlyList<ConfigReader> sections, IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<AgentConfig> agents)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var phones = new Dictionary<string, AgentPhone>(StringComparer.Ordinal);
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var agent in agents)
            users.TryAdd(AgentSections.KeyOf(agent.Phone), agent.Name);
        foreach (var section in sections)
        {
            string name = section.RequiredText("name", "eve");
            References.Unique(section, "name", name, names);
            phones[name] = AgentSections.ReadPhone(section, trunks);
            AgentSections.WarnOfSharedPhone(section, phones[name], name, users);
            section.End();
        }
        return phones;
    }
}
