using System.Net;
using Dialer.Core.Agents;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Routing;
using Dialer.Sip.Media;
using Dialer.Sip.Trunks;

namespace Dialer.Sip.Calls;

/// <summary>How an agent's phone is reached.</summary>
/// <param name="Uri">SIP address of the phone, such as sip:1001@pbx.example.</param>
/// <param name="Via">The PBX to send the INVITE to; null: straight to the address in <paramref name="Uri"/>.</param>
/// <param name="Media">Its codecs and encryption; null: those of <paramref name="Via"/>, else plain G.711.</param>
public sealed record AgentPhone(string Uri, TrunkId? Via = null, CallMedia? Media = null);

/// <summary>The conversations of a campaign are recorded: a stereo WAV file each, the person on the left and the agent on the right.</summary>
/// <param name="Folder">Absolute; a folder for each day is made in it.</param>
/// <param name="Notice">Name of the prompt that both parties hear first, and that is not recorded; null: nothing is said.</param>
public sealed record RecordingRule(string Folder, string? Notice);

/// <summary>Calls from <paramref name="Trunk"/> to <paramref name="CalledNumber"/> wait in <paramref name="Queue"/>.</summary>
/// <param name="CalledNumber">As the carrier sends it (user part of the Request-URI); "*": any number of that trunk.</param>
public sealed record InboundRoute(TrunkId Trunk, string CalledNumber, QueueId Queue);

/// <summary>What a line is made of. Validated before it comes here: a line that cannot start throws and names the field.</summary>
public sealed record TelephoneLineOptions
{
    /// <summary>Where SIP and RTP listen.</summary>
    public required IPAddress BindAddress { get; init; }

    /// <summary>UDP port of SIP; 0: any free one.</summary>
    public int SipPort { get; init; } = 5060;

    /// <summary>Written in Via, Contact and SDP; null: <see cref="BindAddress"/>.</summary>
    public IPAddress? AdvertisedAddress { get; init; }

    /// <summary>First and last UDP port of RTP and RTCP.</summary>
    public int FirstMediaPort { get; init; } = 20_000;
    public int LastMediaPort { get; init; } = 29_999;

    public required IReadOnlyList<TrunkOptions> Trunks { get; init; }

    public required IReadOnlyDictionary<AgentId, AgentPhone> AgentPhones { get; init; }

    public IReadOnlyList<InboundRoute> InboundRoutes { get; init; } = [];

    /// <summary>WAV file by prompt name (the campaign's announcement and message, the queue's music).</summary>
    public IReadOnlyDictionary<string, string> PromptFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Prompts made by the program; a file of the same name goes before.</summary>
    public IReadOnlyDictionary<string, Prompt> Prompts { get; init; } = new Dictionary<string, Prompt>();

    /// <summary>Parameters of call progress analysis, where a campaign has its own.</summary>
    public IReadOnlyDictionary<CampaignId, CallProgressOptions> Analysis { get; init; } = new Dictionary<CampaignId, CallProgressOptions>();

    /// <summary>Campaigns whose conversations are recorded; the others' are not.</summary>
    public IReadOnlyDictionary<CampaignId, RecordingRule> Recording { get; init; } = new Dictionary<CampaignId, RecordingRule>();

    /// <summary>How supervisors are reached, by name.</summary>
    public IReadOnlyDictionary<string, AgentPhone> Supervisors { get; init; } = new Dictionary<string, AgentPhone>();

    /// <summary>Media reactor threads; 0: one per core.</summary>
    public int MediaThreads { get; init; }

    /// <summary>How media sockets are laid out.</summary>
    public MediaTransport MediaTransport { get; init; }

    /// <summary>A leg whose far end sent no media for this long is doubted: the far end is asked, and without a sign of life within 5 s the call is ended. Zero: never.</summary>
    public TimeSpan MediaLostAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An agent's phone has this long to answer.</summary>
    public TimeSpan AgentRingTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
