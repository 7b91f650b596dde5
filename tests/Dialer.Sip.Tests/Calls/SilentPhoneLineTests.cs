using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Media;
using Dialer.Sip.Tests.Media;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>An agent's phone that has died behind a PBX: the signalling goes on, and nothing is heard.</summary>
public sealed class SilentPhoneLineTests
{
    private static Dictionary<AgentId, AgentPhone> PhoneAt(FarEnd phone) => new() { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{phone.Port}") };

    [Fact]
    public async Task It_is_told_of_though_the_PBX_answers_for_it_and_again_when_it_is_heard()
    {
        using FarEnd phones = new((call, _) => call.Answer(700));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, phones.Port)], PhoneAt(phones), options => options with { AgentSilentAfter = TimeSpan.FromSeconds(1) });
        var agent = await bench.AgentUpAsync(0);
        var desk = phones.Calls.Single();
        int offers = desk.OffersSeen;
        desk.Leg!.StopPlaying();
        var silent = await bench.SignalAsync(EngineInputKind.AgentLegSilent, agent);
        Assert.Equal(new AgentId(0), silent.Agent);
        Assert.True(silent.SilentFor >= TimeSpan.FromSeconds(1));
        await LineBench.UntilAsync(() => desk.OffersSeen > offers, "nobody asked the far end");
        desk.Leg.Play(FarCall.Tone(700), loop: true);
        await bench.SignalAsync(EngineInputKind.AgentLegHeard, agent);
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.AgentLegDown);
        Assert.Single(bench.Signals, signal => signal.Kind == EngineInputKind.AgentLegSilent);
    }

    /// <summary>A PBX goes on with reports of its own, and answers for the phone, when that has died: told as soon as reports alone are believed no more.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Reports_of_the_PBX_itself_keep_a_dead_phone_for_no_longer_than_they_are_believed(int believedSeconds)
    {
        using FarEnd phones = new((call, _) => call.Answer(700), reportsEvery: TimeSpan.FromMilliseconds(200));
        var believed = TimeSpan.FromSeconds(believedSeconds);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, phones.Port)], PhoneAt(phones), options => options with { AgentSilentAfter = TimeSpan.FromSeconds(1), AgentReportsBelievedFor = believed });
        var agent = await bench.AgentUpAsync(0);
        var desk = phones.Calls.Single();
        desk.Leg!.StopPlaying();
        var silent = await bench.SignalAsync(EngineInputKind.AgentLegSilent, agent);
        Assert.True(silent.SilentFor >= believed, $"{silent.SilentFor}");
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.AgentLegDown);
    }

    [Fact]
    public async Task One_on_hold_is_not_silent()
    {
        using FarEnd phones = new((call, _) => call.Answer(700));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, phones.Port)], PhoneAt(phones), options => options with { AgentSilentAfter = TimeSpan.FromSeconds(1) });
        var agent = await bench.AgentUpAsync(0);
        var desk = phones.Calls.Single();
        string hold = System.Text.Encoding.ASCII.GetString(desk.Sdp.Offer(desk.Leg!)).Replace("a=sendrecv", "a=inactive", StringComparison.Ordinal);
        desk.Sip.ReInvite(System.Text.Encoding.ASCII.GetBytes(hold));
        await desk.ReInvited.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken);
        desk.Leg!.StopPlaying();
        var control = bench.PlaceAgent(0);
        await bench.SignalAsync(EngineInputKind.AgentLegUp, control);
        phones.Calls.Last().Leg!.StopPlaying();
        await bench.SignalAsync(EngineInputKind.AgentLegSilent, control);
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.AgentLegSilent && signal.Call == agent);
    }

    [Fact]
    public async Task Reports_alone_are_a_sign_of_life_where_they_are_believed()
    {
        using var engine = new MediaEngine(TestPorts.Options() with { RtcpInterval = TimeSpan.FromMilliseconds(300), KeepAliveAfter = TimeSpan.Zero });
        Ear believing = new(), audioOnly = new(), briefly = new();
        var (one, mute) = Pair(engine, believing, TimeSpan.FromMinutes(1));
        Pair(engine, audioOnly, TimeSpan.Zero);
        Pair(engine, briefly, TimeSpan.FromSeconds(3));
        await Eventually.True(() => audioOnly.MediaLost && briefly.MediaLost, "those who want audio");
        Assert.False(believing.MediaLost);
        Assert.True(one.GetStatistics().RtcpReceived > 2);
        mute.Dispose();
        await Eventually.True(() => believing.MediaLost, "the reports have ended too");
    }

    private static (MediaLeg Leg, MediaLeg Mute) Pair(MediaEngine engine, Ear ear, TimeSpan believed)
    {
        var mute = engine.Open();
        Assert.True(engine.TryOpen(System.Net.IPAddress.Loopback, out var leg, out var refusal,
            new MediaLegOptions { Observer = ear, MediaLostAfter = TimeSpan.FromSeconds(1.5), BelieveReportsFor = believed }), refusal.ToString());
        mute.SetRemote(new RemoteMedia { Rtp = leg.LocalRtp, Codec = AudioCodec.Pcma });
        leg.SetRemote(new RemoteMedia { Rtp = mute.LocalRtp, Codec = AudioCodec.Pcma });
        return (leg, mute);
    }
}
