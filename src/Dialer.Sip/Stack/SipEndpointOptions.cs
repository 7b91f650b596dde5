using System.Net;
using Dialer.Line;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialer.Sip.Stack;

/// <summary>How an endpoint binds and behaves. Times in milliseconds; the defaults are those of RFC 3261 section 17.1.1.1.</summary>
public sealed record SipEndpointOptions
{
    /// <summary>The local address to bind; also the one advertised when no other is given.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>0: any free port.</summary>
    public int Port { get; init; }

    /// <summary>The clock of timers and of what is remembered; its monotonic counter alone is read.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The address in Via and Contact, behind a NAT; null: the bound one.</summary>
    public IPAddress? AdvertisedAddress { get; init; }

    /// <summary>The port in Via and Contact; null: the bound one.</summary>
    public int? AdvertisedPort { get; init; }

    /// <summary>User-Agent and Server header; the user part of Contact is <see cref="ContactUser"/>.</summary>
    public string UserAgent { get; init; } = "Dialer";

    public string ContactUser { get; init; } = "dialer";

    /// <summary>Far ends that sit behind a NAT: they are answered to where they came from, whatever their Via, Contact and Record-Route say. Null: none.</summary>
    public Func<SipHop, bool>? IsBehindNat { get; init; }

    /// <summary>By whose users a call from there must be authenticated; null: by nobody's.</summary>
    internal Func<SipHop, SipRegistrar?>? Challenges { get; init; }

    public int T1Ms { get; init; } = 500;

    public int T2Ms { get; init; } = 4_000;

    public int T4Ms { get; init; } = 5_000;

    /// <summary>More calls than this at one time are refused: incoming with 503, outgoing as Overloaded.</summary>
    public int MaxCalls { get; init; } = 20_000;

    /// <summary>More transactions than this: new requests get 503 without state, own requests fail as Overloaded.</summary>
    public int MaxTransactions { get; init; } = 400_000;

    /// <summary>Work posted from other threads beyond this is refused.</summary>
    public int PostQueueCapacity { get; init; } = 65_536;

    /// <summary>Hears of each refusal at debug level, and of a handler's fault.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>
    /// Ask for a session timer of this interval in each call where nobody else did: in our INVITE, and in our answer to an INVITE
    /// without one (RFC 4028 sections 7.1 and 9). 0: only what the call or the far end asks for.
    /// </summary>
    public int SessionExpiresSeconds { get; init; }

    /// <summary>
    /// Requests inside a dialog are taken only from an address that the dialog knows: where its INVITE went or came from, its
    /// first route, its target. Where one of these is a name, nothing is checked, and a TLS stream has its own proof. Off by
    /// default: a provider with several outgoing addresses may send a BYE from another.
    /// </summary>
    public bool CheckDialogSource { get; init; }

    /// <summary>Shorter session intervals are refused with 422 (RFC 4028 section 5: not below 90).</summary>
    public int MinSessionExpiresSeconds { get; init; } = 90;

    /// <summary>Speak TCP too: listen at the UDP port, and send there what is too large for a datagram.</summary>
    public bool ListenTcp { get; init; }

    /// <summary>Listen for TLS at this port; 0: any free one; null: no TLS.</summary>
    public int? TlsPort { get; init; }

    /// <summary>
    /// Certificates; needed when <see cref="TlsPort"/> or <see cref="WssPort"/> is set. Without these ports TLS is spoken to
    /// others, and not listened for.
    /// </summary>
    public SipTlsOptions? Tls { get; init; }

    /// <summary>Listen for WebSocket (RFC 7118) at this port; 0: any free one; null: none.</summary>
    public int? WsPort { get; init; }

    /// <summary>Listen for WebSocket over TLS at this port; 0: any free one; null: none.</summary>
    public int? WssPort { get; init; }

    /// <summary>Instead of asking the DNS: hosts and where they are; port 0 takes the URI's or the default. Looked at first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IPEndPoint>> Hosts { get; init; } = new Dictionary<string, IReadOnlyList<IPEndPoint>>();

    /// <summary>Name servers to ask for NAPTR and SRV; empty: those of /etc/resolv.conf.</summary>
    public IReadOnlyList<IPEndPoint> DnsServers { get; init; } = [];

    /// <summary>At this many open streams a new one takes the place of the stranger's that was silent longest; where there is none, it is refused.</summary>
    public int MaxConnections { get; init; } = 4_096;

    /// <summary>At this many streams from one address a new one takes the place of one on which nothing was ever said; where there is none, it is refused.</summary>
    public int MaxConnectionsPerSource { get; init; } = 256;

    /// <summary>A message that began on a stream must be whole after this long, or the stream is closed.</summary>
    public int StreamMessageTimeoutMs { get; init; } = 32_000;

    /// <summary>A stream on which nothing comes for this long is closed.</summary>
    public int StreamIdleTimeoutMs { get; init; } = 900_000;

    /// <summary>Be the registrar of phones that have no PBX; null: REGISTER is not allowed.</summary>
    public SipRegistrarOptions? Registrar { get; init; }

    /// <summary>
    /// Sources whose requests are heard at all; empty: anyone. A stranger's request outside a dialog is dropped in silence, so that a
    /// scanner learns nothing; OPTIONS too.
    /// </summary>
    public IReadOnlyList<IPAddress> TrustedSources { get; init; } = [];

    /// <summary>
    /// Tells those who may call; asked on the reactor thread, about each request outside of a dialog. A stranger's INVITE gets
    /// 403 without state (a challenge, where there is a <see cref="Registrar"/> that asks for one); its streams give way to others.
    /// Inside of a dialog the known are heard whatever <see cref="CheckDialogSource"/> says. Null: anyone may call.
    /// </summary>
    public Func<SipHop, bool>? IsKnown { get; init; }

    /// <summary>Requests a second that one source address that is not known may send (bursts of the same size); beyond, they are dropped. 0: no limit.</summary>
    public int MaxRequestsPerSecondPerSource { get; init; }
}
