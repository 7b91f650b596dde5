using System.Net;
using System.Net.Sockets;

namespace Dialer.Server.Webhooks;

/// <summary>
/// Where webhooks may go: never to an address of this machine or of a private network, unless the host is allowed by its name. The
/// addresses that a name has at the moment of the connection are judged, and the connection goes to one that was.
/// </summary>
/// <param name="allowed">Names of hosts that may have any address.</param>
internal sealed class TargetRule(IReadOnlyList<string> allowed)
{
    private static readonly IPNetwork[] Closed =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"]).Select(network => IPNetwork.Parse(network)),
    ];

    public bool IsAllowedByName(string host) => allowed.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null: it may be asked. Else what is wrong with it, and what to do.</summary>
    public (string What, string Do)? Refusal(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return ("This is no address that a webhook can go to", "Write https://host/path, without a user and without a fragment.");
        if (IsAllowedByName(uri.IdnHost))
            return null;
        if (uri.Scheme != "https")
            return ("What is sent has names and numbers of people, and this address is not encrypted", "Use https, or allow the host by name in http.webhookHosts.");
        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && IsClosed(address)
            ? ("This address is of this machine or of a private network", "Allow the host in http.webhookHosts, or give a public address.")
            : null;
    }

    public static bool IsClosed(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Array.Exists(Closed, network => network.Contains(address));
    }

    /// <summary>Connects to one of the host's addresses that is allowed.</summary>
    /// <exception cref="HttpRequestException">None is, or none answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        string host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        var open = IsAllowedByName(host) ? addresses : [.. addresses.Where(address => !IsClosed(address))];
        if (open.Length == 0)
            throw new HttpRequestException(addresses.Length == 0 ? $"{host} has no address" : $"{host} has an address of this machine or of a private network; http.webhookHosts can allow it by name");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
