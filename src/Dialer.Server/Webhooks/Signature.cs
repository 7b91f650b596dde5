using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dialer.Server.Webhooks;

/// <summary>HMAC-SHA-256 over the moment and the body: who has the secret knows that it comes from here, and when.</summary>
public static class Signature
{
    public const string Header = "Dialer-Signature";

    /// <returns>t=UNIX seconds, v1=hexadecimal HMAC of "t.body".</returns>
    public static string Of(string secret, DateTimeOffset at, string body)
    {
        string seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }
}
