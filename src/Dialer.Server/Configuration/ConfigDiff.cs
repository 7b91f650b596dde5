namespace Dialer.Server.Configuration;

/// <summary>Which fields of two readings of a file differ, by path; entries of lists go by their names, as in campaigns[renewals].calling.</summary>
internal static class ConfigDiff
{
    private static readonly string[] Named = ["trunks", "queues", "agents", "supervisors", "campaigns", "lists"];

    /// <summary>Where a whole section is new or gone, its own path; below "calling" and the like, the section's.</summary>
    public static IReadOnlyList<string> Changed(ConfigNode before, ConfigNode after)
    {
        var changed = new List<string>();
        CompareFields(before, after, "", changed);
        return changed;
    }

    private static void CompareFields(ConfigNode before, ConfigNode after, string path, List<string> changed)
    {
        foreach (string name in before.Fields.Concat(after.Fields).Select(field => field.Key).Distinct())
            Compare(before.Field(name), after.Field(name), path.Length == 0 ? name : $"{path}.{name}", name, changed);
    }

    private static void Compare(ConfigNode? before, ConfigNode? after, string path, string name, List<string> changed)
    {
        if (before is not null && after is not null && before.SaysAs(after))
            return;
        if (before is { Kind: ConfigNodeKind.Array } && after is { Kind: ConfigNodeKind.Array } && Named.Contains(name))
            CompareEntries(before, after, path, changed);
        else if (before is { Kind: ConfigNodeKind.Object } && after is { Kind: ConfigNodeKind.Object } && !path.Contains('[', StringComparison.Ordinal))
            CompareFields(before, after, path, changed);
        else
            changed.Add(path);
    }

    private static void CompareEntries(ConfigNode before, ConfigNode after, string path, List<string> changed)
    {
        var old = ByName(before);
        var now = ByName(after);
        foreach (string name in old.Keys.Concat(now.Keys).Distinct())
            if (old.TryGetValue(name, out var was) && now.TryGetValue(name, out var entry))
                CompareFields(was, entry, $"{path}[{name}]", changed);
            else
                changed.Add($"{path}[{name}]");
    }

    /// <summary>An entry without a name, and the second of one name, go by their place.</summary>
    private static Dictionary<string, ConfigNode> ByName(ConfigNode list)
    {
        var named = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        for (int i = 0; i < list.Items.Count; i++)
        {
            string? name = list.Items[i].Field("name") is { Kind: ConfigNodeKind.Text } text ? text.Text : null;
            if (name is null || !named.TryAdd(name, list.Items[i]))
                named[$"#{i + 1}"] = list.Items[i];
        }
        return named;
    }
}
