using System.Net;
using Dialer.Server.Http;
using Dialer.Server.Http.Access;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>Who is let in, who gives way: without a socket.</summary>
public sealed class ConnectionGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _closed = [];

    private ConnectionGate.Lease Enter(ConnectionGate gate, string? source, string name) => gate.Enter(source, () => _closed.Add(name));

    [Fact]
    public void A_source_that_has_its_share_loses_its_own_oldest()
    {
        ConnectionGate gate = new(100, _time);
        for (int i = 0; i < ConnectionGate.StrangersPerSource + 2; i++)
            Enter(gate, "192.0.2.1", $"a{i}");
        Enter(gate, "192.0.2.2", "b");
        Assert.Equal(["a0", "a1"], _closed);
    }

    [Fact]
    public void Strangers_of_many_sources_crowd_out_the_oldest_and_nobody_who_is_known()
    {
        ConnectionGate gate = new(100, _time);
        var desk = Enter(gate, "192.0.2.1", "desk");
        Assert.True(gate.Recognise(desk));
        var monitor = Enter(gate, null, "monitor");
        for (int i = 0; i < ConnectionGate.Strangers + 3; i++)
            Enter(gate, $"198.51.{i / 250}.{i % 250}", $"s{i}");
        Assert.Equal(["s0", "s1", "s2"], _closed);
        Assert.Equal(1, gate.Known);
        gate.Leave(monitor);
        gate.Leave(desk);
        Assert.Equal(0, gate.Known);
    }

    [Fact]
    public void The_known_have_a_limit_and_this_machine_a_reserve_beyond_it()
    {
        ConnectionGate gate = new(2, _time);
        var leases = Enumerable.Range(0, 3).Select(i => Enter(gate, "192.0.2.1", $"{i}")).ToArray();
        Assert.Equal([true, true, false], leases.Select(gate.Recognise));
        Assert.True(gate.Recognise(Enter(gate, null, "here")));
        Assert.True(gate.Recognise(leases[0]));
        gate.Leave(leases[0]);
        gate.Leave(leases[1]);
        Assert.True(gate.Recognise(leases[2]));
        Assert.Empty(_closed);
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("::ffff:127.0.0.1", null)]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:0:1::1", "20010DB800000001")]
    [InlineData("2001:db8:0:1:ffff::2", "20010DB800000001")]
    public void One_network_of_ipv6_is_one_source(string address, string? source) =>
        Assert.Equal(source, ConnectionGate.SourceOf(IPAddress.Parse(address)));

    [Fact]
    public void Ten_wrong_tokens_a_minute_and_then_a_wait()
    {
        WrongTokens tokens = new(_time);
        var first = Enumerable.Range(0, WrongTokens.MostInWindow).Select(_ => tokens.Shown("a")).ToArray();
        Assert.All(first, answer => Assert.Null(answer.Wait));
        Assert.Single(first, answer => answer.IsNews);
        _time.Advance(TimeSpan.FromSeconds(20));
        var refused = tokens.Shown("a");
        Assert.Equal((TimeSpan.FromSeconds(40), true), (refused.Wait!.Value, refused.IsNews));
        Assert.False(tokens.Shown("a").IsNews);
        Assert.Null(tokens.Shown("b").Wait);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(tokens.Shown("a").Wait);
    }
}
