using System.Net;

namespace Dialer.Sip.Stack;

/// <summary>One record of an answer. Only the fields of its type are set.</summary>
internal sealed record DnsRecord(string Name, DnsType Type, uint TtlSeconds)
{
    public IPAddress? Address { get; init; }

    /// <summary>CNAME and SRV: the target. NAPTR: the replacement.</summary>
    public string Target { get; init; } = "";

    /// <summary>SRV: priority. NAPTR: order.</summary>
    public int Order { get; init; }

    /// <summary>SRV: weight. NAPTR: preference.</summary>
    public int Weight { get; init; }

    public int Port { get; init; }

    public string Flags { get; init; } = "";

    public string Service { get; init; } = "";
}
