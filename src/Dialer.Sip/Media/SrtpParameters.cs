namespace Dialer.Sip.Media;

/// <summary>The crypto suites of SDES that are spoken (RFC 4568, RFC 7714).</summary>
public enum SrtpSuite : byte
{
    /// <summary>AES_CM_128_HMAC_SHA1_80</summary>
    AesCm128HmacSha1Tag80 = 0,

    /// <summary>AES_CM_128_HMAC_SHA1_32</summary>
    AesCm128HmacSha1Tag32,

    /// <summary>AEAD_AES_128_GCM</summary>
    AeadAes128Gcm,

    /// <summary>AEAD_AES_256_GCM</summary>
    AeadAes256Gcm,
}

/// <summary>Facts about a crypto suite.</summary>
public static class SrtpSuites
{
    public static int KeyBytes(this SrtpSuite suite) => suite switch
    {
        SrtpSuite.AesCm128HmacSha1Tag80 or SrtpSuite.AesCm128HmacSha1Tag32 or SrtpSuite.AeadAes128Gcm => 16,
        SrtpSuite.AeadAes256Gcm => 32,
    };

    public static int SaltBytes(this SrtpSuite suite) => suite switch
    {
        SrtpSuite.AesCm128HmacSha1Tag80 or SrtpSuite.AesCm128HmacSha1Tag32 => 14,
        SrtpSuite.AeadAes128Gcm or SrtpSuite.AeadAes256Gcm => 12,
    };

    /// <summary>The octets of the "inline:" key parameter of a crypto attribute, before base64: 30, 28 or 44.</summary>
    public static int KeySaltBytes(this SrtpSuite suite) => suite.KeyBytes() + suite.SaltBytes();

    /// <summary>As the crypto attribute spells it.</summary>
    public static string SdpName(this SrtpSuite suite) => suite switch
    {
        SrtpSuite.AesCm128HmacSha1Tag80 => "AES_CM_128_HMAC_SHA1_80",
        SrtpSuite.AesCm128HmacSha1Tag32 => "AES_CM_128_HMAC_SHA1_32",
        SrtpSuite.AeadAes128Gcm => "AEAD_AES_128_GCM",
        SrtpSuite.AeadAes256Gcm => "AEAD_AES_256_GCM",
    };
}

/// <summary>
/// Keys of both directions, as the two crypto attributes carried them: master key and master salt one after the other
/// (30, 28 or 44 octets by suite).
/// </summary>
public sealed record SrtpParameters(SrtpSuite Suite, ReadOnlyMemory<byte> SendKeySalt, ReadOnlyMemory<byte> ReceiveKeySalt)
{
    /// <summary>True when both keys have the suite's length.</summary>
    public bool IsValid => SendKeySalt.Length == Suite.KeySaltBytes() && ReceiveKeySalt.Length == Suite.KeySaltBytes();

    /// <summary>Never the keys.</summary>
    public override string ToString() => Suite.SdpName();
}
