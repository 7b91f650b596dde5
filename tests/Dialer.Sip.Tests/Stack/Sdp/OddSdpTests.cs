using System.Net;
using System.Text;
using Dialer.Sip.Stack.Sdp;
using Xunit;

namespace Dialer.Sip.Tests.Stack.Sdp;

/// <summary>Descriptions as the field writes them: a person has picked up, and what is odd beside the audio must not cost the call.</summary>
public sealed class OddSdpTests
{
    private const string Origin = "o=- 1 1 IN IP4 192.0.2.1\r\n";
    private const string Connection = "c=IN IP4 192.0.2.1\r\n";
    private const string Head = "v=0\r\n" + Origin + "s=-\r\n" + Connection + "t=0 0\r\n";
    private const string Audio = "m=audio 5000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n";

    public static TheoryData<string, string, int> Odd => new()
    {
        { "an origin without a user", "v=0\r\no= 1 2 IN IP4 h\r\ns=-\r\n" + Connection + "t=0 0\r\n" + Audio, 2 },
        { "an origin without a user, packed", "v=0\r\no=1 2 IN IP4 h\r\ns=-\r\n" + Connection + "t=0 0\r\n" + Audio, 2 },
        { "an origin with words for numbers", "v=0\r\no=- x y IN IP4 192.0.2.1\r\ns=-\r\n" + Connection + Audio, 2 },
        { "an origin cut off", "v=0\r\no=-\r\ns=-\r\n" + Connection + Audio, 2 },
        { "no origin", "v=0\r\ns=-\r\n" + Connection + Audio, 0 },
        { "a name and no times", "v=0\r\n" + Origin + "s=\r\n" + Connection + Audio, 0 },
        { "a video that is refused without a format", Head + Audio + "m=video 0 X\r\n", 9 },
        { "a video before the audio without a format", Head + "m=video 0 RTP/AVP\r\n" + Audio, 6 },
        { "a video with a port that is none", Head + Audio + "m=video 70000 RTP/AVP 31\r\n", 9 },
        { "an application that is nothing", Head + Audio + "m=application\r\n", 9 },
        { "a media line with nothing", Head + Audio + "m=\r\n", 9 },
        { "a crypto in a stream that is not used", Head + Audio + "m=video 0 RTP/SAVP 31\r\na=crypto:x\r\n", 10 },
        { "a crypto in the stream that is", Head + Audio + "a=crypto:1\r\n", 9 },
        { "a map in a stream that is not used", Head + Audio + "m=video 6000 RTP/AVP 96\r\na=rtpmap:96\r\n", 10 },
        { "a map of no type", Head + Audio + "a=rtpmap:300 X/8000\r\n", 9 },
        { "a map without a rate", Head + "m=audio 5000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA\r\na=rtpmap:101 telephone-event\r\n", 7 },
        { "a map with a rate of zero", Head + Audio + "a=rtpmap:96 X/0\r\n", 9 },
        { "parameters with a zero in them", Head + Audio + "a=fmtp:101 0\0-15\r\n", 9 },
        { "a report address that is none", Head + Audio + "a=rtcp:x\r\n", 9 },
        { "lower case", "v=0\r\no=- 1 1 in ip4 192.0.2.1\r\ns=-\r\nc=in ip4 192.0.2.1\r\n" + Audio.Replace("RTP/AVP", "rtp/avp", StringComparison.Ordinal), 0 },
        { "upper case", Head + "m=AUDIO 5000 RTP/AVP 8 101\r\na=RTPMAP:8 pcma/8000\r\na=RtpMap:101 Telephone-Event/8000\r\n", 0 },
        { "an address alone", "v=0\r\n" + Origin + "s=-\r\nc=192.0.2.1\r\n" + Audio, 4 },
        { "an address without a family", "v=0\r\n" + Origin + "s=-\r\nc=IN 192.0.2.1\r\n" + Audio, 4 },
        { "an address of a family that does not exist", "v=0\r\n" + Origin + "s=-\r\nc=IN IP5 192.0.2.1\r\n" + Audio, 4 },
        { "no address but the origin's", "v=0\r\n" + Origin + "s=-\r\n" + Audio, 0 },
        { "a stream that is not used without an address", "v=0\r\n" + Origin + "s=-\r\n" + Audio.Replace("\r\na=rtpmap:8", "\r\n" + Connection + "a=rtpmap:8", StringComparison.Ordinal) + "m=video 6000 RTP/AVP 31\r\n", 0 },
        { "a junk line", Head + Audio + "hello\r\n", 9 },
        { "a junk line before all", "hello\r\n" + Head + Audio, 1 },
        { "a line that begins with a digit", Head + "1=x\r\n" + Audio, 6 },
        { "a line without a value", Head + "a\r\n" + Audio, 6 },
        { "another version", Head.Replace("v=0", "v=1", StringComparison.Ordinal) + Audio, 1 },
        { "no version", Head["v=0\r\n".Length..] + Audio, 1 },
        { "blanks before lines", Head.Replace("\r\n", "\r\n  ", StringComparison.Ordinal) + Audio, 0 },
        { "blanks around the sign", Head.Replace("=", " = ", StringComparison.Ordinal).Replace("v = 0", "v=0", StringComparison.Ordinal) + Audio, 0 },
        { "blanks after lines", (Head + Audio).Replace("\r\n", " \r\n", StringComparison.Ordinal), 0 },
        { "line feeds alone", (Head + Audio).Replace("\r\n", "\n", StringComparison.Ordinal), 0 },
        { "carriage returns alone", (Head + Audio).Replace("\r\n", "\r", StringComparison.Ordinal), 0 },
        { "empty lines", (Head + Audio).Replace("\r\n", "\r\n\r\n", StringComparison.Ordinal), 0 },
        { "a mark of its byte order", "\uFEFF" + Head + Audio, 0 },
        { "a format that is no number", Head + Audio.Replace("8 101", "8 x 101 \u0001", StringComparison.Ordinal), 6 },
        { "formats that only the maps name", Head + Audio.Replace(" 8 101", "", StringComparison.Ordinal), 6 },
        { "the end missing", (Head + Audio).TrimEnd(), 0 },
    };

    private static SdpLocalAudio Local => new() { Address = IPAddress.Loopback, Port = 4000 };

    [Theory]
    [MemberData(nameof(Odd))]
    public void The_audio_is_taken_and_the_line_is_named(string what, string text, int line)
    {
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var session, out var fault), $"{what}: {fault}");
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Answer(session, Local, out var answer, out var agreed));
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Accept(session with { Media = [.. session.Media.Where(media => media.Kind == "audio")] }, Local, out _));
        Assert.Equal(("192.0.2.1:5000", "PCMA", 101), (agreed!.RemoteRtp.ToString(), agreed.SendCodec.Name.ToUpperInvariant(), agreed.SendTelephoneEvent!.PayloadType));
        Assert.Equal(session.Media.Count, answer.Media.Count);
        Assert.True(SdpSession.TryParse(answer.ToBytes(), out var back, out _), "our own answer is not read");
        Assert.Empty(back.Oddities);
        if (line > 0)
        {
            Assert.Equal(line, session.Oddities[0].Line);
            Assert.NotEqual(SdpFault.None, session.Oddities[0].Fault);
        }
    }

    [Fact]
    public void An_answer_whose_audio_comes_second_is_taken()
    {
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(Head + "m=video 0 RTP/AVP 31\r\n" + Audio), out var session));
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Accept(session, Local, out var agreed));
        Assert.Equal(5000, agreed!.RemoteRtp.Port);
    }

    [Fact]
    public void A_key_that_is_none_does_not_stand_before_one_that_is()
    {
        var ours = SdpCrypto.FromKey(1, "AES_CM_128_HMAC_SHA1_80", new byte[30]);
        string media = $"m=audio 5000 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:!!\r\na=crypto:2 AES_CM_128_HMAC_SHA1_80 {ours.KeyParams}\r\n";
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(Head + media), out var session));
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Answer(session, Local with { Crypto = [ours], RequireCrypto = true }, out _, out var agreed));
        Assert.Equal(2, agreed!.RemoteCrypto!.Tag);
    }

    [Fact]
    public void What_is_said_of_a_line_can_be_shown_and_tells_no_key()
    {
        string text = Head + Audio + "a=crypto:x \u001B[31mX inline:c2VjcmV0\r\n\u0007\u001Bjunk\r\n" + string.Concat(Enumerable.Repeat("junk\r\n", 100));
        Assert.True(SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var session));
        Assert.Equal(8, session.Oddities.Count);
        Assert.Equal("line 9 (a=crypto:x ?[31mX inline:...): an attribute that does not say what it must", session.Oddities[0].ToString());
        Assert.Equal("line 10 (??junk): no line of a description", session.Oddities[1].ToString());
        Assert.DoesNotContain(session.Oddities, odd => odd.ToString().Contains("c2Vj", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_left_out_doubled_or_cut_anywhere_never_cost_more_than_they_must()
    {
        string[] lines = (Head + Audio + "a=ptime:20\r\na=sendrecv\r\nm=video 0 RTP/AVP 31\r\n").Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int media = Array.FindIndex(lines, line => line.StartsWith("m=audio", StringComparison.Ordinal));
        for (int i = 0; i < lines.Length; i++)
        {
            for (int length = 0; length < lines[i].Length; length++)
            {
                string text = string.Join("\r\n", lines.Select((line, at) => at == i ? line[..length] : line));
                bool taken = SdpSession.TryParse(Encoding.UTF8.GetBytes(text), out var session) && SdpNegotiation.Answer(session, Local, out _, out _) == SdpRefusal.None;
                // The media line itself, and the address, are all that the audio needs.
                if (i != media && i != Array.FindIndex(lines, line => line.StartsWith("c=", StringComparison.Ordinal)))
                    Assert.True(taken, text);
            }
        }
    }
}
