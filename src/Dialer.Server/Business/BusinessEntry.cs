using Dialer.Server.Configuration;

namespace Dialer.Server.Business;

/// <summary>One entry of the business as it counts now.</summary>
/// <param name="Settings">As a configuration file writes it.</param>
/// <param name="IsInFile">The configuration file names it, and at the next start the file's fields count.</param>
/// <param name="Version">0: never changed while a program ran.</param>
public sealed record BusinessEntry(BusinessKind Kind, string Name, ConfigNode Settings, bool IsInFile, long Version)
{
    /// <summary>As a file last gave it; null: none did.</summary>
    public ConfigNode? Applied { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }
    public string? ChangedBy { get; init; }

    /// <summary>Why it does not count, though it is kept: what else is configured does not allow it. Empty: it counts.</summary>
    public IReadOnlyList<ConfigError> Trouble { get; init; } = [];

    /// <summary>Fields that somebody changed by hand since a file gave them.</summary>
    public IReadOnlyList<string> ChangedByHand => Applied is { } applied ? ChangedFields(applied, Settings) : [];

    public bool Is(BusinessKind kind, string name) => Kind == kind && Name == name;

    /// <summary>Names of the fields that say something else.</summary>
    public static IReadOnlyList<string> ChangedFields(ConfigNode was, ConfigNode now) =>
        [.. was.Fields.Concat(now.Fields).Select(field => field.Key).Distinct().Where(name => !(was.Field(name) is { } before && now.Field(name) is { } after ? before.SaysAs(after) : was.Field(name) is null && now.Field(name) is null))];

    /// <summary>Of its fields, in errors.</summary>
    public static string PathOf(BusinessKind kind, string name) => $"$.{BusinessKinds.Section(kind)}[{name}]";
}
