using System.Net;
using System.Net.Sockets;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Sip.Stack;
using Dialer.Sip.Tests.Calls;
using Dialer.Sip.Trunks;
using Xunit;

namespace Dialer.Sip.Tests.Trunks;

/// <summary>Trunks that fail, over real sockets.</summary>
public sealed class TrunkTests
{
    private static FarEnd Answers() => new((call, _) => call.Answer(440));

    private static FarEnd Refuses(int status, params SipExtraHeader[] headers) => new((call, _) => call.Sip.Reject(status, "", headers));

    /// <summary>A trunk that takes packets and never says a word.</summary>
    private static Socket Mute(out int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return socket;
    }

    [Fact]
    public async Task A_trunk_that_is_not_there_is_unavailable_and_its_calls_are_its_fault()
    {
        using Socket mute = Mute(out int port);
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, port)]);
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        EngineInput ended = await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        Assert.Equal((CallResult.Failed, true), (ended.Result, ended.TrunkFault));
    }

    [Fact]
    public async Task A_trunk_that_falls_silent_is_found_by_the_first_call_that_hangs()
    {
        using FarEnd carrier = Answers();
        int port = carrier.Port;
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, port)]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        carrier.Dispose();
        bench.Place();
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");

        // It comes back at the same address: found by OPTIONS, without a call.
        using var again = new FarEnd((call, _) => call.Answer(440), port);
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkAvailable, "TrunkAvailable");
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
    }

    [Fact]
    public async Task Five_congestions_in_a_row_open_the_breaker()
    {
        using FarEnd carrier = Refuses(503);
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { ProbeEvery = TimeSpan.FromMinutes(5) }]);
        for (int i = 0; i < 5; i++) await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        EngineInput why = await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        Assert.Contains("503", why.Text, StringComparison.Ordinal);
        EngineInput ended = await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        Assert.True(ended.TrunkFault);
        Assert.Equal(5, carrier.Invites.Count);
    }

    [Fact]
    public async Task Busy_numbers_never_open_it()
    {
        using FarEnd carrier = Refuses(486);
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        for (int i = 0; i < 12; i++) Assert.Equal(CallResult.Busy, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.TrunkUnavailable);
    }

    [Fact]
    public async Task Retry_after_keeps_the_trunk_closed_for_as_long_as_it_says()
    {
        using FarEnd carrier = Refuses(503, new SipExtraHeader("Retry-After", "2"));
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        EngineInput why = await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        Assert.Contains("wait 2 s", why.Text, StringComparison.Ordinal);
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkAvailable, "TrunkAvailable");
    }

    [Fact]
    public async Task A_call_that_one_trunk_cannot_take_goes_by_the_next_and_ends_once()
    {
        using FarEnd first = Refuses(503), second = Answers();
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, first.Port) with { Failover = [new TrunkId(2)] }, LineBench.TrunkTo(2, second.Port)]);
        CallId call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        Assert.Single(first.Invites);
        Assert.Single(second.Invites);
        second.Calls.Single().Sip.Bye();
        await bench.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Single(bench.Signals, s => s.Kind == EngineInputKind.CallEnded);
    }

    [Fact]
    public async Task A_busy_number_is_not_tried_again_by_another_trunk()
    {
        using FarEnd first = Refuses(486), second = Answers();
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, first.Port) with { Failover = [new TrunkId(2)] }, LineBench.TrunkTo(2, second.Port)]);
        Assert.Equal(CallResult.Busy, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        Assert.Empty(second.Invites);
    }

    [Fact]
    public async Task The_cheapest_prefix_chooses_the_trunk()
    {
        using FarEnd first = Answers(), second = Answers();
        await using LineBench bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, first.Port) with { Prefixes = [new PrefixRule("+336", new TrunkId(2))] }, LineBench.TrunkTo(2, second.Port)]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place("+33612345678"));
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place("+33112345678"));
        Assert.Contains("INVITE sip:+33612345678@", second.Invites.Single(), StringComparison.Ordinal);
        Assert.Contains("INVITE sip:+33112345678@", first.Invites.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_calls_than_channels()
    {
        using FarEnd carrier = Answers();
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Channels = 2 }]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        CallId second = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, second);
        Assert.True((await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).TrunkFault);
        bench.Line.Carry(EngineOutput.HangUp(default, second));
        await bench.SignalAsync(EngineInputKind.CallEnded, second);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
    }

    [Theory]
    [InlineData(RedirectRule.Refuse, false)]
    [InlineData(RedirectRule.FollowSameTrunk, true)]
    public async Task A_redirect_is_followed_only_by_rule_and_only_to_the_same_trunk(RedirectRule rule, bool followed)
    {
        using FarEnd carrier = new((call, invite) =>
        {
            if (invite.Target.UserText == "+33199") call.Answer();
            else call.Sip.Reject(302, "", new SipExtraHeader("Contact", "<sip:+33199@127.0.0.1>"));
        });
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Redirect = rule }]);
        CallId call = bench.Place();
        if (followed) await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        else Assert.Equal(CallResult.Failed, (await bench.SignalAsync(EngineInputKind.CallEnded, call)).Result);
        Assert.Equal(followed ? 2 : 1, carrier.Invites.Count);
    }

    [Fact]
    public async Task A_redirect_to_a_strange_host_is_not_followed()
    {
        using FarEnd carrier = new((call, _) => call.Sip.Reject(302, "", new SipExtraHeader("Contact", "<sip:+1900@192.0.2.66>")));
        await using LineBench bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Redirect = RedirectRule.FollowSameTrunk }]);
        Assert.Equal(CallResult.Failed, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        Assert.Single(carrier.Invites);
    }
}
