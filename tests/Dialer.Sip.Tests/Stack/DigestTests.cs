using System.Text;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

public sealed class DigestTests
{
    /// <summary>NIST's examples for SHA-512/256 (one and two blocks), and the padding's edges against a second reading of the standard.</summary>
    [Theory]
    [InlineData("", "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a")]
    [InlineData("abc", "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")]
    [InlineData("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", "3928e184fb8690f840da3988121d31be65cb9d3ef83ee6146feac861e19b563a")]
    public void Sha_512_256_has_its_published_values(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Sha512T256.HashData(Encoding.ASCII.GetBytes(text))));

    /// <summary>RFC 7616 section 3.9.1 and RFC 2617 section 3.5.</summary>
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "Mufasa", "Circle of Life", "/dir/index.html", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "Mufasa", "Circle of Life", "/dir/index.html", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData(DigestAlgorithm.Md5, "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b", "Mufasa", "Circle Of Life", "/dir/index.html", "6629fae49393a05397450978507c4ef1")]
    internal void A_response_has_its_published_value(DigestAlgorithm algorithm, string realm, string nonce, string cnonce, string user, string password, string uri, string expected)
    {
        DigestFields fields = new(realm, nonce, "", algorithm, Session: false, QopAuth: true, Stale: false);
        string ha1 = SipDigest.Hash(algorithm, $"{user}:{realm}:{password}");
        Assert.Equal(expected, SipDigest.Response(fields, ha1, "GET", uri, cnonce, "00000001"));
    }

    private static SipMessage Challenge(params string[] fields)
    {
        string lines = string.Concat(fields.Select(f => $"WWW-Authenticate: {f}\r\n"));
        string text = $"SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n{lines}Content-Length: 0\r\n\r\n";
        return SipMessage.Parse(Encoding.UTF8.GetBytes(text), out _)!;
    }

    private static string? Answer(DigestClient client, SipMessage challenge, int tries = 0) => client.Answer(challenge, SipMethod.Invite, "sip:c@d", tries, "abc");

    [Fact]
    public void The_strongest_offer_is_taken()
    {
        string? line = Answer(new DigestClient(new SipCredentials("u", "p")), Challenge("Digest realm=\"r\", nonce=\"1\", algorithm=MD5", "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-512-256", "Digest realm=\"r\", nonce=\"3\", algorithm=SHA-256"));
        Assert.Contains("algorithm=SHA-512-256", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic realm=\"r\"")]
    [InlineData("Digest realm=\"other\", nonce=\"1\"")]
    [InlineData("Digest realm=\"r\", nonce=\"1\", algorithm=ROT13")]
    [InlineData("Digest realm=\"r\", nonce=\"1\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"r\"")]
    public void Only_the_own_realm_and_known_ways_are_answered(string challenge) =>
        Assert.Null(Answer(new DigestClient(new SipCredentials("u", "p", "r")), Challenge(challenge)));

    [Fact]
    public void Another_realm_gets_nothing_once_one_was_answered()
    {
        DigestClient client = new(new SipCredentials("u", "p"));
        Assert.NotNull(Answer(client, Challenge("Digest realm=\"r\", nonce=\"1\"")));
        Assert.Null(Answer(client, Challenge("Digest realm=\"mallory\", nonce=\"2\"")));
    }

    [Fact]
    public void Two_tries_and_no_more()
    {
        DigestClient client = new(new SipCredentials("u", "p"));
        Assert.NotNull(Answer(client, Challenge("Digest realm=\"r\", nonce=\"1\"")));
        Assert.Null(Answer(client, Challenge("Digest realm=\"r\", nonce=\"2\""), tries: 1));
        Assert.NotNull(Answer(client, Challenge("Digest realm=\"r\", nonce=\"2\", stale=true"), tries: 1));
        Assert.Null(Answer(client, Challenge("Digest realm=\"r\", nonce=\"3\", stale=true"), tries: 2));
    }
}
