using System.Net;
using System.Text;
using Dialer.Sip.Stack.Sdp;
using Xunit;

namespace Dialer.Sip.Tests.Stack.Sdp;

public sealed class SdpTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";

    private static SdpSession Parse(string text)
    {
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var session, out var fault), fault.ToString());
        return session;
    }

    private static SdpLocalAudio Local(params SdpCodec[] codecs) => new()
    {
        Address = IPAddress.Loopback,
        Port = 4000,
        Codecs = codecs.Length > 0 ? codecs : [SdpCodec.Pcma, SdpCodec.Pcmu, SdpCodec.TelephoneEvent(101)],
    };

    [Fact]
    public void What_is_written_reads_back()
    {
        var offer = SdpNegotiation.Offer(Local() with
        {
            RtcpMux = true,
            Crypto = [new SdpCrypto(1, "AES_CM_128_HMAC_SHA1_80", "inline:AAAA")],
            Direction = SdpDirection.SendOnly,
        });
        var back = Parse(offer.ToString());
        Assert.Equal(offer.ToString(), back.ToString());
    }

    [Theory]
    [InlineData("m=audio 5000 RTP/AVP 0 8\r\n", "PCMU", 0, -1)]
    [InlineData("m=audio 5000 RTP/AVP 18 8\r\n", "PCMA", 8, -1)]
    [InlineData("m=audio 5000 RTP/AVP 96 97\r\na=rtpmap:96 PCMA/8000\r\na=rtpmap:97 telephone-event/8000\r\n", "PCMA", 96, 97)]
    [InlineData("m=audio 5000 RTP/AVP 8 100\r\na=rtpmap:100 telephone-event/16000\r\n", "PCMA", 8, -1)]
    [InlineData("m=video 6000 RTP/AVP 31\r\nm=audio 5000 RTP/AVP 8\r\n", "PCMA", 8, -1)]
    [InlineData("m=audio 0 RTP/AVP 0\r\nm=audio 5000 RTP/AVP 8\r\n", "PCMA", 8, -1)]
    public void An_answer_takes_the_first_common_codec_of_the_offer(string media, string codec, int payloadType, int events)
    {
        var offer = Parse(Head + media);
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Answer(offer, Local(), out var answer, out var agreed));
        Assert.Equal(codec, agreed!.SendCodec.Name);
        Assert.Equal(payloadType, agreed.SendCodec.PayloadType);
        Assert.Equal(payloadType, agreed.ReceivePayloadType);
        Assert.Equal(events, agreed.ReceiveTelephoneEventType);
        Assert.Equal(offer.Media.Count, answer.Media.Count);
        Assert.Equal(1, answer.Media.Count(m => m.Port != 0));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5000), agreed.RemoteRtp);
        Assert.Equal(5001, agreed.RemoteRtcp.Port);
    }

    [Theory]
    [InlineData("m=audio 5000 RTP/AVP 18\r\n", SdpRefusal.NoCommonCodec)]
    [InlineData("m=video 5000 RTP/AVP 31\r\n", SdpRefusal.NoAudio)]
    [InlineData("m=audio 0 RTP/AVP 8\r\n", SdpRefusal.NoAudio)]
    [InlineData("m=audio 5000 UDP/TLS/RTP/SAVPF 8\r\n", SdpRefusal.UnsupportedTransport)]
    [InlineData("m=audio 5000 RTP/SAVP 8\r\n", SdpRefusal.NoCommonCrypto)]
    [InlineData("m=audio 5000 RTP/AVP 8\r\nc=IN IP4 media.example.com\r\n", SdpRefusal.NoUsableAddress)]
    [InlineData("m=audio 5000 RTP/AVP 8\r\nc=IN IP4 224.2.1.1/127\r\n", SdpRefusal.NoUsableAddress)]
    [InlineData("m=audio 5000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n", SdpRefusal.NoCommonCodec)]
    public void An_offer_that_cannot_be_met_is_refused_by_name(string media, SdpRefusal expected) =>
        Assert.Equal(expected, SdpNegotiation.Answer(Parse(Head + media), Local(), out _, out _));

    [Theory]
    [InlineData("", SdpDirection.SendReceive, SdpDirection.SendReceive)]
    [InlineData("a=sendonly\r\n", SdpDirection.SendReceive, SdpDirection.ReceiveOnly)]
    [InlineData("a=recvonly\r\n", SdpDirection.SendReceive, SdpDirection.SendOnly)]
    [InlineData("a=inactive\r\n", SdpDirection.SendReceive, SdpDirection.Inactive)]
    [InlineData("a=sendrecv\r\n", SdpDirection.SendOnly, SdpDirection.SendOnly)]
    [InlineData("a=sendonly\r\n", SdpDirection.SendOnly, SdpDirection.Inactive)]
    [InlineData("c=IN IP4 0.0.0.0\r\n", SdpDirection.SendReceive, SdpDirection.ReceiveOnly)]
    public void The_direction_is_what_both_want(string attributes, SdpDirection ours, SdpDirection expected)
    {
        var offer = Parse(Head + "m=audio 5000 RTP/AVP 8\r\n" + attributes);
        SdpNegotiation.Answer(offer, Local() with { Direction = ours }, out var answer, out var agreed);
        Assert.Equal(expected, agreed!.Direction);
        Assert.Equal(expected, answer.DirectionOf(answer.Media[0]));
    }

    [Fact]
    public void Each_side_sends_with_the_payload_type_that_the_other_named()
    {
        var caller = Local(SdpCodec.Pcma with { PayloadType = 96 }, SdpCodec.TelephoneEvent(98));
        var answer = Parse(Head + "m=audio 7000 RTP/AVP 97 99\r\na=rtpmap:97 PCMA/8000\r\na=rtpmap:99 telephone-event/8000\r\n");
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Accept(answer, caller, out var agreed));
        Assert.Equal(97, agreed!.SendCodec.PayloadType);
        Assert.Equal(96, agreed.ReceivePayloadType);
        Assert.Equal(99, agreed.SendTelephoneEvent!.PayloadType);
        Assert.Equal(98, agreed.ReceiveTelephoneEventType);
    }

    [Fact]
    public void Keys_are_agreed_on_and_keep_the_tag_of_the_offer()
    {
        var local = Local() with { Crypto = [new SdpCrypto(1, "AES_CM_128_HMAC_SHA1_80", "inline:OURS")], RequireCrypto = true };
        var offer = Parse(Head + "m=audio 5000 RTP/SAVP 8\r\na=crypto:1 AEAD_AES_256_GCM inline:X\r\na=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:THEIRS|2^20\r\n");
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Answer(offer, local, out var answer, out var agreed));
        Assert.Equal("inline:THEIRS|2^20", agreed!.RemoteCrypto!.KeyParams);
        Assert.Equal(new SdpCrypto(7, "AES_CM_128_HMAC_SHA1_80", "inline:OURS"), Assert.Single(answer.Media[0].Crypto));
        Assert.Equal("RTP/SAVP", answer.Media[0].Protocol);
    }

    [Theory]
    [InlineData("a=rtcp:5555\r\n", "192.0.2.1:5555")]
    [InlineData("a=rtcp:5555 IN IP4 192.0.2.9\r\n", "192.0.2.9:5555")]
    [InlineData("a=rtcp-mux\r\n", "192.0.2.1:5000")]
    public void Rtcp_goes_where_the_offer_says(string attribute, string expected)
    {
        SdpNegotiation.Answer(Parse(Head + "m=audio 5000 RTP/AVP 8\r\n" + attribute), Local() with { RtcpMux = true }, out _, out var agreed);
        Assert.Equal(IPEndPoint.Parse(expected), agreed!.RemoteRtcp);
    }

    [Fact]
    public void IPv6_is_spoken()
    {
        var offer = Parse("v=0\r\no=- 1 1 IN IP6 2001:db8::1\r\ns=\r\nc=IN IP6 2001:db8::1\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\n");
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Answer(offer, Local() with { Address = IPAddress.IPv6Loopback }, out var answer, out var agreed));
        Assert.Equal(IPAddress.Parse("2001:db8::1"), agreed!.RemoteRtp.Address);
        Assert.Contains("c=IN IP6 ::1", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", SdpFault.Empty)]
    [InlineData("\r\n\r\n", SdpFault.Empty)]
    [InlineData("v=1\r\n", SdpFault.BadVersion)]
    [InlineData("hello\r\n", SdpFault.BadLine)]
    [InlineData("v=0\r\no=- x 1 IN IP4 192.0.2.1\r\n", SdpFault.BadOrigin)]
    [InlineData("v=0\r\no=-\r\n", SdpFault.BadOrigin)]
    [InlineData("v=0\r\nc=IN\r\n", SdpFault.BadConnection)]
    [InlineData("v=0\r\nc=IN IP5 1.2.3.4\r\n", SdpFault.BadConnection)]
    [InlineData("v=0\r\nm=audio\r\n", SdpFault.BadMedia)]
    [InlineData("v=0\r\nm=audio 99999 RTP/AVP 0\r\n", SdpFault.BadMedia)]
    [InlineData("v=0\r\nm=audio -1 RTP/AVP 0\r\n", SdpFault.BadMedia)]
    [InlineData("v=0\r\nm=audio 4000 RTP/AVP\r\n", SdpFault.BadMedia)]
    [InlineData("v=0\r\nm=audio 4000 RTP/AVP 0\r\n", SdpFault.ConnectionMissing)]
    public void A_broken_description_is_refused_by_name(string text, SdpFault expected)
    {
        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Limits_hold()
    {
        string lines = string.Concat(Enumerable.Repeat("a=x\r\n", SdpSession.MaxLines + 1));
        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes("v=0\r\n" + lines), out _, out var fault));
        Assert.Equal(SdpFault.TooManyLines, fault);
        string media = string.Concat(Enumerable.Repeat("m=audio 0 RTP/AVP 0\r\n", SdpSession.MaxMedia + 1));
        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes("v=0\r\n" + media), out _, out fault));
        Assert.Equal(SdpFault.TooManyMedia, fault);
        string formats = "m=audio 0 RTP/AVP" + string.Concat(Enumerable.Repeat(" 0", SdpSession.MaxFormats + 1)) + "\r\n";
        Assert.False(SdpSession.TryParse(Encoding.UTF8.GetBytes("v=0\r\n" + formats), out _, out fault));
        Assert.Equal(SdpFault.TooManyFormats, fault);
    }

    [Fact]
    public void A_payload_type_that_is_mapped_twice_keeps_its_first_meaning()
    {
        var session = Parse(Head + "m=audio 4000 RTP/AVP 96 96\r\na=rtpmap:96 PCMA/8000\r\na=rtpmap:96 PCMU/8000\r\n");
        Assert.Equal("PCMA", Assert.Single(session.Media[0].Codecs).Name);
    }
}
