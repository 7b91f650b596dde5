using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Audio;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Tests.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>What the line speaks in media: codecs, encryption, recording, supervisors; over real sockets.</summary>
public sealed class LineMediaTests : IDisposable
{
    private static readonly Instant T = Instant.Epoch;
    private static readonly CallMedia G711 = CallMedia.Default;
    private static readonly CallMedia Wide = new() { Codecs = [AudioCodec.G722, AudioCodec.Pcma] };
    private static readonly CallMedia WithOpus = new() { Codecs = [AudioCodec.Opus, AudioCodec.Pcma] };
    private readonly string _folder = Directory.CreateTempSubdirectory("line-media").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CallMedia Secure(MediaSecurity security, params SrtpSuite[] suites) =>
        new() { Srtp = security, Suites = suites.Length > 0 ? suites : G711.Suites };

    private static FarEnd Answers(double toneHz = 0, CallMedia? media = null, bool tls = false) => new(
        (call, _) =>
        {
            if (call.Offer is null)
            {
                call.Sip.Reject(488);
                return;
            }
            call.Sip.Ring();
            call.Answer(toneHz);
        },
        media: media,
        change: options => tls ? options with { TlsPort = 0, Tls = new SipTlsOptions { ServerCertificate = StreamClient.Certificate, TrustedRoots = [StreamClient.Certificate] } } : options);

    private static Dictionary<AgentId, AgentPhone> PhoneAt(FarEnd phone, CallMedia? media = null) => new() { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{phone.Port}", null, media) };

    private static async Task<CallId> BridgedAsync(LineBench bench, CallId agent)
    {
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: true));
        await bench.SignalAsync(EngineInputKind.LegsBridged, call);
        return call;
    }

    // ---- Encryption ----

    [Theory]
    [InlineData(MediaSecurity.Off, MediaSecurity.Off, false)]
    [InlineData(MediaSecurity.Off, MediaSecurity.Preferred, false)]
    [InlineData(MediaSecurity.Preferred, MediaSecurity.Off, false)]
    [InlineData(MediaSecurity.Preferred, MediaSecurity.Preferred, true)]
    [InlineData(MediaSecurity.Required, MediaSecurity.Preferred, true)]
    [InlineData(MediaSecurity.Preferred, MediaSecurity.Required, true)]
    [InlineData(MediaSecurity.Required, MediaSecurity.Required, true)]
    public async Task Audio_is_encrypted_where_both_ends_can(MediaSecurity ours, MediaSecurity theirs, bool encrypted)
    {
        TestedLine.Needs(ours == MediaSecurity.Off ? null : "srtp");
        using var carrier = Answers(440, Secure(theirs));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = Secure(ours) }]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        Assert.Equal(encrypted, customer.Offer!.Remote.Srtp is not null);
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: true));
        await LineBench.UntilAsync(() => customer.Ear.Heard(1000) > 20, "nothing is heard");
        Assert.Equal(0, customer.Leg!.GetStatistics().SrtpRefused);
    }

    [Theory]
    [InlineData(MediaSecurity.Required, MediaSecurity.Off)]
    [InlineData(MediaSecurity.Off, MediaSecurity.Required)]
    public async Task A_call_that_may_not_be_in_the_clear_is_not_made(MediaSecurity ours, MediaSecurity theirs)
    {
        TestedLine.Needs(ours == MediaSecurity.Off ? null : "srtp");
        using var carrier = Answers(440, Secure(theirs));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = Secure(ours) }]);
        var call = bench.Place();
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal(488, ended.SipStatus);
        var caller = carrier.CallIn(bench.Line.SipEndPoint, "33199999999");
        Assert.Equal("Refused 488", await caller.Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32)]
    [InlineData(SrtpSuite.AeadAes128Gcm)]
    [InlineData(SrtpSuite.AeadAes256Gcm)]
    public async Task Each_suite_bridges_to_a_plain_phone_and_survives_hold_by_the_far_end(SrtpSuite suite)
    {
        TestedLine.Needs("srtp");
        using FarEnd carrier = Answers(440, Secure(MediaSecurity.Required, suite)), phones = Answers(700);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = Secure(MediaSecurity.Required) }], PhoneAt(phones, G711));
        await BridgedAsync(bench, await bench.AgentUpAsync(0));
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 20 && desk.Ear.Heard(440) > 20, "the tones never crossed");

        // A re-offer with the same keys: the packet index goes on on both sides.
        customer.Sip.ReInvite(customer.Sdp.Offer(customer.Leg!));
        int at = desk.Ear.Heard(440), back = customer.Ear.Heard(700);
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > back + 50 && desk.Ear.Heard(440) > at + 50, "the tones ended with the re-offer");
        Assert.Equal(0, customer.Leg!.GetStatistics().SrtpRefused);
    }

    [Fact]
    public async Task Keys_and_audio_of_both_legs_travel_encrypted_over_TLS_and_SRTP()
    {
        TestedLine.Needs("srtp");
        var secure = Secure(MediaSecurity.Required);
        using FarEnd carrier = Answers(440, secure, tls: true), phones = Answers(700, secure, tls: true);
        var phone = new AgentPhone($"sip:agent@127.0.0.1:{phones.Endpoint.TlsEndPoint!.Port};transport=tls", null, secure);
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, carrier.Endpoint.TlsEndPoint!.Port) with { Transport = TrunkTransport.Tls, Media = secure }],
            new Dictionary<AgentId, AgentPhone> { [new(0)] = phone },
            options => options with { TlsPort = 0, Tls = new SipTlsOptions { ServerCertificate = StreamClient.Certificate, TrustedRoots = [StreamClient.Certificate] } });
        CallId agent = await bench.AgentUpAsync(0), call = await BridgedAsync(bench, agent);
        foreach (string invite in (string[])[carrier.Invites.Single(), phones.Invites.Single()])
        {
            Assert.Contains("Via: SIP/2.0/TLS", invite, StringComparison.Ordinal);
            Assert.Contains("a=crypto:", invite, StringComparison.Ordinal);
        }
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 20 && desk.Ear.Heard(440) > 20, "the tones never crossed");
        Assert.NotNull(customer.Leg!.Remote!.Srtp);
        Assert.NotNull(desk.Leg!.Remote!.Srtp);
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        Assert.Equal("RemoteBye", await customer.Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_inbound_call_is_answered_encrypted()
    {
        TestedLine.Needs("srtp");
        using var carrier = Answers(0, Secure(MediaSecurity.Required, SrtpSuite.AeadAes128Gcm));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = Secure(MediaSecurity.Preferred) }]);
        var caller = carrier.CallIn(bench.Line.SipEndPoint, "33199999999");
        var inbound = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        bench.Line.Carry(EngineOutput.AnswerCall(T, inbound.Call));
        bench.Line.Carry(EngineOutput.Play(T, inbound.Call, "tone1000", loop: true));
        await caller.Up.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken);
        await LineBench.UntilAsync(() => caller.Ear.Heard(1000) > 20, "no prompt");
        Assert.Equal(SrtpSuite.AeadAes128Gcm, caller.Leg!.Remote!.Srtp!.Suite);
    }

    // ---- Keys ----

    [Theory]
    [InlineData('1')]
    [InlineData('9')]
    [InlineData('#')]
    public async Task A_key_in_the_audio_is_heard_while_something_is_played_where_the_trunk_has_no_events(char key)
    {
        using FarEnd carrier = new((call, _) =>
        {
            call.OpenLeg();
            string answer = Encoding.ASCII.GetString(call.Sdp.Answer(call.Leg!, call.Offer!));

            // The format ends its line: 101 may begin a port as well.
            var lines = answer.Split("\r\n").Where(line => !line.Contains(":101 ", StringComparison.Ordinal)).Select(line => line.StartsWith("m=", StringComparison.Ordinal) && line.EndsWith(" 101", StringComparison.Ordinal) ? line[..^4] : line);
            call.Sip.Answer(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var person = carrier.Calls.Single();
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: true));
        await LineBench.UntilAsync(() => person.Ear.Heard(1000) > 5, "the announcement is not heard");
        int at = "123456789*0#".IndexOf(key, StringComparison.Ordinal);
        double[] rows = [697, 770, 852, 941], columns = [1209, 1336, 1477];
        person.Leg!.Play(Tones.Build("key", [new(rows[at / 3], columns[at % 3], 200), new(0, 0, 100)]), loop: true);
        await bench.SignalAsync(signal => signal.Kind == EngineInputKind.DigitPressed && signal.Digit == key, $"the key {key}");
    }

    // ---- Codecs ----

    [Fact]
    public async Task A_wide_band_phone_and_a_narrow_band_trunk_hear_each_other()
    {
        TestedLine.Needs("codecs");
        using FarEnd carrier = Answers(440), phones = Answers(700, Wide);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones, Wide));
        await BridgedAsync(bench, await bench.AgentUpAsync(0));
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        Assert.Equal((AudioCodec.Pcma, AudioCodec.G722), (customer.Offer!.Remote.Codec, desk.Offer!.Remote.Codec));
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 20 && desk.Ear.Heard(440) > 20, "the tones never crossed");
        Assert.True(desk.Ear.Heard(880) + desk.Ear.Heard(1175) > 0, "no zip tone reached the agent");
    }

    [Fact]
    public async Task The_codecs_are_offered_in_the_order_of_the_configuration()
    {
        TestedLine.Needs("codecs");
        using var carrier = Answers();
        CallMedia media = new() { Codecs = [AudioCodec.Pcmu, AudioCodec.G722, AudioCodec.Opus], RtcpMux = true };
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = media }]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        string invite = carrier.Invites.Single();
        Assert.Contains(" RTP/AVP 0 9 111 101\r\n", invite, StringComparison.Ordinal);
        Assert.Contains("a=rtcp-mux", invite, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opus_passes_between_two_calls_that_both_have_it_and_only_while_they_are_bridged()
    {
        TestedLine.Needs("codecs");
        using FarEnd carrier = Answers(0, WithOpus), phones = Answers(0, WithOpus);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = WithOpus }], PhoneAt(phones, WithOpus));
        var agent = await bench.AgentUpAsync(0);
        var call = await BridgedAsync(bench, agent);
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        await LineBench.UntilAsync(() => PrefersOpus(customer) && PrefersOpus(desk), "nobody was asked for Opus");

        // Nobody here can make Opus, and nobody needs to: the bytes of a packet are what must arrive.
        Assert.NotNull(customer.LastOffer!.Remote.RelayPayloadType);
        long before = desk.Leg!.GetStatistics().PacketsReceived;
        byte[] opus = [0xFC, 1, 2, 3, 4, 5];
        for (int i = 0; i < 20; i++)
            customer.Leg!.Core.Reactor.PostAlways(() => SendOpus(customer.Leg.Core, opus));
        await LineBench.UntilAsync(() => desk.Leg.GetStatistics().PacketsReceived >= before + 20, "the Opus packets were not relayed");
        Assert.Equal(0, desk.Leg.GetStatistics().WrongPayloadType);

        bench.Line.Carry(EngineOutput.UnbridgeLegs(T, call, agent));
        await LineBench.UntilAsync(() => !PrefersOpus(customer) && !PrefersOpus(desk), "nobody was asked to go back");
    }

    private static void SendOpus(LegCore leg, byte[] payload)
    {
        byte[] buffer = new byte[MediaReactor.PacketBufferBytes];
        payload.CopyTo(buffer, MediaReactor.Headroom);
        _opusTimestamp += 960;
        leg.Relay(new RelayFrame(9, _opusSequence++, _opusTimestamp, false, PayloadKind.Audio, AudioCodec.Opus), buffer, MediaReactor.Headroom, payload.Length);
    }

    private static ushort _opusSequence;
    private static uint _opusTimestamp;

    private static bool PrefersOpus(FarCall far) =>
        far.LastOffer is { } offer && offer.Session.Media[0].Codecs[0].Name.Equals("opus", StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task Without_Opus_at_both_ends_nobody_is_asked_again()
    {
        TestedLine.Needs("codecs");
        using FarEnd carrier = Answers(440), phones = Answers(700, WithOpus);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = WithOpus }], PhoneAt(phones, WithOpus));
        await BridgedAsync(bench, await bench.AgentUpAsync(0));
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 20 && desk.Ear.Heard(440) > 20, "the tones never crossed");
        Assert.Equal(0, customer.OffersSeen + desk.OffersSeen);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    public async Task Packets_have_the_length_that_the_far_end_asks_for(int ptimeMs)
    {
        using FarEnd carrier = new((call, _) =>
        {
            call.OpenLeg();
            string answer = Encoding.ASCII.GetString(call.Sdp.Answer(call.Leg!, call.Offer!));
            call.Sip.Answer(Encoding.ASCII.GetBytes(answer.Replace("a=ptime:20", $"a=ptime:{ptimeMs}", StringComparison.Ordinal)));
        });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: true));
        var customer = carrier.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Heard(1000) > 50, "the tone is broken");
        var heard = customer.Leg!.GetStatistics();
        Assert.Equal(12 + (ptimeMs * 8), heard.BytesReceived / heard.PacketsReceived);
    }

    [Fact]
    public async Task Rtp_and_reports_share_a_port_where_both_ends_offer_it()
    {
        TestedLine.Needs("rtcpMux");
        using var carrier = Answers(440, new CallMedia { RtcpMux = true });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Media = new CallMedia { RtcpMux = true } }]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        var customer = carrier.Calls.Single();
        Assert.True(customer.Leg!.Remote!.RtcpMux);
        Assert.Equal(customer.Leg.Remote.Rtp, customer.Leg.Remote.Rtcp);
        await LineBench.UntilAsync(() => customer.Leg.GetStatistics().RtcpReceived > 0, "no report");
    }

    [Fact]
    public async Task A_200_without_a_session_keeps_that_of_its_early_dialog()
    {
        using FarEnd carrier = new((call, _) =>
        {
            call.OpenLeg();
            call.Sip.Progress(call.Sdp.Answer(call.Leg!, call.Offer!));
        });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallRinging, call);
        var customer = carrier.Calls.Single();
        customer.Leg!.Play(FarCall.Tone(440), loop: true);
        await LineBench.UntilAsync(() => customer.Ear.Frames > 10, "early media is not kept up");
        customer.Sip.Answer(ReadOnlyMemory<byte>.Empty);
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: true));
        await LineBench.UntilAsync(() => customer.Ear.Heard(1000) > 20, "the answering dialog's media was lost");
    }

    [Fact]
    public async Task Of_two_early_dialogs_the_newer_is_played_to_and_the_one_that_answers_in_the_end()
    {
        using var carrier = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using UdpClient first = new(new IPEndPoint(IPAddress.Loopback, 0)), second = new(new IPEndPoint(IPAddress.Loopback, 0));
        var invited = InviteAsync(carrier);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, ((IPEndPoint)carrier.Client.LocalEndPoint!).Port)]);
        var call = bench.Place();
        (string invite, var line) = await invited;

        void Send(string status, string tag, UdpClient? media) => carrier.Send(Encoding.ASCII.GetBytes(Response(invite, status, tag, carrier, media)), line);

        Send("183 Session Progress", "one", first);
        await PacketAsync(first);
        Send("183 Session Progress", "two", second);
        await PacketAsync(second);

        // The 200 names no media: that of its own dialog counts, and not the newest.
        Drain(first);
        Send("200 OK", "one", null);
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        await PacketAsync(first);
    }

    /// <summary>The first INVITE; until then each OPTIONS is answered, as a carrier that lives does.</summary>
    private static async Task<(string Invite, IPEndPoint From)> InviteAsync(UdpClient carrier)
    {
        using var patience = new CancellationTokenSource(LineBench.Patience);
        while (true)
        {
            var received = await carrier.ReceiveAsync(patience.Token);
            string text = Encoding.ASCII.GetString(received.Buffer);
            if (text.StartsWith("INVITE", StringComparison.Ordinal))
                return (text, received.RemoteEndPoint);
            carrier.Send(Encoding.ASCII.GetBytes(Response(text, "200 OK", "alive", carrier, null)), received.RemoteEndPoint);
        }
    }

    private static async Task PacketAsync(UdpClient media)
    {
        using var patience = new CancellationTokenSource(LineBench.Patience);
        await media.ReceiveAsync(patience.Token);
    }

    private static void Drain(UdpClient media)
    {
        IPEndPoint? from = null;
        while (media.Available > 0)
            media.Receive(ref from);
    }

    private static string Response(string invite, string status, string tag, UdpClient carrier, UdpClient? media)
    {
        string[] copied = ["Via:", "From:", "Call-ID:", "CSeq:"];
        string headers = string.Concat(invite.Split("\r\n").Where(line => copied.Any(name => line.StartsWith(name, StringComparison.Ordinal))).Select(line => line + "\r\n"));
        string to = invite.Split("\r\n").First(line => line.StartsWith("To:", StringComparison.Ordinal));
        string body = media is null ? "" : $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)media.Client.LocalEndPoint!).Port} RTP/AVP 8\r\n";
        string type = body.Length > 0 ? "Content-Type: application/sdp\r\n" : "";
        return $"SIP/2.0 {status}\r\n{headers}{to};tag={tag}\r\nContact: <sip:x@{carrier.Client.LocalEndPoint}>\r\n{type}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    [Fact]
    public async Task The_line_speaks_over_IPv6()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Skip("This machine has no IPv6.");
        using var six = new FarEnd((call, _) => call.Answer(440), address: IPAddress.IPv6Loopback);
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, six.Port) with { Address = "::1" }], change: options => options with { BindAddress = IPAddress.IPv6Loopback });
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: true));
        await LineBench.UntilAsync(() => six.Calls.Single().Ear.Heard(1000) > 20, "nothing is heard");
    }

    // ---- Recording ----

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_of_a_recorded_campaign_is_in_a_file_and_hold_is_not(bool announced)
    {
        using FarEnd carrier = Answers(440), phones = Answers(700);
        var rule = new RecordingRule(Path.Combine(_folder, "renewals"), announced ? "tone1000" : null);
        string path;
        int noticeHeard;
        await using (var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones),
            options => options with { Recording = new Dictionary<CampaignId, RecordingRule> { [LineBench.Campaign] = rule } }))
        {
            var agent = await bench.AgentUpAsync(0);
            var call = await BridgedAsync(bench, agent);
            await LineBench.UntilAsync(() => Directory.Exists(_folder) && Directory.EnumerateFiles(_folder, "*.wav", SearchOption.AllDirectories).Any(), "no file");
            path = Directory.EnumerateFiles(_folder, "*.wav", SearchOption.AllDirectories).Single();
            FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
            await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 60 && desk.Ear.Heard(440) > 60, "the tones never crossed");
            noticeHeard = Math.Min(Mixed(customer), Mixed(desk));
            bench.Line.Carry(EngineOutput.UnbridgeLegs(T, call, agent));
            bench.Line.Carry(EngineOutput.Play(T, call, "music", loop: true));
            int at = desk.Ear.Frames;
            await LineBench.UntilAsync(() => desk.Ear.Frames > at + 50, "hold");
            bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: false));
            at = desk.Ear.Heard(440);
            await LineBench.UntilAsync(() => desk.Ear.Heard(440) > at + 50, "retrieve");
            bench.Line.Carry(EngineOutput.HangUp(T, call));
            await bench.SignalAsync(EngineInputKind.CallEnded, call);
        }
        Assert.Equal(announced, noticeHeard > 5);
        Assert.StartsWith(Path.Combine(_folder, "renewals"), path, StringComparison.Ordinal);
        Assert.Contains("attempt", Path.GetFileName(path), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_folder, "*.wav", SearchOption.AllDirectories));
        short[] person = SoundFile.Read(path, out _, 0)!.Narrow, agentSide = SoundFile.Read(path, out _, 1)!.Narrow;
        Assert.True(Blocks(person, 440) > 10 && Blocks(agentSide, 700) > 10, "a party is missing");
        Assert.Equal(0, Blocks(person, 700) + Blocks(agentSide, 440));
        Assert.Contains(person[8_000..].Chunk(800), block => block.All(sample => sample == 0));
    }

    [Fact]
    public async Task A_callers_conversation_is_recorded_by_the_rule_of_its_queue_and_another_queues_is_not()
    {
        using FarEnd carrier = Answers(440), phones = Answers(700);
        var rule = new RecordingRule(Path.Combine(_folder, "queues", "sales"), "tone1000");
        await using (var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones),
            options => options with { QueueRecording = new Dictionary<QueueId, RecordingRule> { [new(7)] = rule } }))
        {
            var agent = await bench.AgentUpAsync(0);
            var unrecorded = await SpeakAsync(bench, carrier, new QueueId(8), agent, phones);
            unrecorded.Sip.HangUp();
            await bench.SignalAsync(s => s.Kind == EngineInputKind.CallEnded, "CallEnded");
            bench.ForgetSignals();
            var caller = await SpeakAsync(bench, carrier, new QueueId(7), agent, phones);
            Assert.True(Math.Min(Mixed(caller), Mixed(phones.Calls.Single())) > 5, "the notice was not heard by both");
        }
        string path = Directory.EnumerateFiles(_folder, "*.wav", SearchOption.AllDirectories).Single();
        Assert.StartsWith(rule.Folder, path, StringComparison.Ordinal);
        Assert.Contains("-call", Path.GetFileName(path), StringComparison.Ordinal);
        short[] person = SoundFile.Read(path, out _, 0)!.Narrow, agentSide = SoundFile.Read(path, out _, 1)!.Narrow;
        Assert.True(Blocks(person, 440) > 10 && Blocks(agentSide, 700) > 10, "a party is missing");
    }

    private static async Task<FarCall> SpeakAsync(LineBench bench, FarEnd carrier, QueueId queue, CallId agent, FarEnd phones)
    {
        FarCall caller = carrier.CallIn(bench.Line.SipEndPoint, "33199999999"), desk = phones.Calls.Single();
        var inbound = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        bench.Line.Carry(EngineOutput.AnswerCall(T, inbound.Call));
        await caller.Up.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken);
        caller.Leg!.Play(FarCall.Tone(440), loop: true);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, inbound.Call, agent, new(0), zipTone: true, queue));
        int at = desk.Ear.Heard(440);
        await LineBench.UntilAsync(() => caller.Ear.Heard(700) > 60 && desk.Ear.Heard(440) > at + 60, "the tones never crossed");
        return caller;
    }

    // Frames in which no one tone stands out: the party's and the notice's together.
    private static int Mixed(FarCall far) => far.Ear.Loud - ToneEar.Known.Sum(far.Ear.Heard);

    private static int Blocks(short[] samples, double hz)
    {
        int blocks = 0;
        for (int i = 0; i + 800 <= samples.Length; i += 800)
            if (Goertzel.Share(samples.AsSpan(i, 800), hz) > 0.8)
                blocks++;
        return blocks;
    }

    [Fact]
    public async Task A_disk_that_refuses_costs_the_recording_and_not_the_call()
    {
        using FarEnd carrier = Answers(440), phones = Answers(700);
        string blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "no folder");
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones),
            options => options with { Recording = new Dictionary<CampaignId, RecordingRule> { [LineBench.Campaign] = new(blocked, null) } });
        await BridgedAsync(bench, await bench.AgentUpAsync(0));
        await LineBench.UntilAsync(() => carrier.Calls.Single().Ear.Heard(700) > 50 && phones.Calls.Single().Ear.Heard(440) > 50, "the call did not go on");
    }

    // ---- Transfer ----

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transfer_is_declined_whoever_asks_and_the_conversation_goes_on(bool byTheAgent)
    {
        using FarEnd carrier = Answers(440), phones = Answers(700);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones));
        await BridgedAsync(bench, await bench.AgentUpAsync(0));
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        var asks = byTheAgent ? desk : customer;
        asks.Sip.Refer(SipUri.ToUser("+33188888888", carrier.Endpoint.LocalEndPoint));
        Assert.Equal(603, await asks.Referred.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
        int at = desk.Ear.Heard(440), back = customer.Ear.Heard(700);
        await LineBench.UntilAsync(() => desk.Ear.Heard(440) > at + 20 && customer.Ear.Heard(700) > back + 20, "the conversation ended");
        Assert.Single(carrier.Invites);
    }

    // ---- Quality ----

    [Fact]
    public async Task The_quality_of_a_short_call_too_is_told_once_before_its_end()
    {
        using var carrier = Answers(440);
        var measured = new System.Collections.Concurrent.ConcurrentQueue<(CallQuality Quality, bool IsOver)>();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        bench.Line.QualityMeasured = quality => measured.Enqueue((quality, bench.Signals.Any(s => s.Kind == EngineInputKind.CallEnded && s.Call == quality.Call)));
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);

        // A call of some packets: shorter than any housekeeping.
        await LineBench.UntilAsync(() => carrier.Calls.Single().Ear.Frames > 5, "nothing is heard");
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        await bench.SignalAsync(EngineInputKind.CallEnded, call);
        (var heard, bool isOver) = Assert.Single(measured);
        Assert.Equal((call, false), (heard.Call, isOver));
        Assert.True(heard.PacketsReceived > 0);
        Assert.InRange(heard.LossShare, 0, 0.5);
        Assert.InRange(heard.Mos, 2, 4.5);
    }

    // ---- Supervisors ----

    [Fact]
    public async Task A_supervisor_listens_whispers_joins_and_leaves()
    {
        using FarEnd carrier = Answers(440), phones = Answers(700), office = Answers(1300);
        var supervisors = new Dictionary<string, AgentPhone> { ["eve"] = new AgentPhone($"sip:eve@127.0.0.1:{office.Port}") };
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones), options => options with { Supervisors = supervisors });
        var agent = await bench.AgentUpAsync(0);
        var call = await BridgedAsync(bench, agent);
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 20 && desk.Ear.Heard(440) > 20, "the tones never crossed");

        bench.Line.Supervise(new(0), "eve", SupervisionMode.Listen);
        await LineBench.UntilAsync(() => !office.Calls.IsEmpty && Mixed(office.Calls.Single()) > 20, "the supervisor does not hear both");
        var eve = office.Calls.Single();
        Assert.Equal(0, Mixed(customer));

        bench.Line.Supervise(new(0), "eve", SupervisionMode.Whisper);
        await LineBench.UntilAsync(() => Mixed(desk) > 20, "the agent does not hear the supervisor");
        int at = customer.Ear.Heard(700);
        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > at + 30, "the customer lost the agent");

        bench.Line.Supervise(new(0), "eve", SupervisionMode.Join);
        int alone = Mixed(customer);
        await LineBench.UntilAsync(() => Mixed(customer) > alone + 20, "the customer does not hear the supervisor");

        // The next conversation of the agent goes through the mix from its first word.
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        await bench.SignalAsync(EngineInputKind.CallEnded, call);
        await BridgedAsync(bench, agent);
        var second = carrier.Calls.Last();
        await LineBench.UntilAsync(() => Mixed(second) > 20, "the second customer does not hear both");

        eve.Sip.Bye();
        at = second.Ear.Heard(700);
        int desked = desk.Ear.Heard(440);
        await LineBench.UntilAsync(() => second.Ear.Heard(700) > at + 50 && desk.Ear.Heard(440) > desked + 50, "the conversation did not go on without the supervisor");
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.AgentLegDown);
    }

    [Fact]
    public async Task A_supervisor_who_is_not_reached_changes_nothing()
    {
        using FarEnd carrier = Answers(440), phones = Answers(700), office = new((call, _) => call.Sip.Reject(486));
        var supervisors = new Dictionary<string, AgentPhone> { ["eve"] = new AgentPhone($"sip:eve@127.0.0.1:{office.Port}") };
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones), options => options with { Supervisors = supervisors });
        var agent = await bench.AgentUpAsync(0);
        bench.Line.Supervise(new(0), "eve", SupervisionMode.Join);
        await LineBench.UntilAsync(() => TestedLine.Open(bench.Line).Calls == 1 && !office.Calls.IsEmpty, "the supervisor's call is still there");
        await BridgedAsync(bench, agent);
        await LineBench.UntilAsync(() => carrier.Calls.Single().Ear.Heard(700) > 20 && phones.Calls.Single().Ear.Heard(440) > 20, "the tones never crossed");
        Assert.Throws<ArgumentException>(() => bench.Line.Supervise(new(0), "mallory", SupervisionMode.Listen));
    }
}
