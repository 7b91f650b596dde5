using System.Net;
using System.Text;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>The torture messages through the stack as datagrams, and hostile ones of our own.</summary>
public sealed class TortureTests
{
    public static TheoryData<string> Rfc4475 => [.. TortureTable.Rfc4475.Select(row => row.Name)];

    public static TheoryData<string> Rfc5118 => [.. TortureTable.Rfc5118.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rfc4475))]
    public void Rfc_4475_messages_have_their_outcome(string name) =>
        AssertOutcome(TortureTable.Rfc4475.Single(row => row.Name == name).Outcome, TortureFiles.Read(name));

    [Theory]
    [MemberData(nameof(Rfc5118))]
    public void Rfc_5118_messages_have_their_outcome(string name) =>
        AssertOutcome(TortureTable.Rfc5118.Single(row => row.Name == name).Outcome, TortureFiles.Read(name));

    [Fact]
    public void The_tables_name_each_message_once()
    {
        Assert.Equal(TortureMessages.Rfc4475.Keys.Order(), TortureTable.Rfc4475.Select(row => row.Name).Order());
        Assert.Equal(TortureMessages.Rfc5118.Keys.Order(), TortureTable.Rfc5118.Select(row => row.Name).Order());
        if (TortureFiles.Folder is not { } folder)
            return;
        Assert.Equal(Directory.GetFiles(Path.Combine(folder, "rfc4475")).Select(Path.GetFileNameWithoutExtension).Order(), TortureTable.Rfc4475.Select(row => row.Name).Order());
        Assert.Equal(Directory.GetFiles(Path.Combine(folder, "rfc5118")).Select(Path.GetFileName).Order(), TortureTable.Rfc5118.Select(row => row.Name).Order());
    }

    private static void AssertOutcome(Outcome expected, IEnumerable<(string Origin, byte[] Bytes)> wordings)
    {
        foreach (var (origin, bytes) in wordings)
        {
            var seen = Run(bytes, out string detail);
            Assert.True((expected & seen) != 0, $"{origin}: expected {expected}, was {seen}: {detail}");
        }
    }

    /// <summary>Feeds one datagram to a stack and reads what it sends.</summary>
    private static Outcome Run(byte[] bytes, out string detail)
    {
        VirtualNetwork network = new();
        List<string> answers = [];
        network.AddScript(5070, (_, text) => answers.Add(text));
        List<string> calls = [];
        var stack = network.AddStack(5060, handler: new Answerer(call =>
        {
            calls.Add(call.CallId);
            return new CallScript();
        }));
        stack.Receive([.. bytes], bytes.Length, VirtualNetwork.Hop(5070) with { Port = 5070 });
        detail = string.Join(" | ", answers.Select(a => a.Split('\r')[0])) + " refusals: "
            + string.Join(",", Enum.GetValues<SipRefusal>().Where(r => stack.Counters.Refused(r) > 0));
        Assert.Null(stack.Counters.LastFault);
        return Judge(stack, network, calls.Count);
    }

    private static Outcome Judge(SipStack stack, VirtualNetwork network, int calls)
    {
        if (network.Messages.Count == 0)
        {
            // A stray response that was understood is counted as not ours; a broken one has a refusal of its own.
            return stack.Counters.Refused(SipRefusal.ResponseNotOurs) > 0 ? Outcome.Accepted : Outcome.Dropped;
        }
        int status = int.Parse(network.Messages[0].AsSpan(8, 3), System.Globalization.CultureInfo.InvariantCulture);
        bool understood = status is < 300 or 404 or 405 or 481 or 501 || calls > 0;
        return TortureTable.OfStatus(status) | (understood ? Outcome.Accepted : Outcome.None);
    }

    private const string Common = "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKx1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\n";

    [Theory]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n", 200)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\nX: a\nVia: SIP/2.0/UDP evil\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\nX: a\rb\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 2147483648 OPTIONS\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: -1 OPTIONS\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\nNo colon here\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\nMax-Forwards: 256\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\nContent-Length: 5\r\n\r\nabc", 400)]
    [InlineData("OPTIONS sip:a%4@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@[::1 SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b:0 SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n", 400)]
    [InlineData("OPTIONS sip:a@b:65536 SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n", 400)]
    [InlineData("SUBSCRIBE sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 SUBSCRIBE\r\n\r\n", 405)]
    [InlineData("MESSAGE sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 MESSAGE\r\n\r\n", 405)]
    [InlineData("HACK sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 HACK\r\n\r\n", 501)]
    [InlineData("BYE sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 BYE\r\n\r\n", 481)]
    [InlineData("CANCEL sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 CANCEL\r\n\r\n", 481)]
    [InlineData("NOTIFY sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 NOTIFY\r\nEvent: message-summary\r\n\r\n", 481)]
    [InlineData("ACK sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 ACK\r\n\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0)]
    [InlineData("OPTIONS sip:a@b SIP/2.0", 0)]
    [InlineData("SIP/2.0 200 OK\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n", 0)]
    public void Hostile_messages_of_our_own(string text, int expectedStatus)
    {
        VirtualNetwork network = new();
        network.AddScript(5070, (_, _) => { });
        var stack = network.AddStack(5060);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        stack.Receive(bytes, bytes.Length, VirtualNetwork.Hop(5070));
        Assert.Null(stack.Counters.LastFault);
        if (expectedStatus == 0)
            Assert.Empty(network.Messages);
        else
            Assert.StartsWith($"SIP/2.0 {expectedStatus} ", Assert.Single(network.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_refuse_before_work_is_spent()
    {
        string many = string.Concat(Enumerable.Range(0, SipMessage.MaxHeaders).Select(i => $"X-{i}: y\r\n"));
        Assert.Null(SipMessage.Parse(Encoding.UTF8.GetBytes("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n" + many + "\r\n"), out var refusal));
        Assert.Equal(SipRefusal.TooManyHeaders, refusal);
        Assert.Null(SipMessage.Parse(Encoding.UTF8.GetBytes($"OPTIONS sip:{new string('a', 1100)}@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n\r\n"), out refusal));
        Assert.Equal(SipRefusal.RequestUriTooLong, refusal);
        Assert.Null(SipMessage.Parse(new byte[SipMessage.MaxLength + 1], out refusal));
        Assert.Equal(SipRefusal.MessageTooLong, refusal);
    }

    /// <summary>How a datagram's stated length may be, and what becomes of it. The body has 10 bytes.</summary>
    [Theory]
    [InlineData("", 200)]
    [InlineData("Content-Length: 0\r\n", 200)]
    [InlineData("Content-Length: 10\r\n", 200)]
    [InlineData("Content-Length: -1\r\n", 400)]
    [InlineData("Content-Length: 15\r\n", 400)]
    [InlineData("Content-Length: 10010\r\n", 400)]
    [InlineData("Content-Length: 2147483647\r\n", 400)]
    [InlineData("Content-Length: 2147483648\r\n", 400)]
    [InlineData("Content-Length: 4294967328\r\n", 400)]
    [InlineData("Content-Length: 100000000000\r\n", 400)]
    [InlineData("Content-Length: 0x0A\r\n", 400)]
    [InlineData("Content-Length: 10\r\nContent-Length: 0\r\n", 400)]
    [InlineData("Content-Length: 10\r\nl: 10\r\n", 400)]
    public void Content_length_of_a_datagram(string field, int expectedStatus) =>
        Hostile_messages_of_our_own("OPTIONS sip:a@b SIP/2.0\r\n" + Common + "CSeq: 1 OPTIONS\r\n" + field + "\r\n0123456789", expectedStatus);

    [Fact]
    public void A_stranger_hears_nothing()
    {
        VirtualNetwork network = new();
        SipEndpointOptions options = new() { TrustedSources = [IPAddress.Parse("192.0.2.77")] };
        var stack = network.AddStack(5060, options, Answerer.With(new CallScript(), call => call.Ring()));
        foreach (string method in new[] { "INVITE", "OPTIONS", "REGISTER", "BYE", "HACK", "CANCEL", "NOTIFY" })
        {
            byte[] bytes = Encoding.UTF8.GetBytes($"{method} sip:100@b SIP/2.0\r\n{Common}CSeq: 1 {method}\r\n\r\n");
            stack.Receive(bytes, bytes.Length, VirtualNetwork.Hop(5070));
        }
        byte[] broken = Encoding.UTF8.GetBytes("INVITE  sip:100@b SIP/2.0\r\n" + Common + "CSeq: 1 INVITE\r\n\r\n");
        stack.Receive(broken, broken.Length, VirtualNetwork.Hop(5070));
        Assert.Empty(network.Messages);
        Assert.Equal(8, stack.Counters.Refused(SipRefusal.Stranger));
        Assert.Equal(0, stack.ActiveCalls);
    }

    [Fact]
    public void A_source_over_its_rate_is_dropped_and_others_are_served()
    {
        VirtualNetwork network = new();
        network.AddScript(5070, (_, _) => { });
        var stack = network.AddStack(5060, new SipEndpointOptions { MaxRequestsPerSecondPerSource = 10 });
        var noisy = SipHop.From(SipTransport.Udp, IPAddress.Parse("192.0.2.1"), 5070);
        var honest = SipHop.From(SipTransport.Udp, IPAddress.Parse("192.0.2.2"), 5070);
        for (int i = 0; i < 1_000; i++)
            Receive(noisy, i);
        Assert.Equal(10, network.Messages.Count);
        Receive(honest, 5_000);
        Assert.Equal(11, network.Messages.Count);
        network.RunFor(1_000);
        Receive(noisy, 6_000);
        Assert.Equal(12, network.Messages.Count);

        void Receive(SipHop from, int number)
        {
            byte[] bytes = Encoding.UTF8.GetBytes("OPTIONS sip:a@b SIP/2.0\r\n" + Common.Replace("z9hG4bKx1", $"z9hG4bKx{number}", StringComparison.Ordinal) + "CSeq: 1 OPTIONS\r\n\r\n");
            stack.Receive(bytes, bytes.Length, from);
        }
    }
}
