using System.Text;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

public sealed class AllocationTests
{
    /// <summary>Finding and checking the fields of a message allocates nothing, since nobody has read them yet.</summary>
    [Fact]
    public void Reading_a_message_allocates_nothing()
    {
        byte[] invite = Encoding.ASCII.GetBytes(
            "INVITE sip:bob@192.0.2.4 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: \"A\" <sip:a@b>;tag=1\r\nTo: <sip:bob@c>\r\n"
            + "Call-ID: x@y\r\nCSeq: 1 INVITE\r\nContact: <sip:a@192.0.2.1>\r\nRecord-Route: <sip:p;lr>\r\nX-Unknown: 1\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");
        SipMessage message = new();
        byte[] buffer = new byte[invite.Length];
        for (int i = 0; i < 100; i++)
            Assert.Equal(SipRefusal.None, Read());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            Read();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        SipRefusal Read()
        {
            invite.CopyTo(buffer, 0);
            return message.Read(buffer, buffer.Length);
        }
    }
}
