using System.Net;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>Where SIP and RTP listen.</summary>
public sealed record SipConfig(IPAddress Bind, int Port, IPAddress? Advertise, int FirstMediaPort, int LastMediaPort)
{
    /// <summary>Whose line carries the calls.</summary>
    public SipStackChoice Stack { get; init; }

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
