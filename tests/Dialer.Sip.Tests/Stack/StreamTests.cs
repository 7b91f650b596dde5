using System.Text;
using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>TCP, TLS and WebSocket over real sockets: torture, framing, calls, reuse and limits.</summary>
public sealed class StreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Options1 = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:5070;branch=z9hG4bKprobe\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: probe\r\nCSeq: 1 OPTIONS\r\n";

    private const string Probe = Options1 + "Content-Length: 0\r\n\r\n";

    public static TheoryData<SipTransport, string> TortureRows
    {
        get
        {
            TheoryData<SipTransport, string> rows = [];
            foreach (var transport in new[] { SipTransport.Tcp, SipTransport.Tls })
            {
                foreach ((string name, _) in TortureTable.Rfc4475)
                    rows.Add(transport, name);
            }
            return rows;
        }
    }

    private static CancellationToken Soon()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(Patience);
        return source.Token;
    }

    private static SipEndpointOptions AllTransports(SipEndpointOptions? from = null) => (from ?? new SipEndpointOptions()) with
    {
        ListenTcp = true,
        TlsPort = 0,
        WsPort = 0,
        Tls = new SipTlsOptions { ServerCertificate = StreamClient.Certificate, TrustedRoots = [StreamClient.Certificate] },
    };

    [Theory]
    [MemberData(nameof(TortureRows))]
    public async Task Rfc_4475_messages_have_their_outcome_on_a_stream(SipTransport transport, string name)
    {
        foreach (var (_, bytes) in TortureFiles.Read(name))
            await AssertOutcomeAsync(transport, name, bytes);
    }

    private static async Task AssertOutcomeAsync(SipTransport transport, string name, byte[] bytes)
    {
        int calls = 0;
        using var endpoint = SipEndpoint.Start(
            AllTransports(new SipEndpointOptions { StreamMessageTimeoutMs = 300 }),
            new Answerer(_ =>
            {
                Interlocked.Increment(ref calls);
                return new CallScript();
            }));
        var soon = Soon();
        await using var client = await StreamClient.ConnectAsync(transport, endpoint, soon);
        await client.SendAsync(bytes, soon);
        var expected = TortureTable.Rfc4475.Single(row => row.Name == name).Outcome;
        if (name == "clerr")
        {
            // More is promised than comes: the stream waits, and is closed by the time-out.
            Assert.Null(await client.ReceiveAsync(soon));
            return;
        }
        if (expected == Outcome.Dropped || name is "unreason" or "noreason")
        {
            await AssertStillServedAsync(client, soon);
            Assert.Equal(expected == Outcome.Accepted ? 1 : 0, endpoint.Counters.Refused(SipRefusal.ResponseNotOurs));
            return;
        }
        string answer = await client.ReceiveAsync(soon) ?? "SIP/2.0 000 closed";
        int status = int.Parse(answer.AsSpan(8, 3), System.Globalization.CultureInfo.InvariantCulture);
        bool understood = status is (> 0 and < 300) or 404 or 405 or 481 or 501 || Volatile.Read(ref calls) > 0;
        var seen = TortureTable.OfStatus(status) | (understood ? Outcome.Accepted : Outcome.None);
        Assert.True((expected & seen) != 0, $"expected {expected}, was {answer.Split('\r')[0]}");
        if (name == "dblreq")
        {
            // On a stream, what follows is a message of its own.
            Assert.StartsWith("SIP/2.0 ", await client.ReceiveAsync(soon), StringComparison.Ordinal);
        }
        Assert.Null(endpoint.Counters.LastFault);
    }

    private static async Task AssertStillServedAsync(StreamClient client, CancellationToken soon)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes(Probe), soon);
        string? answer = await client.ReceiveAsync(soon);
        Assert.StartsWith("SIP/2.0 200", answer, StringComparison.Ordinal);
    }

    public static TheoryData<SipTransport, string> Framings
    {
        get
        {
            TheoryData<SipTransport, string> rows = [];
            foreach (var transport in new[] { SipTransport.Tcp, SipTransport.Tls, SipTransport.Ws })
            {
                foreach (string line in FramingFields)
                    rows.Add(transport, line);
            }
            return rows;
        }
    }

    private static readonly string[] FramingFields =
    [
        "", "Content-Length: 0", "Content-Length: -1", "Content-Length: 15", "Content-Length: 10010", "Content-Length: 2147483647",
        "Content-Length: 2147483648", "Content-Length: 4294967328", "Content-Length: 100000000000", "Content-Length: 0x0A", "Content-Length: 10\r\nl: 0",
    ];

    /// <summary>The body has 10 bytes, which are no message. Whatever was promised: refused or closed, and others are served.</summary>
    [Theory]
    [MemberData(nameof(Framings))]
    public async Task A_false_content_length_ends_the_stream_and_no_other(SipTransport transport, string field)
    {
        using var endpoint = SipEndpoint.Start(AllTransports(new SipEndpointOptions { StreamMessageTimeoutMs = 300 }));
        var soon = Soon();
        await using var honest = await StreamClient.ConnectAsync(transport, endpoint, soon);
        await using var hostile = await StreamClient.ConnectAsync(transport, endpoint, soon);
        string head = Options1 + (field.Length > 0 ? field + "\r\n" : "") + "\r\n";
        await hostile.SendAsync(Encoding.ASCII.GetBytes(head + "0123456789"), soon);
        await AssertStillServedAsync(honest, soon);

        // A WebSocket frame bounds the message, so that a missing or smaller length harms nobody there.
        bool whole = transport == SipTransport.Ws && field is "" or "Content-Length: 0";
        string? answer = await hostile.ReceiveAsync(soon);
        if (transport == SipTransport.Ws)
        {
            Assert.StartsWith(whole ? "SIP/2.0 200" : "SIP/2.0 400", answer, StringComparison.Ordinal);
            return;
        }
        bool accepted = field is "" or "Content-Length: 0";
        if (accepted)
            Assert.StartsWith("SIP/2.0 200", answer, StringComparison.Ordinal);
        else if (answer is not null)
            Assert.StartsWith("SIP/2.0 400", answer, StringComparison.Ordinal);
        if (field.Length == 0)
        {
            // Nothing behind a message without a length is taken for a message.
            await hostile.SendAsync(Encoding.ASCII.GetBytes(Probe), soon);
            await AssertStillServedAsync(honest, soon);
            Assert.Equal(3, endpoint.Counters.MessagesReceived);
            return;
        }
        while (answer is not null)
            answer = await hostile.ReceiveAsync(soon);
        await AssertStillServedAsync(honest, soon);
    }

    public static TheoryData<string> FalseLengths => [.. FramingFields];

    /// <summary>Nothing is put aside for what is promised: not on a stream, whose framer waits or refuses, and not for a datagram.</summary>
    [Theory]
    [MemberData(nameof(FalseLengths))]
    public void A_false_content_length_allocates_next_to_nothing(string field)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Options1 + (field.Length > 0 ? field + "\r\n" : "") + "\r\n0123456789");
        StreamFramer framer = new();
        VirtualNetwork network = new();
        network.AddScript(5070, (_, _) => { });
        var stack = network.AddStack(5060);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bytes.CopyTo(framer.Free());
        framer.Advance(bytes.Length);
        for (int i = 0; i < 2; i++)
            framer.Next(out _);
        stack.Receive(bytes, bytes.Length, VirtualNetwork.Hop(5070));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public async Task A_server_that_takes_no_tcp_gets_the_large_request_over_udp()
    {
        using var uas = SipEndpoint.Start(new SipEndpointOptions(), Answerer.With(new CallScript(), call => call.Answer("v=0\r\n"u8.ToArray())));
        using var uac = SipEndpoint.Start(AllTransports());
        Assert.Equal("ended LocalBye", await CallAsync(uac, $"sip:bob@127.0.0.1:{uas.LocalEndPoint.Port}", bodyLength: 2_000, hangsUp: true));
        Assert.Equal(0, uac.Counters.OpenStreams);
    }

    [Fact]
    public async Task At_the_limit_a_new_stream_takes_the_place_of_the_strangers_that_was_silent_longest()
    {
        using var endpoint = SipEndpoint.Start(AllTransports(new SipEndpointOptions { MaxConnections = 3 }));
        var soon = Soon();
        await using var first = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
        await using var silent = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
        await using var third = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
        await AssertStillServedAsync(first, soon);
        await AssertStillServedAsync(third, soon);
        await using var fourth = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
        await AssertStillServedAsync(fourth, soon);
        Assert.Null(await silent.ReceiveAsync(soon));
        await AssertStillServedAsync(first, soon);
        await AssertStillServedAsync(third, soon);
        Assert.Equal((3, 1L), (endpoint.Counters.OpenStreams, endpoint.Counters.Refused(SipRefusal.TooManyStreams)));
    }

    [Theory]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Tls)]
    [InlineData(SipTransport.Ws)]
    public async Task A_call_goes_through_on_one_connection(SipTransport transport)
    {
        TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CallScript callee = new() { WhenAcknowledged = call => call.Bye() };
        using var uas = SipEndpoint.Start(AllTransports(), Answerer.With(callee, call => call.Answer("v=0\r\n"u8.ToArray())));
        using var uac = SipEndpoint.Start(AllTransports());
        int port = transport switch
        {
            SipTransport.Tcp => uas.TcpEndPoint!.Port,
            SipTransport.Tls => uas.TlsEndPoint!.Port,
            _ => uas.WsEndPoint!.Port,
        };
        string parameter = transport switch { SipTransport.Tcp => ";transport=tcp", SipTransport.Tls => ";transport=tls", _ => ";transport=ws" };
        EndWaiter caller = new();
        uac.Invite(
            new SipInvite
            {
                Target = SipUri.Parse($"sip:bob@127.0.0.1:{port}{parameter}"),
                From = new SipIdentity("", SipUri.ToUser("alice", "example.com")),
                Body = "v=0\r\n"u8.ToArray(),
            },
            caller);
        Assert.Equal("ended RemoteBye", await caller.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, uac.Counters.OpenStreams);
        Assert.Equal(0, uac.Counters.Retransmissions + uas.Counters.Retransmissions);
    }

    private sealed class EndWaiter : ISipCallHandler
    {
        public TaskCompletionSource<string> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HangsUp { get; init; }

        public void OnAnswered(SipCall call, SipMessage response)
        {
            if (HangsUp)
                call.Bye();
        }

        public void OnFailed(SipCall call, in SipFailure failure) => Over.TrySetResult($"failed {failure.Cause} {failure.StatusCode}");

        public void OnEnded(SipCall call, in SipCallEnd end) => Over.TrySetResult($"ended {end.Cause}");
    }

    private static async Task<string> CallAsync(SipEndpoint uac, string target, int bodyLength = 0, bool hangsUp = false)
    {
        EndWaiter caller = new() { HangsUp = hangsUp };
        uac.Invite(
            new SipInvite
            {
                Target = SipUri.Parse(target),
                From = new SipIdentity("", SipUri.ToUser("alice", "example.com")),
                Body = Encoding.ASCII.GetBytes("v=0\r\n" + new string('x', bodyLength)),
            },
            caller);
        return await caller.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_large_request_leaves_udp_for_tcp()
    {
        using var uas = SipEndpoint.Start(AllTransports(), Answerer.With(new CallScript(), call => call.Reject(486)));
        using var uac = SipEndpoint.Start(AllTransports());
        Assert.Equal("failed Refused 486", await CallAsync(uac, $"sip:bob@127.0.0.1:{uas.LocalEndPoint.Port}", bodyLength: 2_000));
        Assert.Equal(1, uac.Counters.OpenStreams);
        Assert.Equal("failed Refused 486", await CallAsync(uac, $"sip:bob@127.0.0.1:{uas.LocalEndPoint.Port}", bodyLength: 100));
        Assert.Equal(1, uac.Counters.OpenStreams);
    }

    [Fact]
    public async Task A_server_with_another_certificate_gets_no_call()
    {
        SipTlsOptions foreign = new() { ServerCertificate = StreamClient.MakeCertificate("mallory") };
        using var uas = SipEndpoint.Start(AllTransports() with { Tls = foreign }, Answerer.With(new CallScript(), call => call.Reject(486)));
        using var uac = SipEndpoint.Start(AllTransports());
        Assert.Equal("failed TransportError 0", await CallAsync(uac, $"sips:bob@127.0.0.1:{uas.TlsEndPoint!.Port}"));
    }

    [Fact]
    public async Task A_client_without_its_certificate_gets_no_call()
    {
        SipTlsOptions strict = new() { ServerCertificate = StreamClient.Certificate, RequireClientCertificate = true, TrustedRoots = [StreamClient.Certificate] };
        using var uas = SipEndpoint.Start(AllTransports() with { Tls = strict }, Answerer.With(new CallScript(), call => call.Reject(486)));
        using var without = SipEndpoint.Start(AllTransports());
        Assert.Equal("failed TransportError 0", await CallAsync(without, $"sips:bob@127.0.0.1:{uas.TlsEndPoint!.Port}"));
        using var with = SipEndpoint.Start(AllTransports() with
        {
            Tls = new SipTlsOptions { ServerCertificate = StreamClient.Certificate, ClientCertificate = StreamClient.Certificate, TrustedRoots = [StreamClient.Certificate] },
        });
        Assert.Equal("failed Refused 486", await CallAsync(with, $"sips:bob@127.0.0.1:{uas.TlsEndPoint!.Port}"));
    }

    [Fact]
    public async Task A_closed_port_is_a_transport_error()
    {
        using var uac = SipEndpoint.Start(AllTransports());
        using var gone = SipEndpoint.Start(AllTransports());
        int port = gone.TcpEndPoint!.Port;
        gone.Dispose();
        Assert.Equal("failed TransportError 0", await CallAsync(uac, $"sip:bob@127.0.0.1:{port};transport=tcp"));
    }

    [Fact]
    public async Task One_source_has_a_limit_of_connections()
    {
        using var endpoint = SipEndpoint.Start(AllTransports(new SipEndpointOptions { MaxConnectionsPerSource = 3 }));
        var soon = Soon();
        List<StreamClient> clients = [];
        for (int i = 0; i < 3; i++)
        {
            var client = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
            await AssertStillServedAsync(client, soon);
            clients.Add(client);
        }
        await using var fourth = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
        Assert.Null(await fourth.ReceiveAsync(soon));
        Assert.Equal(1, endpoint.Counters.StreamsRefused);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task A_ping_gets_its_pong()
    {
        using var endpoint = SipEndpoint.Start(AllTransports());
        var soon = Soon();
        await using var client = await StreamClient.ConnectAsync(SipTransport.Tcp, endpoint, soon);
        await client.SendAsync("\r\n\r\n"u8.ToArray(), soon);
        await client.SendAsync(Encoding.ASCII.GetBytes(Probe), soon);
        string? answer = await client.ReceiveAsync(soon);
        Assert.StartsWith("\r\nSIP/2.0 200", answer, StringComparison.Ordinal);
    }
}
