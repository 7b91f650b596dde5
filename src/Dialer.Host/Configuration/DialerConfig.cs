using System.Net;
using Dialer.Core.Agents;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Routing;
using Dialer.Host.Import;
using Dialer.Sip.Calls;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;

namespace Dialer.Host.Configuration;

/// <summary>A configuration that was found good: every name resolved, every file there, every value in range.</summary>
internal sealed record DialerConfig
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
    public required IReadOnlyList<InboundRoute> InboundRoutes { get; init; }

    public required IReadOnlyList<DoNotCallConfig> DoNotCall { get; init; }

    /// <summary>WAV file by prompt name.</summary>
    public required IReadOnlyDictionary<string, string> PromptFiles { get; init; }

    /// <summary>How long conversations may go on after a stop was asked for.</summary>
    public required TimeSpan DrainWithin { get; init; }
    public required LogLevel LogLevel { get; init; }

    /// <summary>Log levels by area, such as <c>Dialer.Sip</c>.</summary>
    public required IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; }

    public string StorePath => Path.Combine(DataDirectory, "dialer.db");
}

/// <summary>Where SIP and RTP listen.</summary>
internal sealed record SipConfig(IPAddress Bind, int Port, IPAddress? Advertise, int FirstMediaPort, int LastMediaPort)
{
    /// <summary>TCP at the same port as UDP.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Null: not listened for.</summary>
    public int? TlsPort { get; init; }
    public int? WebSocketPort { get; init; }
    public int? SecureWebSocketPort { get; init; }
    public SipTlsOptions Tls { get; init; } = new();

    /// <summary>Phones of this domain register here; null: none do.</summary>
    public string? RegistrarRealm { get; init; }

    /// <summary>Instead of the DNS: where hosts are; port 0: the usual one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IPEndPoint>> Hosts { get; init; } = new Dictionary<string, IReadOnlyList<IPEndPoint>>();

    /// <summary>Asked for NAPTR and SRV; empty: those of the system.</summary>
    public IReadOnlyList<IPEndPoint> DnsServers { get; init; } = [];
}

/// <param name="Bind">Where the HTTP interface listens.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Token">Asked for in Authorization: Bearer; null: none, on loopback only.</param>
/// <param name="Hosts">Host names that requests may carry beside the bound address and localhost.</param>
internal sealed record HttpConfig(IPAddress Bind, int Port, string? Token, IReadOnlyList<string> Hosts);

/// <summary>An agent and the phone it works from.</summary>
/// <param name="PhonePassword">With which the phone registers here; null: it is registered elsewhere, or needs not be.</param>
internal sealed record AgentConfig(string Name, AgentPhone Phone, IReadOnlyList<AgentSkill> Skills, IReadOnlyList<string> Campaigns, bool LogIn, string? PhonePassword = null);

/// <param name="Recording">Of the conversations with those who call in; null: they are not recorded.</param>
internal sealed record QueueConfig(QueueSettings Settings, RecordingRule? Recording);

/// <param name="Settings">Complete but for the id, which the store gives by name.</param>
/// <param name="Lists">What it dials.</param>
/// <param name="Start">Dials as soon as the program runs; false: waits for the command.</param>
internal sealed record CampaignConfig(CampaignSettings Settings, IReadOnlyList<ImportOptions> Lists, bool Start)
{
    /// <summary>By the number that is called; they go before the campaign's own caller id.</summary>
    public IReadOnlyList<CallerIdRule> CallerIds { get; init; } = [];

    /// <summary>How its answers are listened to.</summary>
    public CallProgressOptions CallProgress { get; init; } = CallProgressOptions.Default;

    /// <summary>Null: conversations are not recorded.</summary>
    public RecordingRule? Recording { get; init; }

    /// <summary>Null: no begins of calls are kept for a review.</summary>
    public ReviewClipRule? ReviewClips { get; init; }
}

/// <param name="File">Absolute; one number a line.</param>
/// <param name="Country">Of numbers written without one.</param>
internal sealed record DoNotCallConfig(string File, string Country);
