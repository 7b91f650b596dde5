using System.Net;

namespace Dialer.Server.Configuration;

/// <param name="Bind">Where the HTTP interface listens.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Token">Asked for in Authorization: Bearer; null: none, on loopback only.</param>
/// <param name="Hosts">Host names that requests may carry beside the bound address and localhost.</param>
public sealed record HttpConfig(IPAddress Bind, int Port, string? Token, IReadOnlyList<string> Hosts)
{
    /// <summary>Desks of a large centre, and some programs.</summary>
    public const int UsualEventClients = 1_000;
    public const int UsualConnections = 4_000;
    public const int UsualRequestsPerSecond = 1_000;

    /// <summary>Event streams at once; one more is told 503.</summary>
    public int EventClients { get; init; } = UsualEventClients;

    /// <summary>Hosts that webhooks may go to whatever their address is, and without encryption.</summary>
    public IReadOnlyList<string> WebhookHosts { get; init; } = [];

    /// <summary>Of each user and each key; five times as many at once after a rest.</summary>
    public int RequestsPerSecond { get; init; } = UsualRequestsPerSecond;

    /// <summary>Connections of those who have shown the token; strangers have a share of their own beside it.</summary>
    public int Connections { get; init; } = UsualConnections;
}
