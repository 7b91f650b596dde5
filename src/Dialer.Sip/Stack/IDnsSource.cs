using System.Net.Sockets;

namespace Dialer.Sip.Stack;

/// <summary>Where records come from; a test has its own.</summary>
internal interface IDnsSource
{
    /// <summary>The records of this type (and the CNAMEs before them); empty when there are none. Throws <see cref="SocketException"/> when nobody answers.</summary>
    Task<IReadOnlyList<DnsRecord>> QueryAsync(string name, DnsType type);
}
