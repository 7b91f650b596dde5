using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace Dialer.Sip.Stack;

/// <summary>
/// A stub resolver: asks the configured servers in turn, remembers answers for their time to live, at most
/// <see cref="MaxCached"/>. The wire is DnsClient's: a new id and a new source port for each question, against forged answers,
/// TCP where an answer was cut short, and a bound on compression pointers. What it lets through is bounded here.
/// </summary>
internal sealed class DnsLookup : IDnsSource
{
    private const int MaxCached = 1024;
    private const int MaxRecords = 64;
    private const int MaxName = 253;
    private const int TriesPerServer = 2;
    private const int AnswerTimeoutMs = 2_000;
    private const int MinTtlSeconds = 5;
    private const int MaxTtlSeconds = 3_600;

    /// <summary>Without EDNS, as a stub that asks for no more than a datagram of RFC 1035 holds.</summary>
    private const int DatagramBytes = 512;

    private readonly LookupClient? _client;
    private readonly MonotonicClock _clock;
    private readonly ConcurrentDictionary<(string, DnsType), (long UntilMs, IReadOnlyList<DnsRecord> Records)> _cache = new();

    public DnsLookup(IReadOnlyList<IPEndPoint> servers, TimeProvider time)
    {
        _clock = new MonotonicClock(time);
        _client = servers.Count == 0 ? null : new LookupClient(new LookupClientOptions([.. servers])
        {
            AutoResolveNameServers = false,
            UseCache = false,
            UseRandomNameServer = false,
            Recursion = true,
            Retries = TriesPerServer - 1,
            Timeout = TimeSpan.FromMilliseconds(AnswerTimeoutMs),
            ThrowDnsErrors = false,
            ContinueOnDnsError = true,
            ContinueOnEmptyResponse = false,
            ExtendedDnsBufferSize = DatagramBytes,
        });
    }

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
        if (_cache.TryGetValue(key, out var known) && known.UntilMs > _clock.NowMs)
            return known.Records;
        if (!IsName(name))
            return [];
        var records = await AskAsync(name, type).ConfigureAwait(false);
        int ttl = records.Count == 0 ? MinTtlSeconds : (int)Math.Clamp(records.Min(record => record.TtlSeconds), MinTtlSeconds, MaxTtlSeconds);
        if (_cache.Count >= MaxCached)
            _cache.Clear();
        _cache[key] = (_clock.NowMs + (ttl * 1000L), records);
        return records;
    }

    /// <summary>RFC 1035 section 2.3.4: labels of 1 to 63 octets.</summary>
    private static bool IsName(string name)
    {
        string bare = name.TrimEnd('.');
        return bare.Length is > 0 and <= MaxName && bare.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => c is > ' ' and < (char)0x7F));
    }

    /// <exception cref="SocketException">No server gave an answer that can be read.</exception>
    private async Task<IReadOnlyList<DnsRecord>> AskAsync(string name, DnsType type)
    {
        if (_client is null)
            throw new SocketException((int)SocketError.TryAgain);
        IDnsQueryResponse answer;
        try
        {
            answer = await _client.QueryAsync(name, TypeOf(type)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The library's parser meets bytes from the network: whatever it throws, there was no answer.
        catch (Exception)
#pragma warning restore CA1031
        {
            throw new SocketException((int)SocketError.TryAgain);
        }

        // A name that does not exist is an answer. One to another question is none (case may have been changed on the way).
        bool isKnown = answer.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain;
        if (!isKnown || answer.Questions is not [var question] || question.QuestionType != TypeOf(type) || !SameName(question.QueryName, name))
            throw new SocketException((int)SocketError.TryAgain);
        return [.. answer.Answers.Take(MaxRecords).Select(Read).OfType<DnsRecord>()];
    }

    private static bool SameName(DnsString asked, string name) =>
        string.Equals(asked.Value.TrimEnd('.'), name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static QueryType TypeOf(DnsType type) => type switch
    {
        DnsType.A => QueryType.A,
        DnsType.Cname => QueryType.CNAME,
        DnsType.Aaaa => QueryType.AAAA,
        DnsType.Srv => QueryType.SRV,
        DnsType.Naptr => QueryType.NAPTR,
    };

    /// <summary>Null: a record that nobody asked for.</summary>
    private static DnsRecord? Read(DnsResourceRecord record) => record switch
    {
        AddressRecord address => Head(record, address is ARecord ? DnsType.A : DnsType.Aaaa) with { Address = address.Address },
        CNameRecord alias => Head(record, DnsType.Cname) with { Target = Text(alias.CanonicalName) },
        SrvRecord server => Head(record, DnsType.Srv) with { Order = server.Priority, Weight = server.Weight, Port = server.Port, Target = Text(server.Target) },
        NAPtrRecord pointer => Head(record, DnsType.Naptr) with
        {
            Order = pointer.Order,
            Weight = pointer.Preference,
            Flags = pointer.Flags.ToUpperInvariant(),
            Service = pointer.Services.ToUpperInvariant(),
            Target = Text(pointer.Replacement),
        },
        _ => null,
    };

    private static DnsRecord Head(DnsResourceRecord record, DnsType type) =>
        new(Text(record.DomainName), type, (uint)Math.Max(0, record.InitialTimeToLive));

    private static string Text(DnsString name) => name.Value.TrimEnd('.').ToLower(CultureInfo.InvariantCulture);
}
