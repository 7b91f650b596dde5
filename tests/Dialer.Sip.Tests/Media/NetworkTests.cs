using System.Buffers.Binary;
using System.Net;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class NetworkTests
{
    private static RemoteMedia At(IPEndPoint endpoint) => new() { Rtp = endpoint, Codec = AudioCodec.Pcma, TelephoneEventPayloadType = 101 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Loss_and_order_pass_a_bridge_as_they_are_and_duplicates_are_dropped(int seed)
    {
        // One reactor carries orders out in their order: the bridge stands before the first packet is read.
        using var engine = new MediaEngine(TestPorts.Options() with { KeepAliveAfter = TimeSpan.Zero, Reactors = 1 });
        using RawParty one = new(), two = new();
        MediaLeg legOne = engine.Open(), legTwo = engine.Open();
        legOne.SetRemote(At(one.Endpoint));
        legTwo.SetRemote(At(two.Endpoint));
        engine.Bridge(legOne, legTwo);

        var random = new Random(seed);
        var plan = new List<ushort> { 65_500 };
        for (int i = 1; i < 300; i++)
        {
            ushort sequence = (ushort)(65_500 + i);
            if (i < 299 && random.Next(10) == 0)
                continue;
            plan.Insert(random.Next(10) == 0 && i > 5 ? plan.Count - random.Next(1, 4) : plan.Count, sequence);
        }
        var received = new List<ushort>();
        int duplicates = 0;
        long accepted = 0;
        foreach (ushort sequence in plan)
        {
            one.Send(legOne, sequence);
            if (random.Next(10) == 0)
            {
                one.Send(legOne, sequence);
                duplicates++;
            }
            // One packet at a time through the relay, so that the kernel's buffers cannot lose any.
            received.Add(BinaryPrimitives.ReadUInt16BigEndian(two.Receive().AsSpan(2)));
            accepted++;
        }
        ushort offset = (ushort)(received[0] - plan[0]);
        Assert.Equal(plan.Select(sequence => (ushort)(sequence + offset)), received);
        await Eventually.True(() => legOne.GetStatistics().Duplicates == duplicates, "every duplicate counted");
        await Eventually.True(() => legOne.GetStatistics().PacketsLost == 300 - accepted, "every lost packet counted");
        Assert.Equal(accepted, legOne.GetStatistics().PacketsReceived);
    }

    [Fact]
    public async Task Another_port_of_the_same_host_is_learned_once_and_only_once()
    {
        using var engine = new MediaEngine(TestPorts.Options() with { LearnSourceWithin = TimeSpan.FromMinutes(1) });
        using RawParty sdp = new(), real = new(), thief = new();
        var leg = engine.Open();
        leg.SetRemote(At(sdp.Endpoint));
        real.Send(leg, 1);
        await Eventually.True(() => leg.GetStatistics().PacketsReceived == 1, "the first packet");
        Assert.Equal(real.Endpoint, leg.CurrentRemote);

        for (ushort i = 2; i < 20; i++)
            thief.Send(leg, i);
        await Eventually.True(() => leg.GetStatistics().ForeignSource == 18, "the thief's packets counted");
        Assert.Equal(real.Endpoint, leg.CurrentRemote);
        Assert.Equal(1, leg.GetStatistics().PacketsReceived);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_host_is_learned_only_where_a_NAT_is_expected(bool nat)
    {
        using var engine = new MediaEngine(TestPorts.Options() with { LearnSourceWithin = TimeSpan.FromMinutes(1) });
        using RawParty sdp = new(), elsewhere = new("127.0.0.9");
        var leg = engine.Open(nat: nat);
        leg.SetRemote(At(sdp.Endpoint));
        ushort sequence = 1;
        await Eventually.True(() =>
        {
            elsewhere.Send(leg, sequence++);
            return leg.GetStatistics() is var heard && (nat ? heard.PacketsReceived > 0 : heard.ForeignSource > 60);
        }, "the packets judged");
        Assert.Equal(nat ? elsewhere.Endpoint : sdp.Endpoint, leg.CurrentRemote);
        if (nat)
            Assert.True(leg.GetStatistics().ForeignSource >= 9, "believed after too few packets");
    }

    [Fact]
    public async Task After_the_learning_time_even_the_same_host_moves_nothing()
    {
        using var engine = new MediaEngine(TestPorts.Options() with { LearnSourceWithin = TimeSpan.Zero });
        using RawParty sdp = new(), late = new();
        var leg = engine.Open(nat: true);
        leg.SetRemote(At(sdp.Endpoint));
        await Eventually.True(() => leg.CurrentRemote is not null, "the remote address set");
        late.Send(leg, 1);
        await Eventually.True(() => leg.GetStatistics().ForeignSource == 1, "the packet refused");
        sdp.Send(leg, 1);
        await Eventually.True(() => leg.GetStatistics().PacketsReceived == 1, "the right packet taken");
        Assert.Equal(sdp.Endpoint, leg.CurrentRemote);
    }

    [Fact]
    public async Task Media_that_stops_is_told_once_and_its_return_too()
    {
        using var engine = new MediaEngine(TestPorts.Options() with { MediaLostAfter = TimeSpan.FromSeconds(1) });
        using var party = new RawParty();
        var events = new Ear();
        var leg = engine.Open(events);
        leg.SetRemote(At(party.Endpoint));
        party.Send(leg, 1);
        await Eventually.True(() => events.MediaStarted, "media started");
        await Eventually.True(() => events.MediaLost, "media lost");
        party.Send(leg, 2);
        await Eventually.True(() => events.MediaResumed, "media resumed");
    }

    [Fact]
    public async Task A_leg_on_hold_is_not_called_lost()
    {
        using var engine = new MediaEngine(TestPorts.Options() with { MediaLostAfter = TimeSpan.FromMilliseconds(200) });
        using RawParty held = new(), talking = new();
        Ear heldEvents = new(), talkingEvents = new();
        MediaLeg heldLeg = engine.Open(heldEvents), talkingLeg = engine.Open(talkingEvents);
        heldLeg.SetRemote(At(held.Endpoint) with { Direction = MediaDirection.SendOnly });
        talkingLeg.SetRemote(At(talking.Endpoint));
        await Eventually.True(() => talkingEvents.MediaLost, "the other leg's media lost");
        Assert.False(heldEvents.MediaLost);
    }

    [Fact]
    public async Task Frames_say_what_they_are_early_lost_comfort_noise_or_nothing_yet()
    {
        using var engine = new MediaEngine(TestPorts.Options());
        using var party = new RawParty();
        var ear = new Ear();
        var leg = engine.Open();
        leg.SetEarlyMedia(true);
        leg.SetRemote(At(party.Endpoint));
        leg.AddTap(ear);
        await Eventually.True(() => ear.Flags.Any(flags => flags == (AudioFrameFlags.NoMediaYet | AudioFrameFlags.Lost | AudioFrameFlags.EarlyMedia)), "nothing yet");

        for (ushort i = 1; i < 4; i++)
            party.Send(leg, i);
        await Eventually.True(() => ear.Flags.Count(flags => flags == AudioFrameFlags.EarlyMedia) == 3, "three frames of early media");
        leg.SetEarlyMedia(false);
        party.Send(leg, 4, payloadType: 13, 70);
        await Eventually.True(() => ear.Flags.Contains(AudioFrameFlags.ComfortNoise), "comfort noise");
    }

    [Fact]
    public async Task Reports_tell_round_trip_loss_and_an_estimate_of_quality()
    {
        using var calls = new TwoCalls(options: TestPorts.Options() with { RtcpInterval = TimeSpan.FromMilliseconds(300) });
        calls.PartyOne.SetSource(new Sine(500));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        // The parties' own engine reports each 5 s or so; the leg's round trip needs one of theirs after one of ours.
        await Eventually.True(() => calls.LegOne.GetStatistics() is { RtcpSent: > 0, RtcpReceived: > 0, EstimatedMos: > 3 }, "reports both ways");
        await Eventually.True(() => calls.PartyOne.GetStatistics().RtcpReceived > 0, "the far end reads ours");
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0, 4.3, 4.5)]
    [InlineData(0.01, 5.0, 50.0, 3.9, 4.4)]
    [InlineData(0.05, 20.0, 100.0, 3.0, 3.9)]
    [InlineData(0.20, 40.0, 300.0, 1.5, 2.6)]
    [InlineData(1.0, 100.0, 900.0, 1.0, 1.2)]
    public void The_estimated_quality_falls_with_loss_and_delay(double loss, double jitterMs, double roundTripMs, double atLeast, double atMost) =>
        Assert.InRange(VoiceQuality.EstimateMos(loss, jitterMs, roundTripMs), atLeast, atMost);
}
