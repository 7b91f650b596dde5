using System.Globalization;
using System.Security.Cryptography;

namespace Dialer.Server.Http.Access;

/// <summary>Passwords as they are kept: PBKDF2 of the framework with a salt each, and its parameters beside it.</summary>
internal static class Passwords
{
    public const int Least = 10;
    public const int Most = 256;

    /// <summary>OWASP's number for HMAC-SHA-512.</summary>
    private const int Rounds = 210_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Kind = "pbkdf2-sha512";

    /// <summary>What a name that nobody has is compared with, so that it takes as long as one that somebody has.</summary>
    public static string Nobody { get; } = Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(SaltBytes)));

    public static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Kind}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Rounds))}");
    }

    public static bool Matches(string password, string hash) =>
        hash.Split('$') is [Kind, var rounds, var salt, var expected]
        && CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), int.Parse(rounds, CultureInfo.InvariantCulture)), Convert.FromBase64String(expected));

    private static byte[] Derive(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, HashBytes);
}
