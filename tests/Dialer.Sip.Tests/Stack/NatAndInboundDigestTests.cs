using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>A trunk behind a NAT that mends nothing in SIP, and one that shows a password with the calls that it sends.</summary>
public sealed class NatAndInboundDigestTests
{
    private static readonly byte[] Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"u8.ToArray();
    private readonly VirtualNetwork _network = new();

    private static string Field(string message, string name) => message.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    [Theory]
    [InlineData(true, "")]
    [InlineData(true, "Record-Route: <sip:10.0.0.8;lr>\r\n")]
    [InlineData(false, "")]
    public void The_ACK_and_what_follows_go_to_where_the_answer_came_from(bool help, string route)
    {
        _network.AddScript(5070, (from, request) =>
        {
            if (!request.StartsWith("INVITE", StringComparison.Ordinal))
                return;
            string sdp = System.Text.Encoding.UTF8.GetString(Sdp);
            _network.Inject(5070, from.Port, $"SIP/2.0 200 OK\r\nVia: {Field(request, "Via")}\r\nFrom: {Field(request, "From")}\r\nTo: {Field(request, "To")};tag=far\r\nCall-ID: {Field(request, "Call-ID")}\r\nCSeq: {Field(request, "CSeq")}\r\n{route}Contact: <sip:far@127.0.0.1:5099>\r\nContent-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}");
        });
        var uac = _network.AddStack(5060, new SipEndpointOptions { IsBehindNat = help ? hop => hop.Port == 5070 : null });
        CallScript caller = new();
        var call = _network.Invite(uac, 5070, caller, invite => invite with { Body = Sdp });
        _network.RunFor(200);
        call.Bye();
        _network.RunFor(200);
        string to = help ? "5060>5070" : "5060>5099";
        Assert.Contains(_network.Log, line => line.StartsWith($"{to} ACK", StringComparison.Ordinal));
        Assert.Contains(_network.Log, line => line.StartsWith($"{to} BYE", StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_goes_to_the_port_that_the_request_came_from_though_its_Via_asks_for_none()
    {
        _network.AddScript(5070, (_, _) => { });
        _network.AddStack(5060, new SipEndpointOptions { IsBehindNat = hop => hop.Port == 5070 }, Answerer.With(new CallScript(), call => call.Answer(Sdp)));
        _network.Inject(5070, 5060, $"INVITE sip:dialer@127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9:5999;branch=z9hG4bK1\r\nFrom: <sip:a@10.0.0.9>;tag=a\r\nTo: <sip:dialer@127.0.0.1>\r\nCall-ID: nat\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:a@10.0.0.9:5999>\r\nContent-Type: application/sdp\r\nContent-Length: {Sdp.Length}\r\n\r\n{System.Text.Encoding.UTF8.GetString(Sdp)}");
        _network.RunFor(100);
        Assert.Contains(_network.Log, line => line.StartsWith("5060>5070 SIP/2.0 200", StringComparison.Ordinal));
        Assert.DoesNotContain(_network.Log, line => line.StartsWith("5060>5999", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "failed AuthenticationFailed 401")]
    [InlineData("wrong", "failed AuthenticationFailed 401")]
    [InlineData("secret", "failed Refused 486")]
    public void A_trunk_with_a_password_is_asked_for_it_with_each_call(string? password, string end)
    {
        SipRegistrar users = new(new SipRegistrarOptions { Realm = "carrier.example", Users = new Dictionary<string, string> { ["carrier"] = "secret" } });
        _network.AddStack(5070, new SipEndpointOptions { Challenges = hop => hop.Port == 5060 ? users : null }, Answerer.With(new CallScript(), call => call.Reject(486)));
        var carrier = _network.AddStack(5060);
        CallScript caller = new();
        _network.Invite(carrier, 5070, caller, invite => invite with { Credentials = password is null ? null : new SipCredentials("carrier", password) });
        _network.RunFor(5_000);
        Assert.Equal([end], caller.Events);
    }

    [Fact]
    public void Nobody_is_told_that_a_transfer_would_be_taken()
    {
        _network.AddStack(5070, handler: Answerer.With(new CallScript(), call => call.Answer(Sdp)));
        var uac = _network.AddStack(5060);
        _network.Invite(uac, 5070, new CallScript());
        _network.RunFor(200);
        Assert.Contains(_network.Messages, message => message.Contains("Allow:", StringComparison.Ordinal));
        Assert.DoesNotContain(_network.Messages, message => message.Contains("REFER", StringComparison.Ordinal) || message.Contains("replaces", StringComparison.Ordinal));
    }
}
