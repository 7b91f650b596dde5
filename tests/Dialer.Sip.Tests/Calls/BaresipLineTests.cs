using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Tests.Stack;
using Dialer.Sip.Tests.Stack.Peers;
using Dialer.Testing;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>
/// The line and baresip, which says what it hears: an agent's tone goes through our bridge to it, and comes back. So each
/// codec and each cipher is written and read by a program that nobody here wrote.
/// </summary>
public sealed class BaresipLineTests
{
    private static readonly Instant T = Instant.Epoch;

    private static FarEnd Desk() => new((call, _) => call.Answer(700));

    private static async Task<LineBench> StartAsync(Baresip bob, FarEnd desk, CallMedia media) => await LineBench.StartAsync(
        [LineBench.TrunkTo(1, bob.Port) with { Media = media }],
        new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{desk.Port}") });

    private static CallMedia Media(AudioCodec codec, MediaSecurity srtp = MediaSecurity.Off, SrtpSuite suite = SrtpSuite.AesCm128HmacSha1Tag80) =>
        new() { Codecs = [codec], Srtp = srtp, Suites = [suite] };

    public static TheoryData<AudioCodec, string, MediaSecurity, SrtpSuite, string> Ways => new()
    {
        { AudioCodec.Pcma, "PCMA", MediaSecurity.Off, default, "" },
        { AudioCodec.Pcmu, "PCMU", MediaSecurity.Off, default, "" },
        { AudioCodec.G722, "G722", MediaSecurity.Off, default, "" },
        { AudioCodec.Pcma, "PCMA", MediaSecurity.Preferred, SrtpSuite.AesCm128HmacSha1Tag80, "srtp" },
        { AudioCodec.Pcma, "PCMA", MediaSecurity.Preferred, SrtpSuite.AesCm128HmacSha1Tag80, "" },
        { AudioCodec.Pcma, "PCMA", MediaSecurity.Required, SrtpSuite.AesCm128HmacSha1Tag32, "srtp-mand" },
        { AudioCodec.G722, "G722", MediaSecurity.Required, SrtpSuite.AeadAes128Gcm, "srtp-mand" },
        { AudioCodec.Pcma, "PCMA", MediaSecurity.Required, SrtpSuite.AeadAes256Gcm, "srtp-mand" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_agent_hears_itself_come_back_from_baresip(AudioCodec codec, string theirCodec, MediaSecurity srtp, SrtpSuite suite, string theirEncryption)
    {
        TestedLine.Needs(srtp != MediaSecurity.Off ? "srtp" : codec == AudioCodec.G722 ? "codecs" : null);
        PeerProcess.Need("baresip");
        using var bob = await Baresip.StartAsync(theirCodec, theirEncryption, echo: true);
        using var desk = Desk();
        await using var bench = await StartAsync(bob, desk, Media(codec, srtp, suite));
        var agent = await bench.AgentUpAsync(0);
        var call = bench.Place("bob");
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: false));
        var agentPhone = desk.Calls.Single();
        await LineBench.UntilAsync(() => agentPhone.Ear.Heard(700) > 50, "the tone did not come back");
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        await bench.SignalAsync(EngineInputKind.CallEnded, call);
    }

    [Fact]
    public async Task Over_TLS_baresip_gets_the_keys_and_the_agent_hears_itself_come_back()
    {
        TestedLine.Needs("transport");
        PeerProcess.Need("baresip");
        using var bob = await Baresip.StartAsync("PCMA", "srtp-mand", echo: true, StreamClient.Certificate);
        using var desk = Desk();
        var trunk = LineBench.TrunkTo(1, bob.TlsPort) with { Transport = TrunkTransport.Tls, Media = Media(AudioCodec.Pcma, MediaSecurity.Required) };
        await using var bench = await LineBench.StartAsync(
            [trunk],
            new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{desk.Port}") },
            options => options with { Tls = new SipTlsOptions { TrustedRoots = [StreamClient.Certificate] } });
        var agent = await bench.AgentUpAsync(0);
        var call = bench.Place("bob");
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: false));
        var agentPhone = desk.Calls.Single();
        await LineBench.UntilAsync(() => agentPhone.Ear.Heard(700) > 50, "the tone did not come back");
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        Assert.Equal(EndedBy.Dialer, (await bench.SignalAsync(EngineInputKind.CallEnded, call)).EndedBy);
    }

    [Theory]
    [InlineData("PCMA", AudioCodec.Pcma, "")]
    [InlineData("G722", AudioCodec.G722, "srtp-mand")]
    public async Task Baresip_calls_in_holds_and_comes_back(string theirCodec, AudioCodec codec, string theirEncryption)
    {
        TestedLine.Needs(theirEncryption.Length > 0 ? "srtp" : null);
        PeerProcess.Need("baresip");
        using var bob = await Baresip.StartAsync(theirCodec, theirEncryption);
        using var desk = Desk();
        await using var bench = await StartAsync(bob, desk, Media(codec, theirEncryption.Length > 0 ? MediaSecurity.Preferred : MediaSecurity.Off));
        var agent = await bench.AgentUpAsync(0);
        await bob.TellAsync("dial", $"sip:+33199999999@127.0.0.1:{bench.Line.SipEndPoint.Port}");
        var inbound = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        bench.Line.Carry(EngineOutput.AnswerCall(T, inbound.Call));
        bench.Line.Carry(EngineOutput.BridgeLegs(T, inbound.Call, agent, new(0), zipTone: false));
        var ear = desk.Calls.Single().Ear;
        await LineBench.UntilAsync(() => ear.Heard(400) > 50, "its tone is not heard");

        await bob.TellAsync("hold");
        int heard = -1;
        await LineBench.UntilAsync(() =>
        {
            bool silent = heard == ear.Heard(400);
            heard = ear.Heard(400);
            if (!silent)
                Thread.Sleep(200);
            return silent;
        }, "the tone went on during hold");
        await bob.TellAsync("resume");
        await LineBench.UntilAsync(() => ear.Heard(400) > heard + 50, "the tone did not come back after hold");
        await bob.TellAsync("hangup");
        Assert.Equal(EndedBy.CalledParty, (await bench.SignalAsync(EngineInputKind.CallEnded, inbound.Call)).EndedBy);
    }

    [Fact]
    public async Task Keys_pressed_on_a_baresip_that_is_an_agents_phone_are_told()
    {
        TestedLine.Needs("srtp");
        PeerProcess.Need("baresip");
        using var bob = await Baresip.StartAsync("PCMA", "srtp-mand");
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, bob.Port)],
            new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone($"sip:bob@127.0.0.1:{bob.Port}", null, new CallMedia { Srtp = MediaSecurity.Required }) });
        var agent = await bench.AgentUpAsync(0);
        await bob.TellAsync("sndcode", "*");
        await bench.SignalAsync(s => s.Kind == EngineInputKind.DigitPressed && s.Call == agent && s.Digit == '*', "the key *");
        await bob.TellAsync("sndcode", "1");
        await bench.SignalAsync(s => s.Kind == EngineInputKind.DigitPressed && s.Call == agent && s.Digit == '1', "the key 1");
    }
}
