using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Memory is measured here: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(FloodTests), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>Strangers shout and hold connections open while honest calls go on. DIALER_LONG_TESTS=1: 10,000 a second for 60 s and 10,000 connections.</summary>
[Collection(nameof(FloodTests))]
public sealed class FloodTests
{
    private const long AllowedGrowth = 64L * 1024 * 1024;
    private const int MaxConnections = 4_096;

    private static readonly TimeSpan HonestPause = TimeSpan.FromMilliseconds(50);

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1";
    private static readonly int MessagesPerSecond = IsLong ? 10_000 : 2_000;
    private static readonly int FloodSeconds = IsLong ? 60 : 2;
    private static readonly int IdleConnections = IsLong ? 10_000 : 1_000;

    public enum Door
    {
        /// <summary>Hears its carrier alone.</summary>
        Closed,

        /// <summary>Hears anyone and asks for a password.</summary>
        Registrar,

        /// <summary>As the telephone line does: answers anyone, takes calls from its trunks alone.</summary>
        Line,
    }

    private static SipEndpointOptions Options(Door door)
    {
        SipEndpointOptions common = new() { ListenTcp = true, MaxConnections = MaxConnections, MaxConnectionsPerSource = 2 * IdleConnections };
        return door switch
        {
            Door.Closed => common with { TrustedSources = [IPAddress.Loopback] },
            Door.Registrar => common with { TrustedSources = [IPAddress.Loopback], Registrar = new SipRegistrarOptions { Realm = "dialer", Users = new Dictionary<string, string> { ["1000"] = "secret" } } },
            Door.Line => common with { IsKnown = source => source.Address.Equals(IPAddress.Loopback), MaxRequestsPerSecondPerSource = 200 },
        };
    }

    [Theory]
    [InlineData(Door.Closed, 1)]
    [InlineData(Door.Closed, 1_000)]
    [InlineData(Door.Registrar, 1)]
    [InlineData(Door.Registrar, 1_000)]
    [InlineData(Door.Line, 1)]
    [InlineData(Door.Line, 1_000)]
    public async Task Honest_calls_go_on_in_a_flood(Door door, int sources)
    {
        int strangersHeard = 0;
        using var uas = SipEndpoint.Start(Options(door), new Answerer(call =>
        {
            if (!call.RemoteHop.Address.Equals(IPAddress.Loopback))
                Interlocked.Increment(ref strangersHeard);
            call.Handler = new Silent();
            call.Answer("v=0\r\n"u8.ToArray());
            return call.Handler;
        }));
        using var uac = SipEndpoint.Start(new SipEndpointOptions { ListenTcp = true });
        List<Socket> idle = [];
        try
        {
            await HonestCallAsync(uac, uas, "");
            long before = GC.GetTotalMemory(forceFullCollection: true);
            for (int i = 0; i < IdleConnections; i++)
                idle.Add(await ConnectAsync(Source(i, sources), uas.TcpEndPoint!));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var flood = Task.Factory.StartNew(() => Flood(uas.LocalEndPoint, sources), over.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Task<(int Good, int All)>[] honest = [.. Enumerable.Range(0, 4).Select(_ => CallUntilAsync(uac, uas, flood))];
            long sent = await flood;
            var results = await Task.WhenAll(honest);
            int good = results.Sum(result => result.Good);
            int all = results.Sum(result => result.All);
            long growth = GC.GetTotalMemory(forceFullCollection: true) - before;

            Assert.True(good * 100 >= all * 99, $"{good} of {all} honest calls while {sent} messages of strangers came");
            Assert.True(growth < AllowedGrowth, $"{growth} bytes kept");
            Assert.Equal(0, Volatile.Read(ref strangersHeard));
            Assert.InRange(uas.Counters.OpenStreams, door == Door.Closed ? 0 : Math.Min(IdleConnections, MaxConnections) / 2, MaxConnections);
            Assert.True(await HonestCallAsync(uac, uas, ";transport=tcp"), "a stream of the honest found no room");
            Assert.True(uas.Counters.MessagesReceived > sent / 4, $"{uas.Counters.MessagesReceived} of {sent} arrived: no flood");
            Assert.True(door == Door.Registrar || uas.Counters.Refused(SipRefusal.Stranger) > 0);
            Assert.Null(uas.Counters.LastFault);
        }
        finally
        {
            foreach (var socket in idle)
                socket.Dispose();
        }
    }

    private sealed class Silent : ISipCallHandler;

    /// <summary>The whole of 127.0.0.0/8 is this machine; the honest one is 127.0.0.1.</summary>
    private static IPAddress Source(int index, int sources)
    {
        int number = index % sources;
        return new IPAddress([127, 7, (byte)(number >> 8), (byte)((number & 0xFF) == 0 ? 255 : number)]);
    }

    private static async Task<Socket> ConnectAsync(IPAddress from, IPEndPoint to)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(to, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Sends in portions of a hundredth of a second, by the clock, so that a late portion is made up for.</summary>
    private static long Flood(IPEndPoint target, int sources)
    {
        SeededRandom random = new(20260101);
        var clock = Stopwatch.StartNew();
        long sent = 0;
        for (int turn = 0; clock.Elapsed.TotalSeconds < FloodSeconds; turn++)
        {
            var from = Source(turn, sources);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(from, 0));
            for (; sent < clock.Elapsed.TotalSeconds * MessagesPerSecond; sent++)
                socket.SendTo(Message(random, from), target);
            Thread.Sleep(sources == 1 ? 10 : 1);
        }
        return sent;
    }

    private static byte[] Message(SeededRandom random, IPAddress from)
    {
        string method = random.Next(3) switch { 0 => "INVITE", 1 => "OPTIONS", _ => "" };
        if (method.Length == 0)
        {
            byte[] garbage = new byte[1 + random.Next(600)];
            for (int i = 0; i < garbage.Length; i++)
                garbage[i] = (byte)random.Next(256);
            if (random.Next(2) == 0)
                "SIP/2.0 200 OK\r\n"u8[..Math.Min(16, garbage.Length)].CopyTo(garbage);
            return garbage;
        }
        ulong name = random.NextUInt64();
        return Encoding.ASCII.GetBytes($"{method} sip:{name % 10_000}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {from}:5060;rport;branch=z9hG4bK{name:x16}\r\nMax-Forwards: 70\r\nFrom: <sip:s@x>;tag={name:x}\r\nTo: <sip:t@y>\r\nCall-ID: {name:x16}\r\nCSeq: 1 {method}\r\nContact: <sip:s@{from}>\r\nContent-Length: 0\r\n\r\n");
    }

    private static async Task<(int Good, int All)> CallUntilAsync(SipEndpoint uac, SipEndpoint uas, Task over)
    {
        int good = 0;
        int all = 0;
        while (all < 30 || !over.IsCompleted)
        {
            all++;
            if (await HonestCallAsync(uac, uas, ""))
                good++;

            // An honest load of some 80 calls a second: ended transactions are kept for 32 s (RFC 3261 section 17), and
            // the memory of callers in a tight loop would hide the strangers'.
            await Task.Delay(HonestPause, TestContext.Current.CancellationToken);
        }
        return (good, all);
    }

    private static async Task<bool> HonestCallAsync(SipEndpoint uac, SipEndpoint uas, string transport)
    {
        HonestCaller caller = new();
        uac.Invite(
            new SipInvite
            {
                Target = SipUri.ToUser("bob", uas.LocalEndPoint) with { Parameters = transport },
                From = new SipIdentity("", SipUri.ToUser("alice", "example.com")),
                Body = "v=0\r\n"u8.ToArray(),
            },
            caller);
        return await caller.Over.Task.WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
    }

    private sealed class HonestCaller : ISipCallHandler
    {
        public TaskCompletionSource<bool> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnAnswered(SipCall call, SipMessage response) => call.Bye();

        public void OnFailed(SipCall call, in SipFailure failure) => Over.TrySetResult(false);

        public void OnEnded(SipCall call, in SipCallEnd end) => Over.TrySetResult(end.Cause == SipCallEndCause.LocalBye);
    }
}
