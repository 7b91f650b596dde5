using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Stack;
using Dialer.Sip.Tests.Calls;
using Dialer.Sip.Tests.Stack;
using Dialer.Sip.Trunks;
using Microsoft.Extensions.Logging.Abstractions;
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
        using var mute = Mute(out int port);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, port)]);
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        Assert.Equal((CallResult.Failed, true), (ended.Result, ended.TrunkFault));
    }

    [Fact]
    public async Task A_trunk_that_falls_silent_is_found_by_the_first_call_that_hangs()
    {
        using var carrier = Answers();
        int port = carrier.Port;
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, port)]);
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
        using var carrier = Refuses(503);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { ProbeEvery = TimeSpan.FromMinutes(5) }]);
        for (int i = 0; i < 5; i++)
            await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        var why = await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        Assert.Contains("503", why.Reason, StringComparison.Ordinal);
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        Assert.True(ended.TrunkFault);
        Assert.Equal(5, carrier.Invites.Count);
    }

    [Fact]
    public async Task Busy_numbers_never_open_it()
    {
        using var carrier = Refuses(486);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        for (int i = 0; i < 12; i++)
            Assert.Equal(CallResult.Busy, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.TrunkUnavailable);
    }

    [Fact]
    public async Task Retry_after_keeps_the_trunk_closed_for_as_long_as_it_says()
    {
        using var carrier = Refuses(503, new SipExtraHeader("Retry-After", "2"));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        var why = await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        Assert.Contains("wait 2 s", why.Reason, StringComparison.Ordinal);
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkAvailable, "TrunkAvailable");
    }

    [Fact]
    public async Task A_call_that_one_trunk_cannot_take_goes_by_the_next_and_ends_once()
    {
        using FarEnd first = Refuses(503), second = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, first.Port) with { Failover = [new TrunkId(2)] }, LineBench.TrunkTo(2, second.Port)]);
        var call = bench.Place();
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
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, first.Port) with { Failover = [new TrunkId(2)] }, LineBench.TrunkTo(2, second.Port)]);
        Assert.Equal(CallResult.Busy, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        Assert.Empty(second.Invites);
    }

    [Fact]
    public async Task The_cheapest_prefix_chooses_the_trunk()
    {
        using FarEnd first = Answers(), second = Answers();
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, first.Port) with { Prefixes = [new PrefixRule("+336", new TrunkId(2))] }, LineBench.TrunkTo(2, second.Port)]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place("+33612345678"));
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place("+33112345678"));
        Assert.Contains("INVITE sip:+33612345678@", second.Invites.Single(), StringComparison.Ordinal);
        Assert.Contains("INVITE sip:+33112345678@", first.Invites.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_share_the_calls_and_a_dead_sharer_leaves_its_share_to_the_others()
    {
        using FarEnd first = Answers(), second = Answers();
        await using var bench = await LineBench.StartAsync(
        [
            LineBench.TrunkTo(1, first.Port) with { Weights = [new(new(1), 3), new(new(2), 1)], CallsPerSecond = 100 },
            LineBench.TrunkTo(2, second.Port) with { CallsPerSecond = 100 },
        ]);
        for (int i = 0; i < 8; i++)
            await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        Assert.Equal((6, 2), (first.Invites.Count, second.Invites.Count));
        first.Dispose();
        bench.Place();

        // The engine is not told of the end of one as long as another serves.
        await LineBench.UntilAsync(() =>
        {
            bench.Place();
            return second.Invites.Count >= 12;
        }, "the other trunk never took over");
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.TrunkUnavailable);
    }

    [Fact]
    public async Task The_engine_hears_of_a_trunk_that_is_down_only_when_its_failover_is_down_too()
    {
        using var mute = Mute(out int port);
        using var spare = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, port) with { Failover = [new(2)] }, LineBench.TrunkTo(2, spare.Port)]);
        await LineBench.UntilAsync(() =>
        {
            bench.Place();
            return !spare.Invites.IsEmpty;
        }, "no call went by the failover");
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.TrunkUnavailable);
        spare.Dispose();
        await LineBench.UntilAsync(() =>
        {
            bench.Place();
            return bench.Signals.Any(s => s.Kind == EngineInputKind.TrunkUnavailable && s.Trunk == new TrunkId(1));
        }, "nobody told");
    }

    [Fact]
    public async Task Calls_that_come_from_another_trunk_wait_for_their_turn()
    {
        using var spare = Answers();
        using var mute = Mute(out int port);
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, port) with { Failover = [new(2)] }, LineBench.TrunkTo(2, spare.Port) with { CallsPerSecond = 5 }]);
        CallId[] calls = [.. Enumerable.Range(0, 6).Select(_ => bench.Place())];
        foreach (var call in calls)
            await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        Assert.Equal(6, spare.Invites.Count);
    }

    [Fact]
    public async Task A_call_that_fails_at_once_ends_too()
    {
        await using var bench = await LineBench.StartAsync(
            [],
            new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone("sip:ana@nowhere.example") },
            options => options with { Hosts = new Dictionary<string, IReadOnlyList<IPEndPoint>> { ["nowhere.example"] = [] } });
        await bench.SignalAsync(EngineInputKind.AgentLegDown, bench.PlaceAgent(0));
        await LineBench.UntilAsync(() => TestedLine.Open(bench.Line) == (0, 0), "the call or its leg stayed");
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void Turns_of_a_trunk_are_evenly_spaced_and_nobody_waits_for_long()
    {
        StoppedClock clock = new();
        using var endpoint = SipEndpoint.Start(new SipEndpointOptions());
        Trunk trunk = new(LineBench.TrunkTo(1, 5060) with { CallsPerSecond = 5 }, endpoint, _ => { }, NullLogger.Instance, clock);
        List<double> waits = [];
        while (trunk.CanTakeInTime)
        {
            waits.Add(trunk.UntilSlot.TotalMilliseconds);
            trunk.CallStarted();
        }
        Assert.Equal(Enumerable.Range(0, 11).Select(i => 200.0 * i), waits);
        clock.Now += TimeSpan.FromSeconds(1.5);
        Assert.Equal(700, trunk.UntilSlot.TotalMilliseconds);
        clock.Now += TimeSpan.FromMinutes(1);
        trunk.CallStarted();
        Assert.Equal(200, trunk.UntilSlot.TotalMilliseconds);
    }

    [Fact]
    public async Task A_call_that_waits_for_its_turn_can_be_hung_up_and_leaves_nothing()
    {
        using var spare = Answers();
        using var mute = Mute(out int port);
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, port) with { Failover = [new(2)] }, LineBench.TrunkTo(2, spare.Port) with { CallsPerSecond = 1.2, Channels = 2 }]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        var waiting = bench.Place();
        bench.Line.Carry(EngineOutput.HangUp(default, waiting));
        Assert.Equal(CallResult.Cancelled, (await bench.SignalAsync(EngineInputKind.CallEnded, waiting)).Result);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        Assert.Equal(2, spare.Invites.Count);
    }

    [Theory]
    [InlineData(TrunkTransport.Tcp, "SIP/2.0/TCP", "sip:+33111111111@127.0.0.1:PORT;transport=tcp")]
    [InlineData(TrunkTransport.Tls, "SIP/2.0/TLS", "sip:+33111111111@127.0.0.1:PORT;transport=tls")]
    [InlineData(TrunkTransport.Sips, "SIP/2.0/TLS", "sips:+33111111111@127.0.0.1:PORT")]
    public async Task A_trunk_is_dialed_over_the_transport_it_is_configured_for(TrunkTransport transport, string via, string uri)
    {
        TestedLine.Needs(transport == TrunkTransport.Tcp ? null : "transport");
        using FarEnd carrier = new((call, _) => call.Answer(440), change: options => options with { ListenTcp = true, TlsPort = 0, Tls = new SipTlsOptions { ServerCertificate = StreamClient.Certificate } });
        int port = transport == TrunkTransport.Tcp ? carrier.Endpoint.TcpEndPoint!.Port : carrier.Endpoint.TlsEndPoint!.Port;
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, port) with { Transport = transport }],
            change: options => options with { Tls = new SipTlsOptions { TrustedRoots = [StreamClient.Certificate] } });
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        string invite = carrier.Invites.Single();
        Assert.StartsWith($"INVITE {uri.Replace("PORT", $"{port}", StringComparison.Ordinal)} SIP/2.0", invite, StringComparison.Ordinal);
        Assert.Contains($"Via: {via} 127.0.0.1", invite, StringComparison.Ordinal);
        Assert.Contains(transport == TrunkTransport.Sips ? "Contact: <sips:" : "Contact: <sip:", invite, StringComparison.Ordinal);
        bench.Line.Carry(EngineOutput.HangUp(default, call));
        Assert.Equal("RemoteBye", await carrier.Calls.Single().Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tls_trunk_with_a_certificate_that_nobody_vouches_for_gets_no_call()
    {
        TestedLine.Needs("transport");
        using FarEnd carrier = new((call, _) => call.Answer(), change: options => options with { TlsPort = 0, Tls = new SipTlsOptions { ServerCertificate = StreamClient.MakeCertificate("mallory") } });
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, carrier.Endpoint.TlsEndPoint!.Port) with { Transport = TrunkTransport.Tls }],
            change: options => options with { Tls = new SipTlsOptions { TrustedRoots = [StreamClient.Certificate] } });
        Assert.True((await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).TrunkFault);
        Assert.Empty(carrier.Invites);
    }

    [Fact]
    public async Task Caller_ids_go_by_the_called_number_and_may_be_withheld()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, carrier.Port) with { CallsPerSecond = 100 }],
            change: options => options with
            {
                CallerIds = new Dictionary<CampaignId, IReadOnlyList<CallerIdRule>> { [LineBench.Campaign] = [new("+336", "+33600000006"), new("+337", null)] },
            });
        foreach (string number in new[] { "+33612345678", "+33712345678", "+33112345678" })
            await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place(number));
        string[] invites = [.. carrier.Invites];
        Assert.Contains("From: <sip:+33600000006@", invites[0], StringComparison.Ordinal);
        Assert.Contains("From: \"Anonymous\" <sip:anonymous@anonymous.invalid>", invites[1], StringComparison.Ordinal);
        Assert.Contains("Privacy: id\r\n", invites[1], StringComparison.Ordinal);
        Assert.Contains("P-Asserted-Identity: <sip:+33100000000@", invites[1], StringComparison.Ordinal);
        Assert.Contains("From: <sip:+33100000000@", invites[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_trunk_with_a_silent_first_server_goes_by_the_second()
    {
        using var mute = Mute(out int port);
        using var alive = Answers();
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, 0) with { Address = "carrier.example" }],
            change: options => options with
            {
                Hosts = new Dictionary<string, IReadOnlyList<IPEndPoint>> { ["carrier.example"] = [new(IPAddress.Loopback, port), new(IPAddress.Loopback, alive.Port)] },
            });
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        Assert.Equal(2, alive.Invites.Count);
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.TrunkUnavailable);
    }

    [Fact]
    public async Task A_trunk_that_goes_while_no_call_is_up_is_found_by_its_keep_alive()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { KeepAliveEvery = TimeSpan.FromMilliseconds(300) }]);
        carrier.Dispose();
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
    }

    [Fact]
    public async Task A_trunk_that_never_answers_options_is_tried_after_a_while_and_said_to_be_available_only_when_a_call_is_answered()
    {
        using var carrier = Mute(out int port);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, port) with { ProbeTimeout = TimeSpan.FromSeconds(0.5) }]);
        await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkUnavailable, "TrunkUnavailable");
        var trial = await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkAvailable, "the trial");
        Assert.Contains("no answer to OPTIONS", trial.Reason, StringComparison.Ordinal);
        bench.ForgetSignals();
        using var answering = new CancellationTokenSource();
        var busy = BusyToInvitesAsync(carrier, answering.Token);
        Assert.Equal(CallResult.Busy, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        var available = await bench.SignalAsync(s => s.Kind == EngineInputKind.TrunkAvailable, "TrunkAvailable");
        Assert.Null(available.Reason);
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.TrunkUnavailable);
        await answering.CancelAsync();
        await busy;
    }

    private static async Task BusyToInvitesAsync(Socket carrier, CancellationToken until)
    {
        byte[] datagram = new byte[4_096];
        while (!until.IsCancellationRequested)
        {
            SocketReceiveFromResult got;
            try
            {
                got = await carrier.ReceiveFromAsync(datagram, new IPEndPoint(IPAddress.Any, 0), until);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            string request = Encoding.ASCII.GetString(datagram, 0, got.ReceivedBytes);
            if (!request.StartsWith("INVITE", StringComparison.Ordinal))
                continue;
            string[] kept = ["Via", "From", "To", "Call-ID", "CSeq"];
            var lines = request.Split("\r\n").Where(line => kept.Any(name => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)))
                .Select(line => line.StartsWith("To:", StringComparison.OrdinalIgnoreCase) ? line + ";tag=busy" : line);
            string answer = $"SIP/2.0 486 Busy Here\r\n{string.Join("\r\n", lines)}\r\nContent-Length: 0\r\n\r\n";
            await carrier.SendToAsync(Encoding.ASCII.GetBytes(answer), got.RemoteEndPoint, until);
        }
    }

    [Fact]
    public async Task No_more_calls_than_channels()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Channels = 2 }]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        var second = bench.Place();
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
            if (invite.Target.UserText == "+33199")
                call.Answer();
            else
                call.Sip.Reject(302, "", new SipExtraHeader("Contact", "<sip:+33199@127.0.0.1>"));
        });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Redirect = rule }]);
        var call = bench.Place();
        if (followed)
            await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        else
            Assert.Equal(CallResult.Failed, (await bench.SignalAsync(EngineInputKind.CallEnded, call)).Result);
        Assert.Equal(followed ? 2 : 1, carrier.Invites.Count);
    }

    [Fact]
    public async Task A_redirect_to_another_of_our_trunks_goes_by_that_one_where_the_rule_says_so()
    {
        using var other = Answers();
        using FarEnd carrier = new((call, _) => call.Sip.Reject(302, "", new SipExtraHeader("Contact", $"<sip:+33199@127.0.0.1:{other.Port}>")));
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, carrier.Port) with { Redirect = RedirectRule.FollowTrunks }, LineBench.TrunkTo(2, other.Port)]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        Assert.StartsWith("INVITE sip:+33199@", other.Invites.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_strange_host_is_not_followed()
    {
        using FarEnd carrier = new((call, _) => call.Sip.Reject(302, "", new SipExtraHeader("Contact", "<sip:+1900@192.0.2.66>")));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Redirect = RedirectRule.FollowSameTrunk }]);
        Assert.Equal(CallResult.Failed, (await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place())).Result);
        Assert.Single(carrier.Invites);
    }
}
