using Dialer.Core.Callers;
using Dialer.Core.Handovers;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>A configuration that was found good: every name resolved, every file there, every value in range.</summary>
public sealed record DialerConfig
{
    /// <summary>Where the store, the rejects and the recordings lie. Absolute.</summary>
    public required string DataDirectory { get; init; }
    public required SipConfig Sip { get; init; }
    public MediaConfig Media { get; init; } = MediaConfig.Default;
    public required HttpConfig Http { get; init; }
    public required IReadOnlyList<TrunkOptions> Trunks { get; init; }
    public required IReadOnlyList<QueueConfig> Queues { get; init; }
    public required IReadOnlyList<AgentConfig> Agents { get; init; }

    /// <summary>Supervisors' phones by name.</summary>
    public IReadOnlyDictionary<string, AgentPhone> Supervisors { get; init; } = new Dictionary<string, AgentPhone>();
    public required IReadOnlyList<CampaignConfig> Campaigns { get; init; }

    /// <summary>Where callers go: the first rule that fits.</summary>
    public required IReadOnlyList<CallerRule> CallerRules { get; init; }
    public IReadOnlyList<Menu> Menus { get; init; } = [];

    /// <summary>What agents may do with people beside speaking.</summary>
    public HandoverSettings Handovers { get; init; } = HandoverSettings.Default;

    public required IReadOnlyList<DoNotCallConfig> DoNotCall { get; init; }

    /// <summary>WAV file by prompt name.</summary>
    public required IReadOnlyDictionary<string, string> PromptFiles { get; init; }

    /// <summary>Prompts that the program makes itself, by name; a file goes before.</summary>
    public IReadOnlyDictionary<string, LineSound> Prompts { get; init; } = new Dictionary<string, LineSound>();

    /// <summary>How long conversations may go on after a stop was asked for.</summary>
    public required TimeSpan DrainWithin { get; init; }
    public required LogLevel LogLevel { get; init; }

    /// <summary>Log levels by area, such as <c>Dialer.Sip</c>.</summary>
    public required IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; }

    /// <summary>The file as written; null: made by the program.</summary>
    public ConfigNode? Written { get; init; }

    /// <summary>Where the file lies; null: made by the program.</summary>
    internal ConfigFolder? Folder { get; init; }

    /// <summary>The numbers of skills by name: they stay while the program runs.</summary>
    internal SkillNames? Skills { get; init; }

    /// <summary>A connection string of PostgreSQL; null: the file dialer.db in the data directory.</summary>
    public string? Store { get; init; }

    public string StorePath => Store ?? Path.Combine(DataDirectory, "dialer.db");
}
