using Dialer.Server.Configuration;

namespace Dialer.Server.Business;

/// <summary>The machine's part of the configuration, and all entries of the business, in their order.</summary>
/// <param name="File">The configuration file as written; its business is in the entries.</param>
internal sealed record BusinessState(ConfigNode File, IReadOnlyList<BusinessEntry> Entries)
{
    /// <summary>Entries of the file that have no name are known by their place, and cannot be changed.</summary>
    public const char Unnamed = '#';

    public static BusinessState Of(ConfigNode file)
    {
        var entries = new List<BusinessEntry>();
        foreach (var kind in BusinessKinds.All)
            if (file.Field(BusinessKinds.Section(kind)) is { Kind: ConfigNodeKind.Array } section)
                for (int i = 0; i < section.Items.Count; i++)
                {
                    string? name = section.Items[i].Field("name") is { Kind: ConfigNodeKind.Text, Text.Length: > 0 } text ? text.Text : null;
                    if (name is null || entries.Exists(entry => entry.Is(kind, name)))
                        name = $"{Unnamed}{i + 1}";
                    entries.Add(new BusinessEntry(kind, name, section.Items[i], IsInFile: true, Version: 0));
                }
        return new BusinessState(file, entries);
    }

    public BusinessEntry? Find(BusinessKind kind, string name) => Entries.FirstOrDefault(entry => entry.Is(kind, name));

    /// <summary>In the place of the one of that kind and name, or after all others.</summary>
    public BusinessState With(BusinessEntry entry) => this with
    {
        Entries = Find(entry.Kind, entry.Name) is { } was ? [.. Entries.Select(each => each == was ? entry : each)] : [.. Entries, entry],
    };

    public BusinessState Without(BusinessKind kind, string name) => this with { Entries = [.. Entries.Where(entry => !entry.Is(kind, name))] };

    /// <summary>One configuration of all that counts.</summary>
    public ConfigNode Root()
    {
        var fields = File.Fields.Where(field => BusinessKinds.OfSection(field.Key) is null).ToList();
        foreach (var kind in BusinessKinds.All)
            if (Entries.Where(entry => entry.Kind == kind && entry.Trouble.Count == 0).Select(entry => entry.Settings).ToArray() is { Length: > 0 } there)
                fields.Add(new(BusinessKinds.Section(kind), ConfigNode.Array($"$.{BusinessKinds.Section(kind)}", there)));
        return ConfigNode.Object("$", fields);
    }

    /// <summary>The entry that an error is about; null: it is about none alone.</summary>
    public BusinessEntry? About(ConfigError error) =>
        Entries.FirstOrDefault(entry => IsWithin(error.Path, entry.Settings.Path) || IsWithin(error.Path, BusinessEntry.PathOf(entry.Kind, entry.Name)));

    private static bool IsWithin(string path, string whole) =>
        path.StartsWith(whole, StringComparison.Ordinal) && (path.Length == whole.Length || path[whole.Length] is '.' or '[');
}
