using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dialer.Server.Http.Access;

/// <summary>Tokens that this program makes: 256 bits of chance behind a prefix that says what they are. Kept as a hash alone.</summary>
internal static class Secrets
{
    public const string KeyPrefix = "dlk_";
    public const string SessionPrefix = "dls_";

    public static string Make(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
