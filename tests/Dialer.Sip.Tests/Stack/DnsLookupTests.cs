using System.Net;
using System.Net.Sockets;
using Dialer.Core.Time;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Questions on the wire, to a name server that answers well, badly or not at all.</summary>
public sealed class DnsLookupTests
{
    private static readonly byte[] Address = [0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7];
    private static readonly byte[] Server = [0xC0, 0x0C, 0, 33, 0, 1, 0, 0, 0, 60, 0, 10, 0, 1, 0, 2, 0x13, 0xC4, 1, (byte)'a', 0xC0, 0x16];

    [Fact]
    public async Task A_server_is_asked_on_the_wire_and_its_answer_is_remembered()
    {
        using NameServer server = new(query => NameServer.Reply(query, Server));
        var dns = Asking(server);
        var records = await Ask(dns, "_sip._udp.example.com", DnsType.Srv);
        var record = Assert.Single(records);
        Assert.Equal((1, 2, 5060, "a.example.com"), (record.Order, record.Weight, record.Port, record.Target));
        Assert.Same(records, await Ask(dns, "_SIP._udp.example.com", DnsType.Srv));
        Assert.Equal(1, server.Asked);
    }

    [Fact]
    public async Task A_pointer_to_services_is_read_whole()
    {
        byte[] pointer = [0xC0, 0x0C, 0, 35, 0, 1, 0, 0, 0, 60, 0, 17, 0, 10, 0, 50, 1, (byte)'s', 7, .. "SIP+D2U"u8, 0, 1, (byte)'X', 0];
        pointer[11] = (byte)(pointer.Length - 12);
        using NameServer server = new(query => NameServer.Reply(query, pointer));
        var record = Assert.Single(await Ask(Asking(server), "example.com", DnsType.Naptr));
        Assert.Equal((10, 50, "S", "SIP+D2U", "x"), (record.Order, record.Weight, record.Flags, record.Service, record.Target));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_an_empty_answer_and_remembered_for_a_moment()
    {
        using NameServer server = new(query =>
        {
            byte[] reply = NameServer.Reply(query);
            reply[3] = 3;
            return reply;
        });
        var dns = Asking(server);
        Assert.Empty(await Ask(dns, "nowhere.example", DnsType.A));
        Assert.Empty(await Ask(dns, "nowhere.example", DnsType.A));
        Assert.Equal(1, server.Asked);
    }

    [Fact]
    public async Task The_next_server_is_asked_where_one_fails()
    {
        using NameServer failing = new(query =>
        {
            byte[] reply = NameServer.Reply(query);
            reply[3] = 2;
            return reply;
        });
        using NameServer good = new(query => NameServer.Reply(query, Address));
        var record = Assert.Single(await Ask(new DnsLookup([failing.EndPoint, good.EndPoint], TimeProvider.System), "a.example", DnsType.A));
        Assert.Equal(IPAddress.Parse("192.0.2.7"), record.Address);
    }

    [Fact]
    public async Task An_answer_that_was_cut_short_is_asked_for_over_tcp()
    {
        using NameServer server = new(
            query =>
            {
                byte[] reply = NameServer.Reply(query);
                reply[2] |= 0x02;
                return reply;
            },
            query => NameServer.Reply(query, Address, Address));
        Assert.Equal(2, (await Ask(Asking(server), "a.example", DnsType.A)).Count);
    }

    [Fact]
    public async Task No_server_no_answer() =>
        await Assert.ThrowsAsync<SocketException>(() => Ask(new DnsLookup([], TimeProvider.System), "a.example", DnsType.A));

    [Theory]
    [InlineData("")]
    [InlineData("a..example")]
    [InlineData("a example")]
    [InlineData("caf\u00e9.example")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123.example")]
    public async Task What_is_no_name_is_not_asked_for(string name)
    {
        using NameServer server = new(query => NameServer.Reply(query, Address));
        Assert.Empty(await Ask(Asking(server), name, DnsType.A));
        Assert.Equal(0, server.Asked);
    }

    public static TheoryData<string> Lies => ["itself", "ring", "chain", "beyond", "long", "short", "question", "type"];

    /// <summary>Compression pointers that never end, records that are longer than the message, answers to what nobody asked.</summary>
    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_lie_is_no_answer_and_costs_little(string lie)
    {
        using NameServer server = new(query => Lie(lie, query));
        long before = GC.GetTotalAllocatedBytes();
        await Assert.ThrowsAsync<SocketException>(() => Ask(Asking(server), "abcd.example.com", DnsType.A));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16 * 1024 * 1024);
    }

    private static byte[] Lie(string lie, byte[] query)
    {
        int end = query.Length;
        switch (lie)
        {
            case "itself":
                return NameServer.Reply(query, [0xC0, (byte)end, .. Address.AsSpan(2)]);
            case "ring":
                return NameServer.Reply(query, [0xC0, 0x0C, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 0xC0, (byte)(end + 14), 0xC0, (byte)(end + 12)]);
            case "chain":
                List<byte> records = [0xC0, 0x0C, 0, 5, 0, 1, 0, 0, 0, 60, 1, 0x90];
                for (int i = 0; i < 200; i++)
                    records.AddRange([(byte)(0xC0 | ((end + 14 + (i * 2)) >> 8)), (byte)(end + 14 + (i * 2))]);
                return NameServer.Reply(query, [.. records]);
            case "beyond":
                return NameServer.Reply(query, [0xFF, 0xFF, .. Address.AsSpan(2)]);
            case "long":
                return NameServer.Reply(query, [.. Address.AsSpan(0, 10), 0xFF, 0xFF, 1, 2, 3, 4]);
            case "short":
                return NameServer.Reply(query, [.. Address.AsSpan(0, 13)]);
            case "question":
                byte[] other = NameServer.Reply(query, Address);
                other[13] ^= 1;
                return other;
            default:
                byte[] kind = NameServer.Reply(query, Address);
                kind[end - 3] = 28;
                return kind;
        }
    }

    /// <summary>Whatever a name server sends, the question ends: with records, without, or as not answered.</summary>
    [Fact]
    public async Task Damaged_answers_end_the_question()
    {
        SeededRandom random = new(20261128);
        using NameServer server = new(query =>
        {
            byte[] reply = NameServer.Reply(query, Server, Address, Server);
            for (int i = random.Next(6); i >= 0; i--)
                reply[2 + random.Next(reply.Length - 2)] = (byte)random.Next(256);
            return random.Next(8) == 0 ? reply[..random.Next(reply.Length)] : reply;
        });
        DnsLookup dns = new([server.EndPoint], TimeProvider.System);
        int answered = 0;
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, _) =>
        {
            try
            {
                var records = await Ask(dns, $"_sip._udp.n{i}.example.com", DnsType.Srv);
                Assert.InRange(records.Count, 0, 64);
                Interlocked.Increment(ref answered);
            }
            catch (SocketException)
            {
                // No answer that can be read.
            }
        });
        Assert.InRange(answered, 1, 200);
    }

    private static DnsLookup Asking(NameServer server) => new([server.EndPoint], TimeProvider.System);

    private static Task<IReadOnlyList<DnsRecord>> Ask(DnsLookup dns, string name, DnsType type) =>
        dns.QueryAsync(name, type).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
