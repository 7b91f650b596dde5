using System.Globalization;
using System.Text;

namespace Dialer.Sip.Tests.Stack;

/// <summary>
/// The torture messages of RFC 4475 and RFC 5118, each built from what its section says that it tests, under the name that the RFC gives it.
/// The words in them are ours; what is odd in each is the RFC's.
/// </summary>
internal static class TortureMessages
{
    private const string Sdp = """
        v=0
        o=- 4711 4712 IN IP4 192.0.2.7
        s=-
        c=IN IP4 192.0.2.7
        t=0 0
        m=audio 40002 RTP/AVP 0 12
        m=video 40004 RTP/AVP 31
        a=rtpmap:31 LPC

        """;

    private const string Sdp6 = """
        v=0
        o=- 4711 4712 IN IP6 2001:db8::7
        s=-
        c=IN IP6 2001:db8::7
        t=0 0
        m=audio 40002 RTP/AVP 2
        a=rtpmap:2 G726-32/8000
        m=video 40004 RTP/AVP 107
        a=rtpmap:107 H263-1998/90000

        """;

    private const string Via = "Via: SIP/2.0/UDP away.example.net;branch=z9hG4bKfar1\n";
    private const string Via6 = "Via: SIP/2.0/UDP [2001:db8::7];branch=z9hG4bKfar6\n";
    private const string To = "To: <sip:callee@example.com>\n";
    private const string From = "From: <sip:caller@example.net>;tag=us1\n";
    private const string CallId = "Call-ID: torture@away.example.net\n";
    private const string Hops = "Max-Forwards: 70\n";
    private const string Contact = "Contact: <sip:caller@away.example.net>\n";
    private const string Sound = "Content-Type: application/sdp\n";
    private const string Most = Via + To + From + CallId + Hops;
    private const string Most6 = Via6 + To + From + CallId + Hops;
    private const string Invite = Most + Contact + "CSeq: 8 INVITE\n" + Sound;
    private const string Invite6 = Most6 + "Contact: <sip:caller@[2001:db8::7]>\nCSeq: 8 INVITE\n" + Sound;
    private const string OurMessage = "sip:callee@example.com SIP/2.0\n";
    private const string Strange = "!odd-Method0123456789_*+`.%altogether'~";

    public static readonly Dictionary<string, byte[]> Rfc4475 = new()
    {
        // 3.1.1: valid.
        ["wsinv"] = Sized("INVITE sip:callee@example.com;odd SIP/2.0\nTO :\n sip:callee@example.com ;   tag    = us2\nfrom   : \"A \\\\\\\"\"       <sip:caller@example.net>\n  ;\n  tag = us1\n"
            + "MaX-fOrWaRdS: 0068\nCall-ID: blanks@192.0.2.1\nContent-Length   : @\ncseq: 0009\n  INVITE\nVia  : SIP  /   2.0\n /UDP\n    192.0.2.2;branch=old-style\ns :\n"
            + "NewField:   a new value\n goes on here\nOddValue: ;;,,;;,;\nContent-Type: application/sdp\nRoute:\n <sip:proxy.example.com;lr;odd=yes;odder>\n"
            + "v:  SIP  / 2.0  / TCP     second.example.com   ;\n  branch  =   z9hG4bKtwo  ,\n SIP  /    2.0   / UDP  192.168.255.111   ; branch=\n z9hG4bKthree\n"
            + "m:\"Said \\\"so\\\"\" <sip:caller@example.net> ; odd =\n      value ;\n  second ; q = 0.33\n", Sdp),
        ["intmeth"] = Sized($"{Strange} sip:1_odd.User~(to-be!sure)&isn't+it$/really?,/;;*:&it+has=1,odd!*pass$wo~d_too.(hasn't-it)@example.com SIP/2.0\n"
            + "Via: SIP/2.0/UDP away.example.net;branch=z9hG4bK-.!%66*_+`'~\nTo: \"BEL:\\\u0007 NUL:\\\0 DEL:\\\u007F\" <sip:1_odd.User~(to-be!sure)&isn't+it$/really?,/;;*@example.com>\n"
            + "From: token1~` token2'+_ token3*%!.- <sip:caller@example.net>;odd''~+*_!.-%=\"работа\";tag=_tag~1'+`*%!-.\nCall-ID: odd.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\n"
            + $"CSeq: 139122385 {Strange}\nMax-Forwards: 255\nodd-Field-!.%*+_`'~:\uFEFF大停電\nContent-Length: @\n"),
        ["esc01"] = Sized("INVITE sip:sips%3Acallee%40example.com@example.net SIP/2.0\nTo: sip:%63all%65e@example.com\nFrom: <sip:I%20have%20blanks@example.net>;tag=us1\n" + Hops + Via + CallId
            + "CSeq: 234234 INVITE\nC: application/sdp\nContact:\n  <sip:cal%6Cer@away.example.net;%6C%72;n%61me=v%61lue%25%34%31>\nContent-Length: @\n", Sdp),
        ["escnull"] = Sized("REGISTER sip:example.com SIP/2.0\nTo: sip:null-%00-null@example.com\nFrom: sip:null-%00-null@example.com;tag=us1\n" + Via + Hops + CallId
            + "CSeq: 14 REGISTER\nContact: <sip:%00@away.example.net>\nContact: <sip:%00%00@away.example.net>\nL:@\n"),
        ["esc02"] = Sized("RE%47IST%45R sip:registrar.example.com SIP/2.0\nTo: \"%Z%45\" <sip:callee@example.com>\nFrom: \"%Z%45\" <sip:callee@example.com>;tag=us1\n" + CallId + Hops
            + "Via: SIP/2.0/UDP away.example.net;branch=z9hG4bK2%far\nCSeq: 29344 RE%47IST%45R\nContact: <sip:one@away.example.net>\nC%6Fntact: <sip:two@away.example.net>\nContact: <sip:three@away.example.net>\nl: @\n"),
        ["lwsdisp"] = Sized("OPTIONS " + OurMessage + To + "From: caller<sip:caller@example.net>;tag=us1\n" + Via + CallId + Hops + "CSeq: 60 OPTIONS\nl: @\n"),
        ["longreq"] = Sized("INVITE " + OurMessage + $"To: \"I am {Long("very", 80)} long\"<sip:callee@example.com:6000;odd={Long("long", 60)};{Long("longer", 50)}=x>\n"
            + $"F: sip:{Long("caller", 20)}@example.net;tag={Long("7", 200)};odd={Long("long", 90)};{Long("odd", 40)}\nCall-ID: {Long("really", 30)}id\nCSeq: 3882340 INVITE\n"
            + $"Odd-{Long("Long", 20)}: {Long("long", 60)}; {Long("long", 60)}=x\n{string.Concat(Enumerable.Range(1, 33).Reverse().Select(i => $"{(i % 3 == 0 ? "v" : i % 3 == 1 ? "ViA" : "Via  ")}: SIP/2.0/UDP hop{i}.example.com\n"))}"
            + $"Via: SIP/2.0/UDP away.example.net;received=192.0.2.5;branch={Long("branch", 60)}\n" + Hops + $"Contact: <sip:{Long("caller", 20)}@away.example.net>\n" + Sound + "l: @\n", Sdp),
        ["dblreq"] = [.. Sized("REGISTER sip:example.com SIP/2.0\n" + Most + "Contact: sip:callee@away.example.net\nCSeq: 8 REGISTER\nContent-Length: @\n"), .. "\r\n"u8, .. Sized("INVITE " + OurMessage + Invite.Replace("torture", "second", StringComparison.Ordinal).Replace("far1", "far2", StringComparison.Ordinal) + "Content-Length: @\n", Sdp)],
        ["semiuri"] = Sized("OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0\n" + Most + "CSeq: 8 OPTIONS\nAccept: application/sdp, application/pkcs7-mime,\n        multipart/mixed, multipart/signed,\n        message/sip\nl: @\n"),
        ["transports"] = Sized("OPTIONS " + OurMessage + To + From + CallId + Hops + "Accept: application/sdp\nCSeq: 60 OPTIONS\n" + Via
            + string.Concat(((string[])["SCTP", "TLS", "NEVERHEARD", "TCP"]).Select((name, i) => $"Via: SIP/2.0/{name} t{i}.example.com;branch=z9hG4bKt{i}\n")) + "l: @\n"),
        ["mpart01"] = Sized("MESSAGE " + OurMessage + Most + "CSeq: 1 MESSAGE\nContact: <sip:caller@away.example.net>\nContent-Transfer-Encoding: binary\nContent-Type: multipart/mixed;boundary=between\nContent-Length: @\n",
            [.. "--between\r\nContent-Type: text/plain\r\n\r\nHello\r\n--between\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, 0x30, 0x82, 1, 0x52, 0, 0, 0xFF, 0xFE, 13, 10, 13, 10, 0x80, 0, 10, 13, .. "\r\n--between--\r\n"u8]),
        ["unreason"] = Sized("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое\n" + Via + CallId + "CSeq: 35 INVITE\n" + From + "To: <sip:callee@example.com>;tag=them\n" + Contact + Sound + "Content-Length: @\n", Sdp),
        ["noreason"] = Sized("SIP/2.0 100 \n" + Via + CallId + "CSeq: 35 INVITE\n" + From + "To: <sip:callee@example.com>;tag=them\n" + Contact + "Content-Length: @\n"),

        // 3.1.2: invalid.
        ["badinv01"] = Sized("INVITE " + OurMessage + "Via: SIP/2.0/UDP 192.0.2.15;;,;,,\n" + To + From + CallId + Hops + "CSeq: 8 INVITE\nContact: \"Joe\" <sip:joe@example.org>;;;;\n" + Sound + "Content-Length: @\n", Sdp),
        ["clerr"] = Bytes("INVITE " + OurMessage + Invite + "Content-Length: 9999\n", Sdp),
        ["ncl"] = Bytes("INVITE " + OurMessage + Invite + "Content-Length: -999\n", Sdp),
        ["scalar02"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Via + To + From + CallId + $"CSeq: 36893488147419103232 REGISTER\nMax-Forwards: 300\nExpires: 1{Long("0", 100)}\nContact: <sip:callee@away.example.net>\n  ;expires=280297596632815\nContent-Length: @\n"),
        ["scalarlg"] = Sized("SIP/2.0 503 Service Unavailable\n" + Via + To + From + CallId + "CSeq: 9292394834772304023312 OPTIONS\nRetry-After: 949302838503028349304023988\nWarning: 1812 overture \"In Progress\"\nContent-Length: @\n"),
        ["quotbal"] = Sized("INVITE " + OurMessage + Invite.Replace("To: <", "To: \"Mr. Callee <", StringComparison.Ordinal) + "Content-Length: @\n", Sdp),
        ["ltgtruri"] = Sized("INVITE <sip:callee@example.com> SIP/2.0\n" + Invite + "Content-Length: @\n", Sdp),
        ["lwsruri"] = Sized("INVITE sip:callee@example.com; lr SIP/2.0\n" + Invite + "Content-Length: @\n", Sdp),
        ["lwsstart"] = Sized("INVITE  sip:callee@example.com  SIP/2.0\n" + Invite + "Content-Length: @\n", Sdp),
        ["trws"] = Sized("OPTIONS sip:callee@example.com SIP/2.0  \n" + Most + "Accept: application/sdp\nCSeq: 238923 OPTIONS\nContent-Length: @\n"),
        ["escruri"] = Sized("INVITE sip:callee@example.com?Route=%3Csip:example.com%3E SIP/2.0\n" + Invite + "Content-Length: @\n", Sdp),
        ["baddate"] = Sized("INVITE " + OurMessage + Invite + "Date: Fri, 01 Jan 2010 16:00:00 EST\nContent-Length: @\n", Sdp),
        ["regbadct"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Most + "CSeq: 1 REGISTER\nContact: sip:callee@example.com?Route=%3Csip:proxy.example.com%3E\nl: @\n"),
        ["badaspec"] = Sized("OPTIONS " + OurMessage + Via + Hops + From + "To: \"Callee, Miss\" < sip:callee@example.com >\n" + CallId + "Accept: application/sdp\nCSeq: 3923239 OPTIONS\nl: @\n"),
        ["baddn"] = Sized("OPTIONS " + OurMessage + Via + Hops + "From:    Caller, Mister <sip:caller@example.net>;tag=us1\nTo:      Callee, Miss <sip:callee@example.com>\n" + CallId + "CSeq:    3923239 OPTIONS\nl: @\n"),
        ["badvers"] = Sized("OPTIONS sip:callee@example.com SIP/7.0\n" + Via.Replace("2.0", "7.0", StringComparison.Ordinal) + To + From + CallId + Hops + "CSeq: 1 OPTIONS\nl: @\n"),
        ["mismatch01"] = Sized("OPTIONS " + OurMessage + Most + "CSeq: 8 INVITE\nl: @\n"),
        ["mismatch02"] = Sized("NEWMETHOD " + OurMessage + Invite + "l: @\n", Sdp),
        ["bigcode"] = Sized("SIP/2.0 4294967301 better not fall over\n" + Via + To + From + CallId + "CSeq: 353494 INVITE\nContent-Length: @\n"),

        // 3.2: the transaction layer.
        ["badbranch"] = Sized("OPTIONS " + OurMessage + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK\n" + To + From + CallId + Hops + "CSeq: 8 OPTIONS\nl: @\n"),

        // 3.3: what an application must know.
        ["insuf"] = Sized("INVITE " + OurMessage + "CSeq: 193942 INVITE\nVia: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKbare\n" + Sound + "l: @\n", Sdp),
        ["unkscm"] = Sized("OPTIONS nobodyKnowsThis:opaque SIP/2.0\n" + Most + "CSeq: 3923423 OPTIONS\nContent-Length: @\n"),
        ["novelsc"] = Sized("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0\n" + Most + "CSeq: 3923423 OPTIONS\nContent-Length: @\n"),
        ["unksm2"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Via + "To: isbn:2983792873\nFrom: <http://www.example.com>;tag=us1\n" + CallId + Hops + "CSeq: 234902 REGISTER\nContact: <name:Some_One>\nl: @\n"),
        ["bext01"] = Sized("OPTIONS " + OurMessage + Most + "Require: nothingKnowsThis, norThis\nProxy-Require: noProxyKnowsThis, norThisEither\nCSeq: 8 OPTIONS\nContent-Length: @\n"),
        ["invut"] = Sized("INVITE " + OurMessage + Most + Contact + "CSeq: 235448 INVITE\nContent-Type: application/neverheardof\nContent-Length: @\n", "<audio>\n <pcmu port=\"443\"/>\n</audio>\n"),
        ["regaut01"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Most + "CSeq: 9338 REGISTER\nAuthorization: NobodyKnowsThis opaque-data=here\nContent-Length:@\n"),
        ["multi01"] = Sized("INVITE " + OurMessage + Invite + "CSeq: 59 INVITE\nCall-ID: second@away.example.net\nTo: sip:other@example.net\nFrom: sip:caller@example.org;tag=us2\nContact: <sip:caller@elsewhere.example.net>\nMax-Forwards: 5\nl: @\n", Sdp),
        ["mcl01"] = Bytes("OPTIONS " + OurMessage + Most + "CSeq: 15932 OPTIONS\nContent-Length: 13\nContent-Length: 5\nContent-Type: text/plain\n", "Nobody can say how many octets these are.\n"),
        ["bcast"] = Sized("SIP/2.0 200 OK\n" + Via + "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKall\n" + CallId + "CSeq: 35 INVITE\n" + From + "To: <sip:callee@example.com>;tag=them\n" + Contact + Sound + "Content-Length: @\n", Sdp),
        ["zeromf"] = Sized("OPTIONS " + OurMessage + Via + To + From + CallId + "CSeq: 39234321 OPTIONS\nMax-Forwards: 0\nContent-Length: @\n"),
        ["cparam01"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Most + "CSeq: 2 REGISTER\nContact: sip:+33199000000@away.example.net;odd\nl: @\n"),
        ["cparam02"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Most + "CSeq: 3 REGISTER\nContact: <sip:+33199000000@away.example.net;odd>\nl: @\n"),
        ["regescrt"] = Sized("REGISTER sip:example.com SIP/2.0\n" + Most + "CSeq: 14398234 REGISTER\nM: <sip:callee@example.com?Route=%3Csip:proxy.example.com%3E>\nL:@\n"),
        ["sdp01"] = Sized("INVITE " + OurMessage + Invite + "Accept: text/nobodyKnowsThis\nContent-Length: @\n", Sdp),

        // 3.4: an RFC 2543 caller: no branch, no tag, no Max-Forwards, no Content-Length.
        ["inv2543"] = Bytes("INVITE " + OurMessage + "Via: SIP/2.0/UDP old.example.com\nFrom: <sip:+33199000001@old.example.com;user=phone>\nRecord-Route: <sip:callee@example.com;maddr=proxy.example.com>\n"
            + "To: sip:+33199000002@example.com;user=phone\nCall-ID: old@old.example.com\nCSeq: 56 INVITE\n" + Sound, Sdp),
    };

    /// <summary>Section 4 of RFC 5118; what is answered goes to where the message came from.</summary>
    public static readonly Dictionary<string, byte[]> Rfc5118 = new()
    {
        ["ipv6-good"] = Sized("REGISTER sip:[2001:db8::10] SIP/2.0\n" + Most6 + "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\nCSeq: 98176 REGISTER\nContent-Length: @\n"),
        ["ipv6-bad"] = Sized("REGISTER sip:2001:db8::10 SIP/2.0\n" + Most6 + "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\nCSeq: 98176 REGISTER\nContent-Length: @\n"),
        ["port-ambiguous"] = Sized("REGISTER sip:[2001:db8::10:5070] SIP/2.0\n" + Most6 + "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\nCSeq: 98176 REGISTER\nContent-Length: @\n"),
        ["port-unambiguous"] = Sized("REGISTER sip:[2001:db8::10]:5070 SIP/2.0\n" + Most6 + "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\nCSeq: 98176 REGISTER\nContent-Length: @\n"),
        ["via-received-param-with-delim"] = Sized("BYE sip:[2001:db8::10] SIP/2.0\n" + To + From + CallId + Hops + "Via: SIP/2.0/UDP [2001:db8::7];received=[2001:db8::9:255];branch=z9hG4bKfar6\nCSeq: 321 BYE\nContent-Length: @\n"),
        ["via-received-param-no-delim"] = Sized("OPTIONS sip:[2001:db8::10] SIP/2.0\n" + To + From + CallId + Hops + "Via: SIP/2.0/UDP [2001:db8::7];received=2001:db8::9:255;branch=z9hG4bKfar6\nCSeq: 921 OPTIONS\nContent-Length: @\n"),
        ["ipv6-in-sdp"] = Sized("INVITE sip:callee@[2001:db8::10] SIP/2.0\n" + Invite6 + "Content-Length: @\n", Sdp6),
        ["mult-ip-in-header"] = Sized("BYE sip:callee@host.example.net SIP/2.0\nVia: SIP/2.0/UDP [2001:db8::7]:6050;branch=z9hG4bKone\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKtwo\nVia: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bKthree;received=192.0.2.200\n"
            + To + From + CallId + Hops + "CSeq: 89187 BYE\nContent-Length: @\n"),
        ["mult-ip-in-sdp"] = Sized("INVITE sip:callee@[2001:db8::10] SIP/2.0\n" + Invite6 + "Content-Length: @\n",
            "v=0\no=- 4711 4712 IN IP4 host.example.com\ns=\nt=0 0\nm=audio 40002 RTP/AVP 0\nc=IN IP4 192.0.2.7\nm=video 40004 RTP/AVP 107\nc=IN IP6 2001:db8::7\na=rtpmap:107 H263-1998/90000\n"),
        ["ipv4-mapped-ipv6"] = Sized("INVITE " + OurMessage + "Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKone\nVia: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKtwo\n" + To + From + CallId + Hops
            + "Contact: \"A desk\" <sip:desk@[::ffff:192.0.2.2]>\nCSeq: 612 INVITE\n" + Sound + "Content-Length: @\n", Sdp6.Replace("2001:db8::7", "::ffff:192.0.2.2", StringComparison.Ordinal)),
        ["ipv6-correct-abnf-2-colons"] = Sized("OPTIONS sip:callee@[2001:db8::192.0.2.1] SIP/2.0\n" + Most.Replace("<sip:callee@example.com>", "sip:callee@[2001:db8::192.0.2.1]", StringComparison.Ordinal) + "CSeq: 689 OPTIONS\nContent-Length: @\n"),
        ["ipv6-bug-abnf-3-colons"] = Sized("OPTIONS sip:callee@[2001:db8:::192.0.2.1] SIP/2.0\n" + Most.Replace("<sip:callee@example.com>", "sip:callee@[2001:db8:::192.0.2.1]", StringComparison.Ordinal) + "CSeq: 689 OPTIONS\nContent-Length: @\n"),
    };

    private static string Long(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    // The length stands where the message says it, in its own spelling of the field.
    private static byte[] Sized(string head, string body = "") => Sized(head, Encoding.UTF8.GetBytes(Lines(body)));

    private static byte[] Sized(string head, byte[] body)
    {
        int at = head.LastIndexOf(":@\n", StringComparison.Ordinal) is var tight and >= 0 ? tight + 1 : head.LastIndexOf(": @\n", StringComparison.Ordinal) + 2;
        string sized = head[..at] + body.Length.ToString(CultureInfo.InvariantCulture) + head[(at + 1)..];
        return [.. Encoding.UTF8.GetBytes(Lines(sized) + "\r\n"), .. body];
    }

    private static byte[] Bytes(string head, string body) => Encoding.UTF8.GetBytes(Lines(head) + "\r\n" + Lines(body));

    private static string Lines(string text) => text.ReplaceLineEndings("\r\n");
}
