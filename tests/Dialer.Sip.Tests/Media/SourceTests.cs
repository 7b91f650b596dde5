using System.Net;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

/// <summary>Who is believed to be the far end, and how soon it is heard again after a forged packet.</summary>
public sealed class SourceTests
{
    private static readonly IPAddress SignallingHost = IPAddress.Parse("127.0.0.5");

    private static MediaLeg Behind(MediaEngine engine, RawParty sdp, Ear? ear = null, bool nat = true)
    {
        var leg = engine.Open(ear, nat: nat);
        leg.SetRemote(new RemoteMedia { Rtp = sdp.Endpoint, SignallingHost = SignallingHost, Codec = AudioCodec.Pcma });
        return leg;
    }

    private static MediaEngine Engine() => new(TestPorts.Options() with { LearnSourceWithin = TimeSpan.FromMinutes(1) });

    [Fact]
    public async Task The_signallings_host_goes_before_a_stranger_who_came_first()
    {
        using var engine = Engine();
        using RawParty sdp = new(), stranger = new("127.0.0.9"), real = new("127.0.0.5");
        var ear = new Ear();
        var leg = Behind(engine, sdp, ear);
        stranger.Ssrc = 0x666;
        for (ushort i = 1; i <= 9; i++)
            stranger.Send(leg, i);
        for (ushort i = 100; i < 104; i++)
            real.Send(leg, i);
        await Eventually.True(() => leg.GetStatistics().PacketsReceived == 2, "the third and fourth packet of the signalling's host");
        Assert.Equal(real.Endpoint, leg.CurrentRemote);

        // And the stranger who goes on is told of, once, and not heard.
        for (ushort i = 10; i < 40; i++)
            stranger.Send(leg, i);
        await Eventually.True(() => ear.SecondSources.Count == 1, "the second source told");
        Assert.Equal(stranger.Endpoint, ear.SecondSources.Single());
        Assert.Equal(2, leg.GetStatistics().PacketsReceived);
    }

    [Fact]
    public async Task A_stranger_who_was_believed_gives_way_to_the_signallings_host_and_to_the_signalled_address()
    {
        using var engine = Engine();
        using RawParty sdp = new(), stranger = new("127.0.0.9"), host = new("127.0.0.5");
        var leg = Behind(engine, sdp);
        ushort sequence = 1;
        await Eventually.True(() =>
        {
            stranger.Send(leg, sequence++);
            return stranger.Endpoint.Equals(leg.CurrentRemote);
        }, "the stranger believed");
        host.Ssrc = 0x55;
        for (ushort i = 0; i < 3; i++)
            host.Send(leg, i);
        await Eventually.True(() => host.Endpoint.Equals(leg.CurrentRemote), "the signalling's host believed");
        sdp.Ssrc = 0x77;
        for (ushort i = 0; i < 3; i++)
            sdp.Send(leg, i);
        await Eventually.True(() => sdp.Endpoint.Equals(leg.CurrentRemote), "the signalled address believed");
        stranger.Send(leg, sequence);
        await Eventually.True(() => leg.GetStatistics().ForeignSource > 0, "the stranger refused");
        Assert.Equal(sdp.Endpoint, leg.CurrentRemote);
    }

    [Theory]
    [InlineData("out of sequence")]
    [InlineData("one SSRC after another")]
    [InlineData("another payload type")]
    public async Task A_strangers_packets_that_are_no_stream_persuade_nobody(string how)
    {
        using var engine = Engine();
        using RawParty sdp = new(), stranger = new("127.0.0.9");
        var leg = Behind(engine, sdp);
        ushort sequence = 1;
        await Eventually.True(() =>
        {
            sequence += (ushort)(how == "out of sequence" ? 3 : 1);
            stranger.Ssrc += how == "one SSRC after another" ? 1u : 0;
            stranger.Send(leg, sequence, how == "another payload type" ? (byte)0 : (byte)8);
            return leg.GetStatistics() is var heard && heard.ForeignSource + heard.WrongPayloadType > 100;
        }, "the packets judged");
        Assert.Equal(sdp.Endpoint, leg.CurrentRemote);
        Assert.Equal(0, leg.GetStatistics().PacketsReceived);
    }

    [Fact]
    public async Task A_second_source_is_told_of_without_a_NAT_as_well()
    {
        using var engine = Engine();
        using RawParty sdp = new(), second = new("127.0.0.9");
        var ear = new Ear();
        var leg = Behind(engine, sdp, ear, nat: false);
        sdp.Send(leg, 1);
        for (ushort i = 0; i < 20; i++)
            second.Send(leg, i);
        await Eventually.True(() => ear.SecondSources.Count == 1, "the second source told");
        Assert.Equal(sdp.Endpoint, leg.CurrentRemote);
    }

    public static TheoryData<int, uint> Forged
    {
        get
        {
            TheoryData<int, uint> forged = [];
            foreach (int ahead in (int[])[1, 5, 20, 63, 64, 70, 99, 100, 101, 150, 199, 201, 1000, 20_000, 32_767, 40_000, 65_000])
                foreach (uint stampAhead in (uint[])[0, 160, 1_600, 8_000, 800_000, 0x8000_0000, 0xFFFF_0000])
                    forged.Add(ahead, stampAhead);
            return forged;
        }
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public void After_one_forged_packet_the_stream_is_heard_again_within_200_ms(int ahead, uint stampAhead)
    {
        RtpReceiver receiver = default;
        JitterBuffer buffer = new();
        short[] frame = new short[160], own = [.. Enumerable.Repeat((short)1000, 160)], forged = [.. Enumerable.Repeat((short)-1000, 160)];
        int epoch = 0;
        List<short> heard = [];
        for (int i = 0; i < 200; i++)
        {
            long now = i * 20_000_000L;
            ushort sequence = (ushort)(65_500 + i);
            Take(1, sequence, (uint)(i * 160), own, now);
            if (i == 100)
                Take(1, (ushort)(sequence + ahead), (uint)(i * 160) + stampAhead, forged, now + 5_000_000);
            for (int due = buffer.FramesDue(isPause: false); due > 0; due--)
                buffer.Take(frame, out _);
            heard.Add(frame[80]);
        }

        // 200 ms after the forged packet, and from there on, the right voice is heard; one repeated sequence number may cost one packet.
        Assert.True(heard.Skip(110).Count(sample => sample == 1000) >= 88, string.Join(' ', heard.Skip(98).Take(30)));
        Assert.All(heard.Skip(98).Take(12), sample => Assert.InRange(sample, (short)-1000, (short)1000));

        void Take(uint ssrc, ushort sequence, uint timestamp, short[] samples, long now)
        {
            if (receiver.Judge(ssrc, sequence, timestamp, now, 8000) != RtpVerdict.Accepted)
                return;
            if (epoch != receiver.Epoch)
                buffer.Reset();
            epoch = receiver.Epoch;
            buffer.Put(timestamp, samples);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_forged_SSRC_right_after_an_answer_holds_the_stream_up_for_200_ms_at_most(bool sameSequence)
    {
        RtpReceiver receiver = default;
        List<RtpVerdict> verdicts = [];
        for (int i = 0; i < 50; i++)
        {
            if (i == 10)
            {
                receiver.AllowSwitch();
                receiver.Judge(0x666, (ushort)(sameSequence ? i : 30_000), 1, i * 20_000_000L, 8000);
            }
            verdicts.Add(receiver.Judge(1, (ushort)i, (uint)(i * 160), (i * 20_000_000L) + 1, 8000));
        }
        Assert.All(verdicts.Skip(20), verdict => Assert.Equal(RtpVerdict.Accepted, verdict));
    }
}
