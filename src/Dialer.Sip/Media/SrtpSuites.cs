using Dialer.Line;

namespace Dialer.Sip.Media;

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
