namespace Dialer.Line;

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
