using System.Net;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>What a telephone line is made of. Validated before it comes here: a line that cannot start throws and names the field.</summary>
public sealed record TelephoneLineOptions
{
    /// <summary>Where SIP and RTP listen.</summary>
    public required IPAddress BindAddress { get; init; }

    /// <summary>Port of SIP over UDP, and over TCP; 0: any free one.</summary>
    public int SipPort { get; init; } = 5060;

    /// <summary>Speak TCP too: to trunks that want it, to whoever connects, and for requests too long for a datagram.</summary>
    public bool ListenTcp { get; init; } = true;

    /// <summary>Ports of TLS, WebSocket and secure WebSocket; null: not listened for.</summary>
    public int? TlsPort { get; init; }
    public int? WebSocketPort { get; init; }
    public int? SecureWebSocketPort { get; init; }

    /// <summary>Certificates for TLS. Trunks are reached over TLS without any of our own.</summary>
    public SipTlsOptions Tls { get; init; } = new();

    /// <summary>Phones that register with the dialer itself; null: none. An agent's phone whose host is the realm is called where it registered.</summary>
    public SipRegistrarOptions? Registrar { get; init; }

    /// <summary>Instead of the DNS: where hosts are; port 0: the usual one.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IPEndPoint>> Hosts { get; init; } = new Dictionary<string, IReadOnlyList<IPEndPoint>>();

    /// <summary>Asked for NAPTR and SRV; empty: those of the system.</summary>
    public IReadOnlyList<IPEndPoint> DnsServers { get; init; } = [];

    /// <summary>Requests a second from one address that is no trunk's; beyond, they are dropped.</summary>
    public int StrangerRequestsPerSecond { get; init; } = 200;

    /// <summary>Written in Via, Contact and SDP; null: <see cref="BindAddress"/>.</summary>
    public IPAddress? AdvertisedAddress { get; init; }

    /// <summary>First and last UDP port of RTP and RTCP.</summary>
    public int FirstMediaPort { get; init; } = 20_000;
    public int LastMediaPort { get; init; } = 29_999;

    public required IReadOnlyList<TrunkOptions> Trunks { get; init; }

    public required IReadOnlyDictionary<AgentId, AgentPhone> AgentPhones { get; init; }

    /// <summary>The numbers by which callers come in, as rules name them.</summary>
    public IReadOnlyList<ServedNumber> ServedNumbers { get; init; } = [];

    /// <summary>WAV file by prompt name (the campaign's announcement and message, the queue's music).</summary>
    public IReadOnlyDictionary<string, string> PromptFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Sounds made by the program; a file of the same name goes before.</summary>
    public IReadOnlyDictionary<string, LineSound> Prompts { get; init; } = new Dictionary<string, LineSound>();

    /// <summary>By the number that is called, where a campaign has such rules; they go before its own caller id and the trunk's.</summary>
    public IReadOnlyDictionary<CampaignId, IReadOnlyList<CallerIdRule>> CallerIds { get; init; } = new Dictionary<CampaignId, IReadOnlyList<CallerIdRule>>();

    /// <summary>Parameters of call progress analysis, where a campaign has its own.</summary>
    public IReadOnlyDictionary<CampaignId, CallProgressOptions> Analysis { get; init; } = new Dictionary<CampaignId, CallProgressOptions>();

    /// <summary>Campaigns whose conversations are recorded; the others' are not.</summary>
    public IReadOnlyDictionary<CampaignId, RecordingRule> Recording { get; init; } = new Dictionary<CampaignId, RecordingRule>();

    /// <summary>Queues whose callers' conversations are recorded; those of a campaign's calls go by the campaign, whatever their queue.</summary>
    public IReadOnlyDictionary<QueueId, RecordingRule> QueueRecording { get; init; } = new Dictionary<QueueId, RecordingRule>();

    /// <summary>Where callers' messages lie, a folder for each mailbox. Absolute; empty: there are no mailboxes.</summary>
    public string MailboxFolder { get; init; } = "";

    /// <summary>Campaigns of whose answered and analyzed calls the begin is kept for a review; of the others nothing is.</summary>
    public IReadOnlyDictionary<CampaignId, ReviewClipRule> ReviewClips { get; init; } = new Dictionary<CampaignId, ReviewClipRule>();

    /// <summary>Where <c>clips.csv</c> and a folder for each day are made. Absolute.</summary>
    public string ReviewClipsFolder { get; init; } = "";

    /// <summary>Agents' phones may ask to hand their person on (REFER). False: they are declined.</summary>
    public bool PhonesMayTransfer { get; init; }

    /// <summary>How supervisors are reached, by name.</summary>
    public IReadOnlyDictionary<string, AgentPhone> Supervisors { get; init; } = new Dictionary<string, AgentPhone>();

    /// <summary>Media reactor threads; 0: one per core.</summary>
    public int MediaThreads { get; init; }

    /// <summary>How media sockets are laid out.</summary>
    public MediaTransport MediaTransport { get; init; }

    /// <summary>A leg whose far end sent no media for this long is doubted: the far end is asked, and without a sign of life within 5 s the call is ended. Zero: never.</summary>
    public TimeSpan MediaLostAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// An agent's phone that is not on hold and sends neither audio nor reports for this long is told of as silent: it gets nobody else.
    /// Above the longest interval of reports (6.2 s by RFC 3550 section 6.3.1). Zero: never.
    /// </summary>
    public TimeSpan AgentSilentAfter { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>
    /// Reports without audio keep an agent's phone from being called silent for so long, unless it announced its silence: a muted phone
    /// sends no more than that, and a PBX goes on with its own reports for a phone that has died.
    /// </summary>
    public TimeSpan AgentReportsBelievedFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An agent's phone has this long to answer.</summary>
    public TimeSpan AgentRingTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
