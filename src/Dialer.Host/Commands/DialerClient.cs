using System.Net;
using System.Net.Http.Headers;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary>How a command speaks to the dialer that runs with the same configuration.</summary>
internal static class DialerClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A dialer that listens on every address is asked on this machine's own.</summary>
    public static HttpClient Of(DialerConfig config)
    {
        var http = config.Http;
        var address = http.Bind.Equals(IPAddress.Any) ? IPAddress.Loopback : http.Bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : http.Bind;
        var client = new HttpClient { BaseAddress = new UriBuilder("http", address.ToString(), http.Port).Uri, Timeout = Patience };
        if ((http.Token ?? AdminKey.Read(config.DataDirectory)) is { } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static Trouble Silent(HttpClient client, Exception why) => Trouble.Unreachable($"No dialer answers at {client.BaseAddress}: {why.Message}", why);
}
