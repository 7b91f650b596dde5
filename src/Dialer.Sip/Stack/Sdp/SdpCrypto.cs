namespace Dialer.Sip.Stack.Sdp;

/// <summary>One a=crypto line (RFC 4568). KeyParams is "inline:..." as written.</summary>
public sealed record SdpCrypto(int Tag, string Suite, string KeyParams, string SessionParams = "")
{
    private const string Inline = "inline:";

    /// <summary>
    /// False: several keys or a key's name within each packet (MKI), or session parameters beyond the hint of a window's
    /// size. Such a line is passed over (RFC 4568 section 6.3).
    /// </summary>
    public bool IsUnderstood
    {
        get
        {
            int lifetime = KeyParams.IndexOf('|', StringComparison.Ordinal);
            bool named = lifetime >= 0 && KeyParams.IndexOf(':', lifetime) >= 0;
            bool onlyHint = SessionParams.Length == 0 || (SessionParams.StartsWith("WSH=", StringComparison.Ordinal) && !SessionParams.Contains(' ', StringComparison.Ordinal));
            return onlyHint && !named && !KeyParams.Contains(';', StringComparison.Ordinal);
        }
    }

    public static SdpCrypto FromKey(int tag, string suite, ReadOnlySpan<byte> keySalt) => new(tag, suite, Inline + Convert.ToBase64String(keySalt));

    /// <summary>The master key and salt; null where they are not written as RFC 4568 section 6.1 says.</summary>
    public byte[]? KeySalt()
    {
        if (!KeyParams.StartsWith(Inline, StringComparison.OrdinalIgnoreCase))
            return null;
        int end = KeyParams.IndexOf('|', StringComparison.Ordinal);
        var coded = KeyParams.AsSpan(Inline.Length, (end < 0 ? KeyParams.Length : end) - Inline.Length);
        byte[] key = new byte[coded.Length];
        return Convert.TryFromBase64Chars(coded, key, out int length) ? key[..length] : null;
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"crypto {Tag} {Suite}";
}
