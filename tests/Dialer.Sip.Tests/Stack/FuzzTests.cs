using System.Globalization;
using System.Text;
using Dialer.Core.Time;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>
/// Seeded mutation of good and bad examples through each reader of foreign bytes. Nothing may throw, look at more bytes or
/// allocate more than a stated multiple of its input. DIALER_FUZZ_EXECUTIONS runs longer, DIALER_FUZZ_SEED replays.
/// </summary>
public sealed class FuzzTests
{
    private const int AllocationPerInputByte = 64;

    /// <summary>What a reader may allocate for any input, however small: its own objects.</summary>
    private const int AllocationFloor = 16 * 1024;

    /// <summary>Bytes looked at (<see cref="ScanSteps"/>) for each byte of input: some fields are read several times, each time in one pass.</summary>
    private const int StepsPerInputByte = 16;

    private const int StepsFloor = 256;

    private static readonly int Executions = int.Parse(Environment.GetEnvironmentVariable("DIALER_FUZZ_EXECUTIONS") ?? "20000", CultureInfo.InvariantCulture);
    private static readonly ulong Seed = ulong.Parse(Environment.GetEnvironmentVariable("DIALER_FUZZ_SEED") ?? "20260101", CultureInfo.InvariantCulture);

    private static readonly string[] Messages =
    [
        "INVITE sip:bob@192.0.2.4;transport=tcp SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKx, SIP/2.0/TCP [2001:db8::1];branch=z9hG4bKy;received=2001:db8::2\r\nMax-Forwards: 70\r\nFrom: \"A \\\"B\\\"\" <sip:a@b;user=phone>;tag=1\r\nTo: <sip:bob@c>\r\nCall-ID: x@y\r\nCSeq: 1 INVITE\r\nContact: <sip:a@192.0.2.1:5060>;q=0.5\r\nSession-Expires: 1800;refresher=uac\r\nRequire: timer\r\nReason: Q.850;cause=16;text=\"bye\"\r\nReplaces: a;to-tag=b;from-tag=c\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n",
        "SIP/2.0 200 OK\r\nv: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK0123456789abcdef\r\nf: <sip:a@b>;tag=1\r\nt: <sip:c@d>;tag=2\r\ni: x\r\nCSeq: 1 INVITE\r\nRecord-Route: <sip:p;lr>, <sip:q;lr>\r\nm: <sip:c@e>\r\nRSeq: 7\r\nRequire: 100rel\r\nl: 0\r\n\r\n",
        "REGISTER sip:b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKr\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: r\r\nCSeq: 2 REGISTER\r\nContact: *\r\nExpires: 0\r\nAuthorization: Digest username=\"a\", realm=\"b\", nonce=\"c\", uri=\"sip:b\", response=\"d\", qop=auth, nc=00000001, cnonce=\"e\"\r\n\r\n",
        "OPTIONS tel:+33123456789;phone-context=x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070\r\nFrom: sip:a@b;tag=1\r\nTo: sip:c@d\r\nCall-ID: o\r\nCSeq: 3 OPTIONS\r\n\r\n",
    ];

    private static readonly string[] Descriptions =
    [
        "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\na=sendonly\r\nm=audio 5000/2 RTP/SAVP 0 8 96 101\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 useinbandfec=1\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=rtcp:5001 IN IP4 192.0.2.2\r\na=rtcp-mux\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA|2^20|1:4 KDR=1\r\nm=video 0 RTP/AVP 31\r\n",
    ];

    private const string Head = "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    private static readonly string[] Uris = ["sip:alice:secret@[2001:db8::1]:5060;transport=tcp;lr?Subject=x&y=z", "sips:%41%2b@host.example", "tel:+1-201-555-0123;ext=7", "sip:2001:db8::10"];
    private static readonly string[] Vias = ["SIP / 2.0 / UDP [2001:db8::9:1]:5060 ; branch=z9hG4bKas3 ; received=[2001:db8::9:255] ; rport=7 ; ttl=3", "SIP/2.0/TCP host.example;maddr=x;extension=\"a;b\""];
    private static readonly string[] Digests = ["Digest realm=\"a, b\", nonce=\"x\\\"y\", algorithm=SHA-512-256, qop=\"auth,auth-int\", stale=true, opaque=\"\"", "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"0\", nc=00000001, cnonce=\"c\", qop=auth"];
    private static readonly string[] Multiparts = ["--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b--\r\n"];

    public static TheoryData<string> Targets => ["message", "uri", "via", "address", "digest", "multipart", "sdp", "framer", "stack"];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Nothing_throws_and_nothing_hoards(string target)
    {
        (byte[][] corpus, var run) = Setup(target);
        SeededRandom random = new(Seed ^ (ulong)target.Sum(c => c * 31));
        foreach (byte[] example in corpus)
            run([.. example]);
        long slack = 1024 * 1024;
        for (int i = 0; i < Executions; i++)
        {
            byte[] input = Mutate(corpus, random);
            byte[] kept = [.. input];
            long before = GC.GetAllocatedBytesForCurrentThread();
            long stepsBefore = ScanSteps.Steps;
            try
            {
                run(input);
            }
            catch (Exception fault)
            {
                Assert.Fail($"{target}, seed {Seed}, execution {i}: {fault}\ninput: {Convert.ToHexString(kept)}");
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long allowed = AllocationFloor + ((long)AllocationPerInputByte * kept.Length);
            slack += allowed - allocated;

            // A stack's tables grow by doubling: what counts there is the sum.
            bool within = target == "stack" ? slack >= 0 : allocated <= allowed;
            Assert.True(within, $"{target}, seed {Seed}, execution {i}: {allocated} bytes for {kept.Length}\ninput: {Convert.ToHexString(kept)}");
            long steps = ScanSteps.Steps - stepsBefore;
            Assert.True(steps <= StepsFloor + ((long)StepsPerInputByte * kept.Length), $"{target}, seed {Seed}, execution {i}: {steps} steps for {kept.Length}\ninput: {Convert.ToHexString(kept)}");
        }
    }

    /// <summary>What would cost a careless reader the square of its length: as large as it may be, and by the steps alone.</summary>
    public static TheoryData<string, string, string, int> Repetitions => new()
    {
        { "message", "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\nContact: ", "<sip:a@b>,", 6_000 },
        { "message", "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx", ";a", 30_000 },
        { "message", "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx", ";a=\"\\\"", 9_000 },
        { "message", "OPTIONS sip:a@b SIP/2.0\r\nVia: ", "\r\n ", 20_000 },
        { "message", "OPTIONS sip:a@b SIP/2.0\r\n", "m:\r\n", 15_000 },
        { "message", "", "\r\n", 32_000 },
        { "via", "SIP/2.0/UDP a", "; a = \"", 9_000 },
        { "via", "SIP/2.0/UDP", " ", 60_000 },
        { "address", "", "\"\\", 30_000 },
        { "address", "<sip:a@b>", ";a=b", 15_000 },
        { "digest", "Digest ", "nonce=\"a\",", 6_000 },
        { "digest", "Digest nonce=x,realm=\"", "\\,", 30_000 },
        { "uri", "sip:a@b", ";a", 500 },
        { "multipart", "", "--b\r\n", 13_000 },
        { "multipart", "--b\r\n", "Content-Type: text/plain\r\n", 2_400 },
        { "multipart", "", "-", 65_000 },
        { "sdp", Head + "m=audio 5000 RTP/AVP", " 8", 20_000 },
        { "sdp", Head + "m=audio 5000 RTP/AVP 8", " ", 60_000 },
        { "sdp", Head + "m=audio 5000 RTP/AVP 8\r\n", "a=rtpmap:8 PCMA/8000\r\n", 500 },
        { "sdp", Head + "m=audio 5000 RTP/AVP 8\r\n", "a=fmtp:8     x     \r\n", 500 },
        { "sdp", Head + "m=audio 5000 RTP/AVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:A", "|1:4", 10_000 },
        { "sdp", Head, "m=audio 5000 RTP/AVP 8 0 9\r\n", 2_000 },
        { "sdp", Head + "m=audio 5000 RTP/AVP 8\r\na=", ":", 60_000 },
        { "sdp", "v=0\r\n", "\n", 60_000 },
        { "framer", "", "\r\n\r\n", 16_000 },
        { "framer", "", "A b SIP/2.0\r\nl:0\r\n\r\n", 3_000 },
        { "framer", "OPTIONS sip:a@b SIP/2.0\r\n", "X: y\r\n\r", 8_000 },
    };

    [Theory]
    [MemberData(nameof(Repetitions))]
    public void Work_grows_with_the_input_and_not_with_its_square(string target, string head, string repeated, int times)
    {
        Assert.True(ScanSteps.IsOn);
        (_, var run) = Setup(target);
        foreach (int count in (ReadOnlySpan<int>)[times / 10, times])
        {
            byte[] input = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(repeated, count)));
            int length = input.Length;
            long before = ScanSteps.Steps;
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            run(input);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            Assert.InRange(ScanSteps.Steps - before, 0, StepsFloor + ((long)StepsPerInputByte * length));
            Assert.InRange(allocated, 0, AllocationFloor + ((long)AllocationPerInputByte * length));
        }
    }

    private static (byte[][] Corpus, Action<byte[]> Run) Setup(string target)
    {
        switch (target)
        {
            case "message":
                SipMessage message = new();
                return (WithTorture(Messages), bytes => ReadAll(message, bytes));
            case "uri":
                return (Bytes(Uris), bytes => _ = SipUri.TryParse(bytes, out var uri) && SipUri.TryParse(uri.ToString(), out _));
            case "via":
                return (Bytes(Vias), bytes => _ = SipViaView.TryParse(bytes, out _));
            case "address":
                return (Bytes(["\"A \\\"B\\\"\" <sip:a@b;user=phone>;tag=1;q=0.5", "sip:a@b;tag=2", "Bob < sip:c@d >;x=\"y;z\""]), ReadAddress);
            case "digest":
                return (Bytes(Digests), bytes => _ = DigestFields.TryParse(bytes, out _));
            case "multipart":
                return (Bytes(Multiparts), bytes => SipMultipart.FindPart("multipart/mixed;boundary=b"u8, bytes, "application/sdp"u8));
            case "sdp":
                return (Bytes(Descriptions), ReadSdp);
            case "framer":
                return (WithTorture(Messages), Frame);
            default:
                VirtualNetwork network = new();
                var stack = network.AddStack(5060, handler: Answerer.With(new CallScript(), call =>
                {
                    call.Ring();
                    call.Reject(486);
                }));
                return (WithTorture(Messages), bytes => Receive(network, stack, bytes));
        }
    }

    private static byte[][] Bytes(string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    private static byte[][] WithTorture(string[] texts)
    {
        return [.. Bytes(texts), .. TortureMessages.Rfc4475.Values];
    }

    private static void ReadAll(SipMessage message, byte[] bytes)
    {
        if (message.Read(bytes, bytes.Length) != SipRefusal.None)
            return;
        _ = message.FromTag;
        _ = message.ToTag;
        _ = message.Reason;
        _ = message.RetryAfterSeconds;
        _ = message.Sdp;
        _ = message.TryGetAddress(SipHeader.Contact, out _);
        _ = message.ListContains(SipHeader.Require, "timer"u8);
    }

    private static void ReadAddress(byte[] bytes)
    {
        if (SipAddressView.TryParse(bytes, out var address))
            _ = address.IsWhole(out _);
    }

    private static void ReadSdp(byte[] bytes)
    {
        if (!SdpSession.TryParse(bytes, out var session))
            return;
        SdpLocalAudio local = new() { Address = System.Net.IPAddress.Loopback, Port = 4000 };
        if (SdpNegotiation.Answer(session, local, out var answer, out _) != SdpRefusal.None)
            return;
        Assert.True(SdpSession.TryParse(answer.ToBytes(), out _));
    }

    private static void Frame(byte[] bytes)
    {
        StreamFramer framer = new();
        int at = 0;
        while (at < bytes.Length)
        {
            var free = framer.Free();
            int count = Math.Min(Math.Min(free.Length, bytes.Length - at), 700);
            bytes.AsSpan(at, count).CopyTo(free.Span);
            framer.Advance(count);
            at += count;
            for (var step = framer.Next(out _); step != FrameStep.NeedMore; step = framer.Next(out _))
            {
                if (step == FrameStep.Broken)
                    return;
            }
        }
    }

    private static void Receive(VirtualNetwork network, SipStack stack, byte[] bytes)
    {
        stack.Receive(bytes, bytes.Length, VirtualNetwork.Hop(5070));
        if (stack.Counters.LastFault is { } fault)
            throw new InvalidOperationException("The stack caught what it should never see.", fault);
        network.Messages.Clear();
        network.Log.Clear();
    }

    private static readonly byte[][] Fragments = Bytes(["\r\n", "\r\n\r\n", "%", "%00", "\"", "<", ">", ";", ",", "::", "[", "]", "@", ":", "=", "\0", "-1", "4294967296", "99999999999999999999", "SIP/2.0", " ", "\t", "\\", "Content-Length: ", "é", "()"]);

    private static byte[] Mutate(byte[][] corpus, SeededRandom random)
    {
        List<byte> bytes = [.. corpus[random.Next(corpus.Length)]];
        for (int edits = 1 + random.Next(6); edits > 0; edits--)
            Edit(bytes, corpus, random);
        if (bytes.Count > SipMessage.MaxLength)
            bytes.RemoveRange(SipMessage.MaxLength, bytes.Count - SipMessage.MaxLength);
        return [.. bytes];
    }

    private static void Edit(List<byte> bytes, byte[][] corpus, SeededRandom random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(40), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0: bytes.RemoveRange(at, length); break;
            case 1: bytes.InsertRange(at, Fragments[random.Next(Fragments.Length)]); break;
            case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 3 when bytes.Count > 0: bytes[Math.Min(at, bytes.Count - 1)] = (byte)random.Next(256); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5:
                byte[] other = corpus[random.Next(corpus.Length)];
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(200, other.Length - from)));
                break;
            case 6 when bytes.Count > 0:
                byte repeated = bytes[Math.Min(at, bytes.Count - 1)];
                bytes.InsertRange(at, Enumerable.Repeat(repeated, random.Next(300)));
                break;
            default: break;
        }
    }
}
