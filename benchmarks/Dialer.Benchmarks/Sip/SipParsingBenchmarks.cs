using System.Text;
using BenchmarkDotNet.Attributes;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;

namespace Dialer.Benchmarks.Sip;

/// <summary>Reading what a carrier sends. The goal for an INVITE with SDP: under 2 microseconds, and no byte for what nobody reads.</summary>
[MemoryDiagnoser]
public class SipParsingBenchmarks
{
    private static readonly byte[] Invite = Encoding.ASCII.GetBytes(
        "INVITE sip:+33123456789@192.0.2.10:5060;transport=udp SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 198.51.100.7:5060;rport;branch=z9hG4bK0123456789abcdef\r\n"
        + "Max-Forwards: 70\r\n"
        + "Record-Route: <sip:198.51.100.7;lr;ftag=as5f3>\r\n"
        + "From: \"Agence Dupont\" <sip:+33987654321@carrier.example.net>;tag=as5f3c9d1e\r\n"
        + "To: <sip:+33123456789@192.0.2.10>\r\n"
        + "Call-ID: 6f2e8c1a0b9d4e7f@198.51.100.7\r\n"
        + "CSeq: 102 INVITE\r\n"
        + "Contact: <sip:+33987654321@198.51.100.7:5060>\r\n"
        + "P-Asserted-Identity: <sip:+33987654321@carrier.example.net>\r\n"
        + "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, INFO, UPDATE, PRACK\r\n"
        + "Supported: replaces, timer, 100rel\r\n"
        + "Session-Expires: 1800\r\nMin-SE: 90\r\n"
        + "User-Agent: Carrier SBC 9.1\r\n"
        + "Content-Type: application/sdp\r\n"
        + "Content-Length: 226\r\n\r\n"
        + "v=0\r\no=- 1720000000 1720000001 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n"
        + "m=audio 18342 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n");

    /// <summary>A benchmark of a refused message would measure nothing.</summary>
    [GlobalSetup]
    public void Check()
    {
        if (Invite_checked() != SipRefusal.None || Sdp_read() != 1)
            throw new InvalidOperationException("The example is broken.");
    }

    private readonly SipMessage _message = new();
    private readonly byte[] _buffer = new byte[SipMessage.MaxLength];

    /// <summary>Find each field, check the message as the stack does, read nothing.</summary>
    [Benchmark]
    public SipRefusal Invite_checked()
    {
        Invite.CopyTo(_buffer, 0);
        return _message.Read(_buffer, Invite.Length);
    }

    /// <summary>And read what a call needs: tags, Call-ID, CSeq, target.</summary>
    [Benchmark]
    public int Invite_read()
    {
        Invite.CopyTo(_buffer, 0);
        _message.Read(_buffer, Invite.Length);
        return _message.FromTag.Length + _message.CallId.Length + (int)_message.CSeqNumber + _message.Header(SipHeader.Contact).Length;
    }

    [Benchmark]
    public int Sdp_read()
    {
        return SdpSession.TryParse(Invite.AsSpan(Invite.Length - 226), out var session) ? session.Media.Count : -1;
    }
}
