using System.Net;
using Dialer.Core.Ids;
using Dialer.Line;
using Xunit;

namespace Dialer.SipSorcery.Tests;

/// <summary>What this line cannot do is refused with the name of its setting, and nothing else is.</summary>
public sealed class ShortfallTests
{
    private static readonly TrunkOptions Trunk = new() { Id = new(1), Name = "carrier", Address = "sip.carrier.example", UserName = "us", Password = "secret" };

    private static TelephoneLineOptions With(TrunkOptions? trunk = null, AgentPhone? phone = null) => new()
    {
        BindAddress = IPAddress.Loopback,
        Trunks = [trunk ?? Trunk],
        AgentPhones = phone is null ? new Dictionary<AgentId, AgentPhone>() : new Dictionary<AgentId, AgentPhone> { [new(1)] = phone },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "shared port", "media.transport" },
        { "registrar", "sip.registrarRealm" },
        { "web socket", "sip.webSocketPort" },
        { "secure web socket", "sip.secureWebSocketPort" },
        { "tls", "sip.tls" },
        { "name servers", "sip.dnsServers" },
        { "trunk over tls", "trunk \"carrier\": transport" },
        { "wide band", "trunk \"carrier\": codecs" },
        { "wide band phone", "phone sip:1001@pbx: codecs" },
        { "encryption", "trunk \"carrier\": srtp" },
        { "one port for reports", "trunk \"carrier\": rtcpMux" },
        { "signalling behind nat", "trunk \"carrier\": signallingBehindNat" },
        { "callers' password", "trunk \"carrier\": inboundUser" },
        { "session timer", "trunk \"carrier\": sessionSeconds" },
        { "long registration", "trunk \"carrier\": registerSeconds" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_lacking_is_refused_by_its_name(string asked, string place)
    {
        var lacking = Assert.Single(SipSorceryStack.Lacking(Asked(asked)));
        Assert.Equal(place, lacking.Place);
        Assert.NotEmpty(lacking.Cause);
        Assert.EndsWith(".", lacking.Remedy, StringComparison.Ordinal);
    }

    private static TelephoneLineOptions Asked(string what) => what switch
    {
        "shared port" => With() with { MediaTransport = MediaTransport.SharedPort },
        "registrar" => With() with { Registrar = new SipRegistrarOptions { Realm = "dialer.example", Users = new Dictionary<string, string>() } },
        "web socket" => With() with { WebSocketPort = 8080 },
        "secure web socket" => With() with { SecureWebSocketPort = 8443 },
        "tls" => With() with { TlsPort = 5061 },
        "name servers" => With() with { DnsServers = [new(IPAddress.Loopback, 53)] },
        "trunk over tls" => With(Trunk with { Transport = TrunkTransport.Tls }),
        "wide band" => With(Trunk with { Media = new CallMedia { Codecs = [AudioCodec.G722, AudioCodec.Pcma] } }),
        "wide band phone" => With(phone: new AgentPhone("sip:1001@pbx", null, new CallMedia { Codecs = [AudioCodec.G722, AudioCodec.Pcma] })),
        "encryption" => With(Trunk with { Media = new CallMedia { Srtp = MediaSecurity.Preferred } }),
        "one port for reports" => With(Trunk with { Media = new CallMedia { RtcpMux = true } }),
        "signalling behind nat" => With(Trunk with { SignallingBehindNat = true }),
        "callers' password" => With(Trunk with { InboundUser = "them", InboundPassword = "theirs" }),
        "session timer" => With(Trunk with { SessionExpires = TimeSpan.FromSeconds(90) }),
        "long registration" => With(Trunk with { Register = true, RegisterExpires = TimeSpan.FromDays(1) }),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "not in the table"),
    };

    [Fact]
    public void Each_shortfall_has_a_row_here() => Assert.Equal(
        Shortfalls.All.Select(shortfall => shortfall.Setting).Order(),
        Refused.Select(row => row.Data.Item2.Split(": ")[^1]).Distinct().Order());

    [Fact]
    public void Nothing_usual_is_refused() => Assert.Empty(SipSorceryStack.Lacking(With(Trunk with { Register = true, Transport = TrunkTransport.Tcp, MediaBehindNat = true }, new AgentPhone("sip:1001@pbx", new(1)))));
}
