using Dialer.Line;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;
using Xunit;

namespace Dialer.Sip.Tests.Media;

/// <summary>
/// Seeded, replayable mutation of valid input. DIALER_FUZZ_RUNS sets the number of executions of each target (default 100,000; 2,000,000 with
/// DIALER_LONG_TESTS=1), DIALER_FUZZ_SEED the first seed.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int Runs = Setting("DIALER_FUZZ_RUNS", Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 2_000_000 : 100_000);
    private static readonly int Seed = Setting("DIALER_FUZZ_SEED", 1);

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out int value) ? value : otherwise;

    private delegate void Target(ReadOnlySpan<byte> input);

    private static void Fuzz(byte[][] seeds, Target target, int maxLength = 400, int runs = 0, int slack = 1024, int stepsPerByte = StepsPerByte)
    {
        var random = new Random(Seed);
        byte[] input = new byte[maxLength];
        // What a first call costs (tables, compiled code) is not what its input costs.
        foreach (byte[] seed in seeds)
            target(seed);
        for (int run = 0; run < (runs == 0 ? Runs : runs); run++)
        {
            int length = Mutate(seeds[random.Next(seeds.Length)], input, random);
            long before = GC.GetAllocatedBytesForCurrentThread(), stepsBefore = ScanSteps.Steps;
            try
            {
                target(input.AsSpan(0, length));
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"seed {Seed}, run {run}, input {Convert.ToHexString(input, 0, length)}", fault);
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= (64L * length) + slack, $"run {run}: {allocated} bytes for an input of {length}");
            AssertSteps(ScanSteps.Steps - stepsBefore, length, stepsPerByte, $"run {run}");
        }
    }

    /// <summary>Bytes looked at (<see cref="ScanSteps"/>) for each byte of media or of a file.</summary>
    private const int StepsPerByte = 2;

    private const int StepsFloor = 32;

    private static void AssertSteps(long steps, int length, int perByte, string what) =>
        Assert.True(steps <= StepsFloor + ((long)perByte * length), $"{what}: {steps} steps for an input of {length}");

    private static int Mutate(byte[] seed, byte[] input, Random random)
    {
        int length = Math.Min(seed.Length, input.Length);
        seed.AsSpan(0, length).CopyTo(input);
        for (int change = random.Next(0, 6); change > 0 && length > 0; change--)
        {
            int at = random.Next(length);
            switch (random.Next(5))
            {
                case 0: input[at] = (byte)random.Next(256); break;
                case 1: input[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: input[at] = (byte)(random.Next(2) == 0 ? 0 : 255); break;
                case 3: length = random.Next(length + 1); break;
                default:
                    int count = Math.Min(random.Next(1, 16), length - at);
                    random.NextBytes(input.AsSpan(at, count));
                    break;
            }
        }
        return length;
    }

    private static byte[] Rtp(params byte[] prefix)
    {
        byte[] packet = RawParty.Packet(7, 1120, 99);
        prefix.CopyTo(packet, 0);
        return packet;
    }

    [Fact]
    public void Rtp_headers() => Fuzz([Rtp(), Rtp(0x90), Rtp(0xB3), Rtp(0xA0)], static input =>
    {
        if (!RtpHeader.TryParse(input, out var header))
            return;
        Assert.True(header.PayloadOffset >= RtpHeader.Length && header.PayloadLength >= 0 && header.PayloadOffset + header.PayloadLength <= input.Length);
    });

    [Fact]
    public void Rtcp_packets()
    {
        byte[] buffer = new byte[200];
        int length = RtcpPacket.Write(buffer, 5, new RtcpSenderInfo(1, 2, 3, 4), new RtcpReportBlock(5, 1, 2, 3, 4, 5, 6), "dialer"u8, bye: true);
        Fuzz([buffer[..length], buffer[..40]], static input => RtcpPacket.TryRead(input, 5, out _));
    }

    /// <summary>What would cost a careless reader more than its length: as large as it may be.</summary>
    [Fact]
    public void Work_grows_with_the_input_and_not_with_its_square()
    {
        Assert.True(ScanSteps.IsOn);
        void Read(string what, byte[] input, Target target)
        {
            target(input);
            long before = ScanSteps.Steps;
            target(input);
            long steps = ScanSteps.Steps - before;
            Assert.NotEqual(0, steps);
            AssertSteps(steps, input.Length, StepsPerByte, what);
        }
        byte[] report = [0x9F, 201, 0, 187, .. new byte[4], .. new byte[31 * 24]];
        Read("RTCP of full reports", [.. report, .. report], static input => Assert.True(RtcpPacket.TryRead(input, 0, out _)));
        Read("RTCP of empty reports", [.. Enumerable.Repeat<byte[]>([0x80, 201, 0, 1, 0, 0, 0, 5], 180).SelectMany(part => part)], static input => RtcpPacket.TryRead(input, 5, out _));
        Read("RTP of 15 sources", Rtp(0x8F), static input => Assert.True(RtpHeader.TryParse(input, out _)));
        Read("a telephone-event in a long payload", new byte[1_400], static input => Assert.True(TelephoneEvent.TryRead(input, out _)));
    }

    [Fact]
    public void Descriptions_of_what_a_trunk_may_offer()
    {
        const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
        string key = SdpCrypto.FromKey(1, "AES_CM_128_HMAC_SHA1_80", new byte[30]).KeyParams;
        SdpLocalAudio local = new()
        {
            Address = System.Net.IPAddress.Loopback,
            Port = 4000,
            Codecs = [SdpCodec.G722, SdpCodec.Pcma, SdpCodec.TelephoneEvent()],
            RelayCodec = SdpCodec.Opus,
            Crypto = [SdpCrypto.FromKey(1, "AES_CM_128_HMAC_SHA1_80", new byte[30]), SdpCrypto.FromKey(2, "AEAD_AES_128_GCM", new byte[28])],
        };
        byte[][] seeds =
        [
            System.Text.Encoding.ASCII.GetBytes($"{Head}m=audio 5000 RTP/SAVP 111 9 8 101\r\na=rtpmap:111 opus/48000/2\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 {key}|2^20|1:4 WSH=64\r\n"),
            System.Text.Encoding.ASCII.GetBytes($"{Head}m=audio 5000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=crypto:3 AES_CM_128_HMAC_SHA1_80 {key}\r\na=rtcp-mux\r\na=ptime:30\r\na=sendonly\r\n"),
        ];
        Fuzz(seeds, input =>
        {
            if (!SdpSession.TryParse(input, out var session))
                return;
            if (SdpNegotiation.Answer(session, local, out var answer, out var agreed) != SdpRefusal.None)
                return;
            Assert.True(SdpSession.TryParse(answer.ToBytes(), out _));
            Assert.True(agreed!.SendPtimeMs is >= 10 and <= 60);
            if (agreed.RemoteCrypto is { } theirs && theirs.KeySalt() is { } salt)
                Assert.True(salt.Length <= input.Length);
        }, runs: Runs / 4, slack: 16 * 1024, stepsPerByte: 16);
    }

    [Fact]
    public void Telephone_events()
    {
        var receiver = new DigitReceiver();
        long now = 0;
        int digits = 0, runs = 0;
        Fuzz([[5, 0x8A, 1, 0x40, 0, 0, 0, 1], [11, 10, 0, 160, 0, 0, 0, 2]], input =>
        {
            runs++;
            now += 20_000_000;
            if (!TelephoneEvent.TryRead(input, out var packet))
                return;
            uint timestamp = input.Length >= 8 ? input[7] : (uint)runs * 160;
            if (!receiver.Take(packet, timestamp, now, out char digit, out int durationMs))
                return;
            digits++;
            if (!"0123456789*#ABCD".Contains(digit, StringComparison.Ordinal) || durationMs is < 0 or > 8192)
                throw new InvalidOperationException($"{digit} {durationMs}");
        });
        Assert.True(digits <= runs);
    }

    [Fact]
    public void Srtp_packets_that_are_not_ours()
    {
        foreach (var suite in new[] { SrtpSuite.AesCm128HmacSha1Tag80, SrtpSuite.AesCm128HmacSha1Tag32 })
        {
            using var context = SrtpContext.FromMaster(suite, new byte[suite.KeySaltBytes()]);
            byte[] copy = new byte[400];
            Fuzz([Rtp(), Rtp(0x91)], input =>
            {
                input.CopyTo(copy);
                var rtp = copy.AsSpan(0, input.Length);
                Assert.False(context.Unprotect(ref rtp));
                Assert.False(context.UnprotectRtcp(ref rtp));
            }, runs: Runs / 4);
        }
    }

    [Fact]
    public void Jitter_buffer_takes_any_time_stamps()
    {
        var buffer = new JitterBuffer();
        short[] frame = new short[160];
        short[] samples = new short[960];
        Fuzz([[0, 0, 0, 160, 160, 1], [255, 255, 255, 0, 160, 3]], input =>
        {
            if (input.Length < 6)
                return;
            uint timestamp = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(input);
            if (input[5] % 7 == 0)
                buffer.PutComfortNoise(timestamp, input[4]);
            else
                buffer.Put(timestamp, samples.AsSpan(0, Math.Min(input[4] * 4, 960)));
            if (input[5] % 2 == 1)
                buffer.Take(frame, out _);
            if (input[5] == 0)
                buffer.Reset();
        });
    }
}
