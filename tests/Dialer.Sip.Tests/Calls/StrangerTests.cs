using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>Who may do what at the line: trunks, phones that register here, and strangers.</summary>
public sealed class StrangerTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.66");

    private static string Request(string method, string user, int number, string to = "<sip:t@dialer>", string callId = "stranger") =>
        $"{method} sip:{user}@dialer SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.66;rport;branch=z9hG4bK{number}x{user.TrimStart('+')}\r\nMax-Forwards: 70\r\nFrom: <sip:s@x>;tag=1\r\nTo: {to}\r\n"
        + $"Call-ID: {callId}{number}\r\nCSeq: 1 {method}\r\nContact: <sip:s@127.0.0.66>\r\nContent-Length: 0\r\n\r\n";

    private static Socket SocketAt(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket, IPEndPoint line, string request)
    {
        byte[] buffer = new byte[4096];
        await socket.SendToAsync(Encoding.ASCII.GetBytes(request), line);
        using var patience = new CancellationTokenSource(LineBench.Patience);
        int length = await socket.ReceiveAsync(buffer, patience.Token);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    [Fact]
    public async Task A_stranger_gets_the_same_refusal_for_every_number_and_leaves_nothing_behind()
    {
        using FarEnd carrier = new((call, _) => call.Answer());
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        using var stranger = SocketAt(Stranger);
        int number = 0;
        foreach (string user in new[] { "+33199999999", "1001", "admin" })
        {
            string answer = await AskAsync(stranger, bench.Line.SipEndPoint, Request("INVITE", user, ++number));
            Assert.StartsWith("SIP/2.0 403 Forbidden\r\n", answer, StringComparison.Ordinal);
        }
        Assert.StartsWith("SIP/2.0 405", await AskAsync(stranger, bench.Line.SipEndPoint, Request("REGISTER", "1001", ++number)), StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.InboundCall);
        Assert.Equal((0, 0), (TestedLine.Own(bench.Line).Counters.ServerTransactions, TestedLine.Own(bench.Line).ActiveCalls));
        Assert.Equal(3, TestedLine.Own(bench.Line).Counters.Refused(SipRefusal.Stranger));
    }

    [Fact]
    public async Task Five_thousand_spoofed_requests_inside_dialogs_end_nothing()
    {
        using FarEnd carrier = new((call, _) => call.Answer());
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], change: options => options with { StrangerRequestsPerSecond = 0 });
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var known = carrier.Calls.Single().Sip;
        string invite = carrier.Invites.Single();
        string callId = Field(invite, "Call-ID: "), lineParty = Field(invite, "From: ");
        using Socket elsewhere = SocketAt(Stranger), neighbour = SocketAt(IPAddress.Loopback);
        string[] methods = ["BYE", "INVITE", "UPDATE", "INFO", "REFER", "NOTIFY", "CANCEL", "ACK", "PRACK", "OPTIONS"];
        for (int i = 0; i < 2_500; i++)
        {
            string method = methods[i % methods.Length];

            // From elsewhere with everything known but the far end's tag or place; from the trunk's own address with a guessed tag.
            string spoofed = Spoofed(method, i, callId, $"<sip:x@127.0.0.1>;tag={Tag(known)}", lineParty);
            string guessed = Spoofed(method, i, callId, $"<sip:x@127.0.0.1>;tag={i:x16}", lineParty);
            await elsewhere.SendToAsync(Encoding.ASCII.GetBytes(spoofed), bench.Line.SipEndPoint);
            await neighbour.SendToAsync(Encoding.ASCII.GetBytes(guessed), bench.Line.SipEndPoint);
            if (i % 100 == 99)
                await LineBench.UntilAsync(() => TestedLine.Own(bench.Line).Counters.MessagesReceived > 2 * i, "the spoofed requests never arrived");
        }
        Assert.Equal(SipCallState.Answered, known.State);
        Assert.DoesNotContain(bench.Signals, s => s.Kind is EngineInputKind.CallEnded or EngineInputKind.DigitPressed);

        // All but the ACKs, which get no answer, and the INVITEs, whose body is none that an INVITE may have.
        Assert.True(TestedLine.Own(bench.Line).Counters.Refused(SipRefusal.UnknownDialog) > 3_500);
        bench.Line.Carry(EngineOutput.HangUp(default, call));
        Assert.Equal("RemoteBye", await carrier.Calls.Single().Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
    }

    private static string Tag(SipCall call) => Encoding.ASCII.GetString(call.LocalTagBytes);

    private static string Field(string message, string name)
    {
        int start = message.IndexOf(name, StringComparison.Ordinal) + name.Length;
        return message[start..message.IndexOf('\r', start)];
    }

    private static string Spoofed(string method, int number, string callId, string from, string to) =>
        $"{method} sip:dialer@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.66;rport;branch=z9hG4bKspoof{number}\r\nMax-Forwards: 70\r\nFrom: {from}\r\nTo: {to}\r\nCall-ID: {callId}\r\n"
        + $"CSeq: {1_000 + number} {method}\r\nContact: <sip:evil@127.0.0.66>\r\nEvent: refer\r\nRefer-To: <sip:evil@127.0.0.66>\r\nContent-Type: application/dtmf\r\nContent-Length: 1\r\n\r\n5";

    [Theory]
    [InlineData("sip:127.0.0.1:UDP")]
    [InlineData("sip:127.0.0.1:UDP;transport=tcp")]
    [InlineData("sip:127.0.0.1:WS;transport=ws")]
    public async Task An_agents_phone_registers_here_and_is_called_where_it_registered(string at)
    {
        using FarEnd carrier = new((call, _) => call.Answer());
        AgentPhone phone = new("sip:carl@phones.example");
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, carrier.Port)],
            new Dictionary<AgentId, AgentPhone> { [new(0)] = phone },
            options => options with { WebSocketPort = 0, Registrar = Realm("carl", "secret") });
        var early = bench.PlaceAgent(0);
        Assert.Equal(480, (await bench.SignalAsync(EngineInputKind.AgentLegDown, early)).SipStatus);

        using FarEnd desk = new((call, _) => call.Answer(), change: options => options with { ListenTcp = true, WsPort = 0 });
        string registrar = at.Replace("UDP", $"{bench.Line.SipEndPoint.Port}", StringComparison.Ordinal).Replace("WS", $"{TestedLine.Own(bench.Line).WebSocketEndPoint!.Port}", StringComparison.Ordinal);
        TaskCompletionSource registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = new Registered(desk.Endpoint.Register(
            new SipRegistrationOptions
            {
                Registrar = SipUri.Parse("sip:phones.example"),
                AddressOfRecord = SipUri.Parse("sip:carl@phones.example"),
                OutboundProxy = SipUri.Parse(registrar),
                Credentials = new SipCredentials("carl", "secret"),
            },
            (_, change) =>
            {
                if (change.State == SipRegistrationState.Registered)
                    registered.TrySetResult();
            }));
        await registered.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken);
        await bench.AgentUpAsync(0);
        Assert.Single(desk.Invites);
    }

    [Theory]
    [InlineData("Diversion: <sip:+33199999999@x>;reason=unconditional\r\n")]
    [InlineData("Diversion: <sip:+33100000001@x>, <sip:+33199999999@x>\r\n")]
    [InlineData("History-Info: <sip:+33199999999@x>;index=1, <sip:100@x>;index=1.1\r\n")]
    public async Task A_diverted_call_is_routed_by_the_number_that_was_dialed_first(string field)
    {
        using FarEnd carrier = new((call, _) => call.Answer());
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        using var trunk = SocketAt(IPAddress.Loopback);
        string invite = Request("INVITE", "100", 1).Replace("Max-Forwards", field + "Max-Forwards", StringComparison.Ordinal);
        Assert.StartsWith("SIP/2.0 1", await AskAsync(trunk, bench.Line.SipEndPoint, invite), StringComparison.Ordinal);
        var call = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        Assert.Equal("+33199999999", call.Called);
        await AskAsync(trunk, bench.Line.SipEndPoint, Request("INVITE", "101", 2));
        Assert.Equal("101", (await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall && s.Call != call.Call, "the second InboundCall")).Called);
    }

    private sealed class Registered(SipRegistration registration) : IDisposable
    {
        public void Dispose() => registration.Stop();
    }

    private static SipRegistrarOptions Realm(string user, string password) =>
        new() { Realm = "phones.example", Users = new Dictionary<string, string> { [user] = password }, AuthenticateCalls = false };
}
