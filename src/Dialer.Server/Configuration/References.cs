using Dialer.Core.Routing;
using Dialer.Line;
using Dialer.Lists.Numbers;
using Dialer.Store.Zones;

namespace Dialer.Server.Configuration;

/// <summary>Names in one section that mean an entry of another, and words that mean something outside of the file.</summary>
internal static class References
{
    public static TrunkOptions? Trunk(ConfigReader section, string name, IReadOnlyList<TrunkOptions> trunks) =>
        Find(section, name, trunks, trunk => trunk.Name, "trunk");

    public static QueueSettings? Queue(ConfigReader section, string name, IReadOnlyList<QueueConfig> queues) =>
        (section.Has(name) ? null : queues.FirstOrDefault(queue => queue.Settings.Name == QueueSections.Default))?.Settings
        ?? Find(section, name, queues, queue => queue.Settings.Name, "queue")?.Settings;

    /// <summary>ISO 3166; an error where the field is missing or the country's numbering plan is not known.</summary>
    public static string Country(ConfigReader section, string name)
    {
        string code = section.RequiredText(name, "FR").ToUpperInvariant();
        if (code.Length > 0 && CountryBook.Find(code) is null)
            section.ErrorAt(name, $"\"{code}\" is not a country whose numbers are known.", "Use the two letters of ISO 3166, such as FR, US or GB.");
        return code;
    }

    public static TimeZoneInfo? TimeZone(ConfigReader section, string name)
    {
        if (section.Text(name, 64) is not { } id)
            return null;
        if (BundledZones.TryFind(id, out var zone))
            return zone;
        section.ErrorAt(name, $"The time zone \"{id}\" is not known.", "Use an IANA name such as Europe/Paris.");
        return null;
    }

    /// <summary>Reports entries of a section whose name was given before.</summary>
    public static void Unique(ConfigReader section, string name, string value, HashSet<string> seen)
    {
        if (value.Length > 0 && !seen.Add(value))
            section.ErrorAt(name, $"The name \"{value}\" is taken by an earlier entry.", "Give each its own name.");
    }

    private static T? Find<T>(ConfigReader section, string name, IReadOnlyList<T> all, Func<T, string> nameOf, string what)
        where T : class
    {
        bool isOnlyOne = all.Count == 1;
        if (isOnlyOne && !section.Has(name))
            return all[0];
        string wanted = section.RequiredText(name, all.Count > 0 ? nameOf(all[0]) : "name");
        if (wanted.Length == 0 || all.FirstOrDefault(entry => nameOf(entry) == wanted) is { } found)
            return wanted.Length == 0 ? null : all.First(entry => nameOf(entry) == wanted);
        string there = all.Count == 0 ? "none is configured" : "there are: " + string.Join(", ", all.Take(10).Select(nameOf));
        section.ErrorAt(name, $"No {what} is named \"{wanted}\"; {there}.", $"Correct the name, or add the {what}.");
        return null;
    }
}
