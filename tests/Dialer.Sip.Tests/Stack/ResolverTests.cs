using System.Net;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>RFC 3263 over a table of records.</summary>
public sealed class ResolverTests
{
    private sealed class Zone(params DnsRecord[] records) : IDnsSource
    {
        public Task<IReadOnlyList<DnsRecord>> QueryAsync(string name, DnsType type) =>
            Task.FromResult<IReadOnlyList<DnsRecord>>([.. records.Where(r => r.Name == name && r.Type == type)]);
    }

    private sealed class Here : ISipExecutor
    {
        public bool IsCurrent => true;

        public void Execute(Action work) => work();
    }

    private static DnsRecord A(string name, string address) => new(name, DnsType.A, 60) { Address = IPAddress.Parse(address) };

    private static DnsRecord Srv(string name, int priority, int port, string target, int weight = 0) => new(name, DnsType.Srv, 60) { Order = priority, Weight = weight, Port = port, Target = target };

    private static DnsRecord Naptr(string name, int order, string service, string target) => new(name, DnsType.Naptr, 60) { Order = order, Flags = "S", Service = service, Target = target };

    private static readonly Zone World = new(
        Naptr("full.example", 10, "SIPS+D2T", "_sips._tcp.full.example"),
        Naptr("full.example", 20, "SIP+D2T", "_sip._tcp.full.example"),
        Naptr("full.example", 30, "SIP+D2U", "_sip._udp.full.example"),
        Srv("_sips._tcp.full.example", 1, 5061, "a.example"),
        Srv("_sip._tcp.full.example", 1, 5080, "b.example"),
        Srv("_sip._udp.full.example", 1, 5070, "a.example"),
        Srv("_sip._udp.srv.example", 20, 5072, "b.example"),
        Srv("_sip._udp.srv.example", 10, 5071, "a.example"),
        A("a.example", "192.0.2.1"),
        A("b.example", "192.0.2.2"),
        A("plain.example", "192.0.2.3"),
        new DnsRecord("plain.example", DnsType.Aaaa, 60) { Address = IPAddress.Parse("2001:db8::3") });

    [Theory]
    [InlineData("sip:full.example", "tcp:192.0.2.2:5080 udp:192.0.2.1:5070")]
    [InlineData("sips:full.example", "tls:192.0.2.1:5061")]
    [InlineData("sip:full.example;transport=udp", "udp:192.0.2.1:5070")]
    [InlineData("sip:srv.example", "udp:192.0.2.1:5071 udp:192.0.2.2:5072")]
    [InlineData("sip:plain.example", "udp:192.0.2.3:5060 udp:[2001:db8::3]:5060")]
    [InlineData("sip:plain.example;transport=tcp", "tcp:192.0.2.3:5060 tcp:[2001:db8::3]:5060")]
    [InlineData("sip:full.example:5090", "")]
    [InlineData("sip:a.example:5090", "udp:192.0.2.1:5090")]
    [InlineData("sip:nowhere.example", "")]
    public async Task A_uri_is_located(string uri, string expected)
    {
        SipResolver resolver = new(new SipEndpointOptions(), new Here(), t => t is SipTransport.Udp or SipTransport.Tcp, World, systemAddresses: false);
        TaskCompletionSource<IReadOnlyList<SipHop>> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        resolver.Resolve(SipUri.Parse(uri), found.SetResult);
        var hops = await found.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(expected, string.Join(' ', hops));
    }

    [Fact]
    public void The_table_of_hosts_comes_first()
    {
        SipEndpointOptions options = new() { Hosts = new Dictionary<string, IReadOnlyList<IPEndPoint>> { ["trunk.example"] = [IPEndPoint.Parse("192.0.2.8:5099"), IPEndPoint.Parse("192.0.2.9")] } };
        SipResolver resolver = new(options, new Here(), _ => true, World);
        IReadOnlyList<SipHop> hops = [];
        resolver.Resolve(SipUri.Parse("sip:x@trunk.example"), found => hops = found);
        Assert.Equal("udp:192.0.2.8:5099 udp:192.0.2.9:5060", string.Join(' ', hops));
    }

    [Fact]
    public void Weights_share_by_chance_and_priorities_do_not()
    {
        DnsRecord[] records = [Srv("x", 2, 1, "last"), Srv("x", 1, 1, "heavy", 90), Srv("x", 1, 1, "light", 10)];
        int heavyFirst = 0;
        for (int i = 0; i < 2_000; i++)
        {
            var order = SipResolver.InOrder(records);
            Assert.Equal("last", order[2].Target);
            if (order[0].Target == "heavy")
                heavyFirst++;
        }
        Assert.InRange(heavyFirst, 1_600, 1_970);
    }
}
