using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Stack;

/// <summary>
/// Locates servers by RFC 3263: NAPTR, then SRV, then addresses, as far as the URI leaves them open. A table of hosts comes
/// first. At most <see cref="MaxPending"/> questions at a time; more find nothing.
/// </summary>
internal sealed class SipResolver(SipEndpointOptions options, ISipExecutor executor, Func<SipTransport, bool> speaks, IDnsSource dns, bool systemAddresses = true) : ISipResolver
{
    private const int MaxPending = 512;
    private const int MaxHops = 16;

    private int _pending;

    public void Resolve(SipUri target, Action<IReadOnlyList<SipHop>> done)
    {
        if (!SipUriView.TryParse(SipStack.Utf8(target.ToString()), out var view) || target.Host.Length == 0)
        {
            done([]);
            return;
        }
        SipTransport? transport = target.Scheme == SipUriScheme.Sips || view.TryGetParameter("transport"u8, out _) ? SipTargets.TransportOf(view) : null;
        if (options.Hosts.TryGetValue(target.Host, out var known))
        {
            done([.. known.Select(end => SipHop.From(transport ?? SipTransport.Udp, end.Address, end.Port == 0 ? PortOf(target, transport ?? SipTransport.Udp) : end.Port))]);
            return;
        }
        if (Interlocked.Increment(ref _pending) > MaxPending)
        {
            Interlocked.Decrement(ref _pending);
            done([]);
            return;
        }
        _ = Task.Run(() => ResolveAsync(target, transport, done));
    }

    private static int PortOf(SipUri target, SipTransport transport) => target.Port == 0 ? SipTargets.DefaultPort(transport) : target.Port;

    private async Task ResolveAsync(SipUri target, SipTransport? transport, Action<IReadOnlyList<SipHop>> done)
    {
        IReadOnlyList<SipHop> hops = [];
        try
        {
            hops = await LocateAsync(target, transport).ConfigureAwait(false);
        }
        catch (Exception silent) when (silent is SocketException or ArgumentException or IOException)
        {
            // Nobody answers, or it is no name: an empty list says so.
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
        executor.Execute(() => done(hops));
    }

    /// <summary>RFC 3263 section 4.1 and 4.2.</summary>
    public async Task<IReadOnlyList<SipHop>> LocateAsync(SipUri target, SipTransport? transport)
    {
        if (target.Port != 0 || transport is SipTransport.Ws or SipTransport.Wss)
            return await AddressesAsync(target.Host, transport ?? SipTransport.Udp, PortOf(target, transport ?? SipTransport.Udp)).ConfigureAwait(false);
        List<SipHop> hops = [];
        foreach ((var each, string service) in await ServicesAsync(target, transport).ConfigureAwait(false))
        {
            foreach (var server in InOrder(await dns.QueryAsync(service, DnsType.Srv).ConfigureAwait(false)))
            {
                if (hops.Count >= MaxHops)
                    return hops;
                hops.AddRange(await AddressesAsync(server.Target, each, server.Port).ConfigureAwait(false));
            }
        }
        if (hops.Count > 0)
            return hops;
        var plain = transport ?? SipTransport.Udp;
        return await AddressesAsync(target.Host, plain, SipTargets.DefaultPort(plain)).ConfigureAwait(false);
    }

    /// <summary>The SRV names to ask, best first.</summary>
    private async Task<List<(SipTransport, string)>> ServicesAsync(SipUri target, SipTransport? transport)
    {
        if (transport is { } named)
            return [(named, ServiceName(named, target.Host))];
        List<(SipTransport, string)> services = [];
        var pointers = await dns.QueryAsync(target.Host, DnsType.Naptr).ConfigureAwait(false);
        foreach (var pointer in pointers.Where(r => r.Type == DnsType.Naptr && r.Flags == "S").OrderBy(r => r.Order).ThenBy(r => r.Weight))
        {
            SipTransport? offered = pointer.Service switch
            {
                "SIP+D2U" => SipTransport.Udp,
                "SIP+D2T" => SipTransport.Tcp,
                "SIPS+D2T" => SipTransport.Tls,
                _ => null,
            };
            if (offered is { } one && speaks(one))
                services.Add((one, pointer.Target));
        }
        if (services.Count > 0)
            return services;
        services.Add((SipTransport.Udp, ServiceName(SipTransport.Udp, target.Host)));
        if (speaks(SipTransport.Tcp))
            services.Add((SipTransport.Tcp, ServiceName(SipTransport.Tcp, target.Host)));
        return services;
    }

    private static string ServiceName(SipTransport transport, string host) => transport switch
    {
        SipTransport.Udp => $"_sip._udp.{host}",
        SipTransport.Tcp => $"_sip._tcp.{host}",
        SipTransport.Tls => $"_sips._tcp.{host}",
        SipTransport.Ws => $"_sip._ws.{host}",
        SipTransport.Wss => $"_sips._wss.{host}",
    };

    /// <summary>RFC 2782: by priority, and by chance in proportion to weight within one.</summary>
    internal static List<DnsRecord> InOrder(IReadOnlyList<DnsRecord> records)
    {
        List<DnsRecord> ordered = [];
        foreach (var group in records.Where(r => r.Type == DnsType.Srv && r.Target.Length > 0).GroupBy(r => r.Order).OrderBy(g => g.Key))
        {
            List<DnsRecord> left = [.. group];
            while (left.Count > 0)
            {
                int chance = Random.Shared.Next(left.Sum(r => r.Weight) + 1);
                int index = left.FindIndex(r => (chance -= r.Weight) <= 0);
                ordered.Add(left[Math.Max(0, index)]);
                left.RemoveAt(Math.Max(0, index));
            }
        }
        return ordered;
    }

    private async Task<IReadOnlyList<SipHop>> AddressesAsync(string host, SipTransport transport, int port)
    {
        if (options.Hosts.TryGetValue(host, out var known))
            return [.. known.Select(end => SipHop.From(transport, end.Address, port))];
        if (IPAddress.TryParse(host, out var literal))
            return [SipHop.From(transport, literal, port)];
        if (systemAddresses)
        {
            var addresses = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            return Array.ConvertAll(addresses, address => SipHop.From(transport, address, port));
        }
        var four = await dns.QueryAsync(host, DnsType.A).ConfigureAwait(false);
        var six = await dns.QueryAsync(host, DnsType.Aaaa).ConfigureAwait(false);
        return [.. four.Concat(six).Where(r => r.Address is not null).Select(r => SipHop.From(transport, r.Address!, port))];
    }
}
