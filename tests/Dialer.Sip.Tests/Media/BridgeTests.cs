using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class BridgeTests
{
    [Theory]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma, MediaTransport.PortPerLeg)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcmu, MediaTransport.PortPerLeg)]
    [InlineData(AudioCodec.Pcmu, AudioCodec.G722, MediaTransport.PortPerLeg)]
    [InlineData(AudioCodec.G722, AudioCodec.G722, MediaTransport.PortPerLeg)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma, MediaTransport.PortPerLegPolled)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma, MediaTransport.Portable)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcmu, MediaTransport.SharedPort)]
    public async Task A_tone_sent_each_way_through_a_bridge_is_heard_at_the_far_end(AudioCodec one, AudioCodec two, MediaTransport transport)
    {
        using var calls = new TwoCalls(one, two, TestPorts.Options() with { Transport = transport });
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        Assert.True(calls.Engine.Bridge(calls.LegOne, calls.LegTwo));

        await calls.EarTwo.Hears(500);
        await calls.EarOne.Hears(1300);

        Assert.Equal(0, calls.EarOne.BlocksOf(500));
        Assert.Equal(0, calls.EarTwo.BlocksOf(1300));
        Assert.Equal(0, calls.Engine.ObserverFaults);
    }

    [Fact]
    public async Task The_zip_tone_is_the_first_thing_the_agent_hears_and_the_leg_says_when_it_left()
    {
        using var calls = new TwoCalls();
        long before = TimeProvider.System.GetTimestamp();
        // Nobody speaks: what the agent hears first can only be the tone.
        Assert.True(calls.Engine.Bridge(calls.LegOne, calls.LegTwo, Tones.Beep(1000, 300)));

        await Eventually.True(() => calls.EventsTwo.FirstAfterBridge, "first packet to the agent");
        await calls.EarTwo.Hears(1000, blocks: 2);

        Assert.InRange(calls.EventsTwo.FirstAfterBridgeTimestamp, before, TimeProvider.System.GetTimestamp());
    }

    [Fact]
    public async Task The_zip_tone_lies_under_the_customers_first_words_and_hides_none()
    {
        using var calls = new TwoCalls();
        calls.PartyOne.SetSource(new Sine(500, 3000));
        await Eventually.True(() => calls.LegOne.GetStatistics().PacketsReceived > 5, "the customer speaks");
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo, Tones.Beep(1000, 2000, -20));
        await Eventually.True(() => calls.EarTwo.Samples.Chunk(800).Count(block => Goertzel.Share(block, 500) > 0.1 && Goertzel.Share(block, 1000) > 0.1) >= 8, "both together");
        await calls.EarTwo.Hears(500);
    }

    [Fact]
    public async Task A_leg_that_is_bridged_anew_is_no_longer_spoken_to_by_its_former_peer()
    {
        using var calls = new TwoCalls();
        var earThree = new Ear();
        MediaLeg legThree = calls.Engine.Open(), partyThree = calls.Outside.Open();
        TwoCalls.Join(partyThree, legThree, AudioCodec.Pcma);
        partyThree.AddTap(earThree);
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        partyThree.SetSource(new Sine(2100));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        await calls.EarTwo.Hears(500);

        calls.Engine.Bridge(legThree, calls.LegTwo);
        await calls.EarTwo.Hears(2100);
        calls.EarTwo.Forget();
        await calls.EarTwo.Hears(2100, blocks: 10);
        Assert.Equal(0, calls.EarTwo.BlocksOf(500));
        Assert.True(earThree.BlocksOf(1300) > 0);
    }

    [Fact]
    public async Task Over_IPv6_with_RTCP_on_the_same_port_audio_and_reports_arrive()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6)
            Assert.Skip("This machine has no IPv6.");
        using var engine = new MediaEngine(TestPorts.Options() with { RtcpInterval = TimeSpan.FromMilliseconds(300) });
        var ear = new Ear();
        if (!engine.TryOpen(System.Net.IPAddress.IPv6Loopback, out var one, out var refusal, new() { RtcpMux = true }))
            Assert.Skip($"No IPv6 loopback: {refusal}");
        Assert.True(engine.TryOpen(System.Net.IPAddress.IPv6Loopback, out var other, out refusal, new() { RtcpMux = true }), refusal.ToString());
        TwoCalls.Join(one, other, AudioCodec.Pcmu);
        other.AddTap(ear);
        one.SetSource(new Sine(500));
        await ear.Hears(500);
        await Eventually.True(() => other.GetStatistics().RtcpReceived > 0, "a report");
        Assert.Equal(one.LocalRtp, other.CurrentRemote);
    }

    [Fact]
    public async Task After_unbridging_nothing_is_relayed()
    {
        using var calls = new TwoCalls();
        calls.PartyOne.SetSource(new Sine(500));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        await calls.EarTwo.Hears(500);

        calls.Engine.Unbridge(calls.LegOne, calls.LegTwo);
        await Eventually.True(() => calls.EarTwo.Flags.TakeLast(25).All(flags => flags.HasFlag(AudioFrameFlags.Lost)), "half a second without audio");

        Assert.True(calls.LegOne.GetStatistics().PacketsReceived > calls.LegTwo.GetStatistics().PacketsSent);
    }

    [Theory]
    [InlineData(MediaTransport.PortPerLeg)]
    [InlineData(MediaTransport.PortPerLegPolled)]
    public async Task Ports_are_given_back_when_legs_close(MediaTransport transport)
    {
        using var engine = new MediaEngine(TestPorts.Options() with { Transport = transport });
        MediaLeg[] legs = [.. Enumerable.Range(0, 50).Select(_ => engine.Open())];
        Assert.Equal(50, engine.OpenLegs);
        Assert.Equal(50, legs.Select(leg => leg.LocalRtp.Port).Distinct().Count());

        foreach (var leg in legs)
            leg.Dispose();
        foreach (var leg in legs)
            await leg.Closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(0, engine.OpenLegs);

        // Free in the kernel as well: each can be bound anew, by whatever would have it.
        foreach (var leg in legs)
        {
            using var rtp = new System.Net.Sockets.UdpClient(leg.LocalRtp);
            using var rtcp = new System.Net.Sockets.UdpClient(leg.LocalRtcp);
        }
    }

    [Fact]
    public async Task Bursts_of_packets_to_one_leg_pass_whole()
    {
        // Bursts of 120 packets to one socket: more than one turn's fair share.
        using var engine = new MediaEngine(TestPorts.Options() with { Reactors = 1, SocketBufferBytes = 4 * 1024 * 1024, KeepAliveAfter = TimeSpan.Zero });
        using RawParty one = new(), other = new();
        MediaLeg legOne = engine.Open(), legTwo = engine.Open();
        legOne.SetRemote(new() { Rtp = one.Endpoint, Codec = AudioCodec.Pcma });
        legTwo.SetRemote(new() { Rtp = other.Endpoint, Codec = AudioCodec.Pcma });
        engine.Bridge(legOne, legTwo);
        await Eventually.True(() => legOne.CurrentRemote is not null && legTwo.CurrentRemote is not null, "both know their far end");
        for (int burst = 1; burst <= 5; burst++)
        {
            for (int i = 0; i < 120; i++)
                one.Send(legOne, (ushort)(((burst - 1) * 120) + i));
            int sofar = burst * 120;
            await Eventually.True(() => legOne.GetStatistics().PacketsReceived >= sofar, $"{sofar} packets taken");
        }
        Assert.Equal(600, legTwo.GetStatistics().PacketsSent);
        Assert.Equal(0, legTwo.GetStatistics().SendFailures);
    }
}
