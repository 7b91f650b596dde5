using System.Text.Json;
using Dialer.Server.Business;
using Dialer.Server.Configuration;

namespace Dialer.Server.Http;

/// <summary>An entry of the business as the interface shows it; <see cref="Description.BusinessSchemas"/> describes it.</summary>
internal sealed record BusinessView(string Name, long Version, bool IsInFile, JsonElement Settings)
{
    /// <summary>Secrets are taken and never shown.</summary>
    private static readonly string[] Secrets = ["phonePassword"];

    public IReadOnlyList<string>? ChangedByHand { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
    public string? ChangedBy { get; init; }
    public IReadOnlyList<string>? Trouble { get; init; }
    public IReadOnlyList<string>? Warnings { get; init; }

    public static BusinessView Of(BusinessEntry entry, IReadOnlyList<ConfigError>? warnings = null) => new(entry.Name, entry.Version, entry.IsInFile, SettingsOf(entry))
    {
        ChangedByHand = NullIfNone(entry.ChangedByHand),
        ChangedAt = entry.ChangedAt,
        ChangedBy = entry.ChangedBy,
        Trouble = NullIfNone([.. entry.Trouble.Select(one => $"{one.What} {one.Do}")]),
        Warnings = NullIfNone([.. (warnings ?? []).Where(one => one.Path.StartsWith(BusinessEntry.PathOf(entry.Kind, entry.Name), StringComparison.Ordinal)).Select(one => $"{one.What} {one.Do}")]),
    };

    /// <summary>With its name, as a file has it.</summary>
    public static JsonElement SettingsOf(BusinessEntry entry)
    {
        var fields = OneTypeAField(entry.Settings).Fields.Where(field => !Secrets.Contains(field.Key)).ToList();
        if (!fields.Exists(field => field.Key == "name") && entry.Name[0] != BusinessState.Unnamed)
            fields.Insert(0, new("name", ConfigNode.OfText("$.name", entry.Name)));
        using var parsed = JsonDocument.Parse(ConfigNode.Object("$", fields).ToJson());
        return parsed.RootElement.Clone();
    }

    /// <summary>An expression in the place of levels has a field of its own, for clients with types.</summary>
    private static ConfigNode OneTypeAField(ConfigNode node) => node.Kind switch
    {
        ConfigNodeKind.Object => ConfigNode.Object(node.Path, [.. node.Fields.Select(field => field is { Key: "skills", Value.Kind: ConfigNodeKind.Text } ? new(SkillNames.Expression, field.Value) : KeyValuePair.Create(field.Key, OneTypeAField(field.Value)))]),
        ConfigNodeKind.Array => ConfigNode.Array(node.Path, [.. node.Items.Select(OneTypeAField)]),
        ConfigNodeKind.Missing or ConfigNodeKind.Null or ConfigNodeKind.Text or ConfigNodeKind.Number or ConfigNodeKind.Flag => node,
        _ => node,
    };

    /// <summary>Who sends settings without the secret leaves it as it is.</summary>
    public static ConfigNode WithSecretsOf(ConfigNode settings, BusinessEntry? was)
    {
        if (was is null)
            return settings;
        var kept = was.Settings.Fields.Where(field => Secrets.Contains(field.Key) && settings.Field(field.Key) is null && settings.Field(field.Key + "File") is null).ToList();
        return kept.Count == 0 ? settings : ConfigNode.Object(settings.Path, [.. settings.Fields, .. kept], isSent: settings.IsSent);
    }

    private static IReadOnlyList<string>? NullIfNone(IReadOnlyList<string> all) => all.Count == 0 ? null : all;
}
