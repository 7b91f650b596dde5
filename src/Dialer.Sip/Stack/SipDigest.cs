using System.Security.Cryptography;
using System.Text;

namespace Dialer.Sip.Stack;

internal static class SipDigest
{
    public static string NameOf(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => "MD5",
        DigestAlgorithm.Sha256 => "SHA-256",
        DigestAlgorithm.Sha512T256 => "SHA-512-256",
    };

    /// <summary>Lower-case hex of the hash of the UTF-8 text.</summary>
    public static string Hash(DigestAlgorithm algorithm, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return algorithm switch
        {
#pragma warning disable CA5351 // RFC 3261 asks for MD5; the peer chooses, and stronger offers are preferred.
            DigestAlgorithm.Md5 => Convert.ToHexStringLower(MD5.HashData(bytes)),
#pragma warning restore CA5351
            DigestAlgorithm.Sha256 => Convert.ToHexStringLower(SHA256.HashData(bytes)),
            DigestAlgorithm.Sha512T256 => Convert.ToHexStringLower(Sha512T256.HashData(bytes)),
        };
    }

    /// <summary>The response of RFC 7616 section 3.4.1 for H(user:realm:password) = <paramref name="ha1"/>.</summary>
    public static string Response(in DigestFields fields, string ha1, string method, string uri, string cnonce, string nonceCount)
    {
        string key = fields.Session ? Hash(fields.Algorithm, $"{ha1}:{fields.Nonce}:{cnonce}") : ha1;
        string ha2 = Hash(fields.Algorithm, $"{method}:{uri}");
        string middle = fields.QopAuth ? $"{fields.Nonce}:{nonceCount}:{cnonce}:auth" : fields.Nonce;
        return Hash(fields.Algorithm, $"{key}:{middle}:{ha2}");
    }
}
