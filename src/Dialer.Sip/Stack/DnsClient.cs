using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Dialer.Sip.Stack;

/// <summary>A stub resolver: asks the configured servers in turn, remembers answers for their time to live, at most <see cref="MaxCached"/>.</summary>
internal sealed class DnsClient(IReadOnlyList<IPEndPoint> servers) : IDnsSource
{
    private const int MaxCached = 1024;
    private const int TriesPerServer = 2;
    private const int AnswerTimeoutMs = 2_000;
    private const uint MinTtlSeconds = 5;
    private const uint MaxTtlSeconds = 3_600;

    private readonly ConcurrentDictionary<(string, DnsType), (long UntilMs, IReadOnlyList<DnsRecord> Records)> _cache = new();

    /// <summary>The servers of /etc/resolv.conf; empty when there is no such file.</summary>
    public static IReadOnlyList<IPEndPoint> SystemServers()
    {
        const string File = "/etc/resolv.conf";
        if (!System.IO.File.Exists(File))
            return [];
        List<IPEndPoint> servers = [];
        foreach (string line in System.IO.File.ReadLines(File).Take(100))
        {
            string[] words = line.Split(' ', '\t');
            if (words.Length >= 2 && words[0] == "nameserver" && IPAddress.TryParse(words[1], out var address))
                servers.Add(new IPEndPoint(address, 53));
        }
        return servers;
    }

    public async Task<IReadOnlyList<DnsRecord>> QueryAsync(string name, DnsType type)
    {
        (string, DnsType) key = (name.ToLowerInvariant(), type);
        if (_cache.TryGetValue(key, out var known) && known.UntilMs > Environment.TickCount64)
            return known.Records;
        var records = await AskAsync(name, type).ConfigureAwait(false);
        uint ttl = records.Count == 0 ? MinTtlSeconds : Math.Clamp(records.Min(r => r.TtlSeconds), MinTtlSeconds, MaxTtlSeconds);
        if (_cache.Count >= MaxCached)
            _cache.Clear();
        _cache[key] = (Environment.TickCount64 + (ttl * 1000L), records);
        return records;
    }

    private async Task<IReadOnlyList<DnsRecord>> AskAsync(string name, DnsType type)
    {
        for (int i = 0; i < TriesPerServer; i++)
        {
            foreach (var server in servers)
            {
                // A new id and a new source port for each question, against forged answers.
                byte[] query = DnsMessage.Query(BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(2)), name, type);
                if (query.Length == 0)
                    return [];
                if (await TryServerAsync(server, query).ConfigureAwait(false) is { } records)
                    return records;
            }
        }
        throw new SocketException((int)SocketError.TryAgain);
    }

    private static async Task<List<DnsRecord>?> TryServerAsync(IPEndPoint server, byte[] query)
    {
        using CancellationTokenSource patience = new(AnswerTimeoutMs);
        try
        {
            using Socket socket = new(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server, patience.Token).ConfigureAwait(false);
            await socket.SendAsync(query, patience.Token).ConfigureAwait(false);
            byte[] buffer = new byte[4096];
            while (true)
            {
                int length = await socket.ReceiveAsync(buffer, patience.Token).ConfigureAwait(false);
                if (DnsMessage.TryParse(buffer.AsSpan(0, length), query, out var records, out bool truncated))
                    return records;
                if (truncated)
                    return await TryTcpAsync(server, query, patience.Token).ConfigureAwait(false);
                if (length >= 4 && buffer[0] == query[0] && buffer[1] == query[1])
                    return null;
            }
        }
        catch (Exception silent) when (silent is SocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private static async Task<List<DnsRecord>?> TryTcpAsync(IPEndPoint server, byte[] query, CancellationToken cancel)
    {
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancel).ConfigureAwait(false);
        await using NetworkStream stream = new(socket, ownsSocket: false);
        await stream.WriteAsync(new byte[] { (byte)(query.Length >> 8), (byte)query.Length }, cancel).ConfigureAwait(false);
        await stream.WriteAsync(query, cancel).ConfigureAwait(false);
        byte[] size = new byte[2];
        await stream.ReadExactlyAsync(size, cancel).ConfigureAwait(false);
        byte[] answer = new byte[(size[0] << 8) | size[1]];
        await stream.ReadExactlyAsync(answer, cancel).ConfigureAwait(false);
        return DnsMessage.TryParse(answer, query, out var records, out _) ? records : null;
    }
}
