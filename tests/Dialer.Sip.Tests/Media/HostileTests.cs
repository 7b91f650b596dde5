using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class HostileTests
{
    private const int Total = 1_000_000;
    private const int PerTurn = 2_000;

    private enum Attack
    {
        WrongSource,
        WrongSsrc,
        WrongPayloadType,
        SequenceJump,
        Malformed,
        ForeignRtcp,
        Unexpected,
    }

    [Fact]
    public async Task A_million_hostile_packets_play_nothing_move_nothing_and_end_nothing()
    {
        using var calls = new TwoCalls();
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        await calls.EarTwo.Hears(500);
        var before = calls.LegOne.GetStatistics();
        var remote = calls.LegOne.CurrentRemote;
        byte[] evil = Tone(2900);
        var random = new Random(42);

        for (int done = 0; done < Total; done += PerTurn)
            await InReactor(calls.LegOne, core => Attack_(core, calls.PartyOne.Core, random, evil));

        var after = calls.LegOne.GetStatistics();
        long refused = after.ForeignSource + after.WrongSsrc + after.WrongPayloadType + after.SequenceJumps + after.Malformed
            - (before.ForeignSource + before.WrongSsrc + before.WrongPayloadType + before.SequenceJumps + before.Malformed);
        Assert.Equal(Total, refused);
        Assert.Equal(remote, calls.LegOne.CurrentRemote);
        Assert.Equal(0, calls.Engine.ObserverFaults);
        Assert.DoesNotContain(calls.EarTwo.Samples.Chunk(800), block => Goertzel.Share(block, 2900) > 0.2);
        calls.EarTwo.Forget();
        calls.EarOne.Forget();
        await calls.EarTwo.Hears(500);
        await calls.EarOne.Hears(1300);
        Assert.False(calls.LegOne.Closed.IsCompleted);
    }

    private static void Attack_(LegCore core, LegCore honest, Random random, byte[] evil)
    {
        byte[] buffer = new byte[MediaReactor.PacketBufferBytes];
        var source = WireAddress.From(honest.Handle.LocalRtp);
        var stranger = WireAddress.From(new(System.Net.IPAddress.Parse("10.1.2.3"), 5004));
        for (int i = 0; i < PerTurn; i++)
        {
            var attack = (Attack)random.Next((int)Attack.Unexpected);
            // An even distance of more than five thousand: never plausible, never two in a row.
            ushort jump = (ushort)(honest.NextSequence + 5_000 + (2 * random.Next(0, 20_000)));
            uint ssrc = attack == Attack.WrongSsrc ? (uint)random.NextInt64(1, uint.MaxValue) & ~1u : honest.Ssrc;
            ushort sequence = attack == Attack.SequenceJump ? (ushort)(jump & ~1) : honest.NextSequence;
            if (ssrc == honest.Ssrc && attack == Attack.WrongSsrc)
                ssrc ^= 2;
            RtpHeader.Write(buffer.AsSpan(MediaReactor.Headroom), attack == Attack.WrongPayloadType ? (byte)random.Next(14, 100) : (byte)8, false, sequence, (uint)sequence * 160, ssrc);
            evil.CopyTo(buffer, MediaReactor.Headroom + RtpHeader.Length);
            int length = RtpHeader.Length + evil.Length;
            if (attack == Attack.Malformed)
                length = Malform(buffer.AsSpan(MediaReactor.Headroom, length), random);
            bool foreign = attack is Attack.WrongSource or Attack.ForeignRtcp;
            core.OnDatagram(buffer, MediaReactor.Headroom, length, foreign ? stranger : source, attack == Attack.ForeignRtcp, core.Reactor.NowNs);
        }
    }

    private static int Malform(Span<byte> packet, Random random)
    {
        switch (random.Next(4))
        {
            case 0: return random.Next(0, RtpHeader.Length);
            case 1:
                packet[0] = (byte)(packet[0] & 0x3F);
                return packet.Length;
            case 2:
                // An extension that is longer than the packet.
                packet[0] |= 0x10;
                BinaryPrimitives.WriteUInt16BigEndian(packet[14..], (ushort)random.Next(60, 65536));
                return packet.Length;
            default:
                packet[0] |= 0x20;
                packet[^1] = (byte)(random.Next(2) == 0 ? 0 : random.Next(161, 256));
                return packet.Length;
        }
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, 100_000)]
    [InlineData(SrtpSuite.AeadAes128Gcm, 10_000)]
    public async Task Forged_tags_neither_play_nor_move_media_nor_end_the_call(SrtpSuite suite, int count)
    {
        using var calls = new TwoCalls();
        byte[] toParty = RandomNumberGenerator.GetBytes(suite.KeySaltBytes()), toLeg = RandomNumberGenerator.GetBytes(suite.KeySaltBytes());
        calls.LegOne.SetRemote(new() { Rtp = calls.PartyOne.LocalRtp, Codec = AudioCodec.Pcma, Srtp = new(suite, toParty, toLeg) });
        calls.PartyOne.SetRemote(new() { Rtp = calls.LegOne.LocalRtp, Codec = AudioCodec.Pcma, Srtp = new(suite, toLeg, toParty) });
        byte[] evil = Tone(2900);
        var random = new Random(3);
        // Before the first honest packet, when a source could still be learned.
        await InReactor(calls.LegOne, core => Forge(core, calls.PartyOne.Core, random, evil, 500));
        Assert.Equal(calls.PartyOne.LocalRtp, calls.LegOne.CurrentRemote);

        calls.PartyOne.SetSource(new Sine(500));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        await calls.EarTwo.Hears(500);
        for (int done = 500; done < count; done += 500)
            await InReactor(calls.LegOne, core => Forge(core, calls.PartyOne.Core, random, evil, 500));

        var statistics = calls.LegOne.GetStatistics();
        Assert.Equal(count, statistics.SrtpRefused + statistics.ForeignSource);
        Assert.True(statistics.SrtpRefused >= count / 2);
        Assert.DoesNotContain(calls.EarTwo.Samples.Chunk(800), block => Goertzel.Share(block, 2900) > 0.2);
        calls.EarTwo.Forget();
        await calls.EarTwo.Hears(500);
        Assert.Equal(calls.PartyOne.LocalRtp, calls.LegOne.CurrentRemote);
    }

    private static void Forge(LegCore core, LegCore honest, Random random, byte[] evil, int count)
    {
        byte[] buffer = new byte[MediaReactor.PacketBufferBytes];
        var source = WireAddress.From(honest.Handle.LocalRtp);
        for (int i = 0; i < count; i++)
        {
            var from = i % 2 == 0 ? source : source with { Port = (ushort)random.Next(1024, 65536) };
            RtpHeader.Write(buffer.AsSpan(MediaReactor.Headroom), 8, false, (ushort)(honest.NextSequence + random.Next(1, 50)), 0, honest.Ssrc);
            evil.CopyTo(buffer, MediaReactor.Headroom + RtpHeader.Length);
            random.NextBytes(buffer.AsSpan(MediaReactor.Headroom + 172, 16));
            core.OnDatagram(buffer, MediaReactor.Headroom, 188, from, rtcpPort: false, core.Reactor.NowNs);
        }
    }

    [Theory]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma, null)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcmu, null)]
    [InlineData(AudioCodec.Pcma, AudioCodec.G722, null)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma, SrtpSuite.AesCm128HmacSha1Tag80)]
    [InlineData(AudioCodec.Pcma, AudioCodec.Pcma, SrtpSuite.AeadAes256Gcm)]
    public async Task A_packet_through_a_bridge_with_a_tap_allocates_nothing(AudioCodec one, AudioCodec two, SrtpSuite? suite)
    {
        using var engine = new MediaEngine(TestPorts.Options() with { Reactors = 1 });
        using RawParty partyOne = new(), partyTwo = new();
        MediaLeg legOne = engine.Open(), legTwo = engine.Open();
        SrtpParameters? srtp = suite is { } chosen ? new(chosen, RandomNumberGenerator.GetBytes(chosen.KeySaltBytes()), new byte[chosen.KeySaltBytes()]) : null;
        using var cipher = suite is { } same ? SrtpContext.FromMaster(same, new byte[same.KeySaltBytes()]) : null;
        legOne.SetRemote(new() { Rtp = partyOne.Endpoint, Codec = one, Srtp = srtp });
        legTwo.SetRemote(new() { Rtp = partyTwo.Endpoint, Codec = two, Srtp = srtp });
        legOne.AddTap(new SilentTap());
        engine.Bridge(legOne, legTwo);
        ushort sequence = 0;
        long allocated = long.MaxValue;

        void Run(LegCore core)
        {
            byte[] buffer = new byte[MediaReactor.PacketBufferBytes];
            var source = WireAddress.From(partyOne.Endpoint);
            long start = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 2_000; i++)
            {
                RtpHeader.Write(buffer.AsSpan(MediaReactor.Headroom), one.StaticPayloadType(), false, ++sequence, sequence * 160u, 9);
                int length = 172;
                if (cipher is not null)
                    length = cipher.Protect(buffer.AsSpan(MediaReactor.Headroom), length);
                core.OnDatagram(buffer, MediaReactor.Headroom, length, source, rtcpPort: false, core.Reactor.NowNs);
                core.Tick(core.Reactor.NowNs);
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - start;
        }

        // Pools may grow while the sockets are busy, once or twice; what a packet allocates, it allocates in each run.
        int runs = 0;
        while (runs < 2 || (allocated > 0 && runs < 6))
        {
            await InReactor(legOne, Run);
            runs++;
        }

        Assert.True(legOne.GetStatistics().PacketsReceived >= 4_000);
        Assert.True(legTwo.GetStatistics().PacketsSent >= 4_000);
        Assert.Equal(0, allocated);
    }

    private sealed class SilentTap : IAudioTap
    {
        public void OnFrame(IHeardLeg leg, in AudioFrame frame)
        {
        }
    }

    private static byte[] Tone(double frequencyHz)
    {
        short[] samples = new short[160];
        for (int i = 0; i < 160; i++)
            samples[i] = (short)(16000 * Math.Sin(2 * Math.PI * frequencyHz * i / 8000));
        byte[] coded = new byte[160];
        G711.EncodeALaw(samples, coded);
        return coded;
    }

    private static async Task InReactor(MediaLeg leg, Action<LegCore> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        leg.Core.Reactor.PostAlways(() =>
        {
            try
            {
                work(leg.Core);
                done.SetResult();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
    }
}
