using System.Net;

namespace Dialer.Server.Configuration;

/// <param name="Bind">Where the HTTP interface listens.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Token">Asked for in Authorization: Bearer; null: none, on loopback only.</param>
/// <param name="Hosts">Host names that requests may carry beside the bound address and localhost.</param>
public sealed record HttpConfig(IPAddress Bind, int Port, string? Token, IReadOnlyList<string> Hosts);
