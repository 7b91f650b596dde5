using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>The fields of one digest challenge or of one answer to it (RFC 7616, RFC 3261 section 22).</summary>
internal readonly record struct DigestFields(
    string Realm,
    string Nonce,
    string Opaque,
    DigestAlgorithm Algorithm,
    bool Session,
    bool QopAuth,
    bool Stale,
    string UserName = "",
    string Uri = "",
    string Response = "",
    string CNonce = "",
    string NonceCount = "")
{
    /// <summary>False for another scheme, an unknown algorithm, a missing nonce or a broken list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out DigestFields fields)
    {
        fields = default;
        value = SipSyntax.Trim(value);
        if (value.Length < 7 || !SipSyntax.EqualsIgnoreCase(value[..6], "Digest"u8) || !SipSyntax.IsSpace(value[6]))
            return false;
        var rest = value[7..];
        DigestFields read = new("", "", "", DigestAlgorithm.Md5, false, false, false);
        bool offersQop = false;
        while (SipSyntax.NextListItem(ref rest, out var item))
        {
            if (item.IsEmpty)
                continue;
            int equals = item.IndexOf((byte)'=');
            if (equals <= 0)
                return false;
            string name = Encoding.ASCII.GetString(SipSyntax.Trim(item[..equals])).ToLowerInvariant();
            string text = SipSyntax.Unquote(SipSyntax.Trim(item[(equals + 1)..]));
            switch (name)
            {
                case "realm": read = read with { Realm = text }; break;
                case "nonce": read = read with { Nonce = text }; break;
                case "opaque": read = read with { Opaque = text }; break;
                case "username": read = read with { UserName = text }; break;
                case "uri": read = read with { Uri = text }; break;
                case "response": read = read with { Response = text }; break;
                case "cnonce": read = read with { CNonce = text }; break;
                case "nc": read = read with { NonceCount = text }; break;
                case "stale": read = read with { Stale = text.Equals("true", StringComparison.OrdinalIgnoreCase) }; break;
                case "qop":
                    offersQop = true;
                    read = read with { QopAuth = Array.Exists(text.Split(','), q => q.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase)) };
                    break;
                case "algorithm":
                    if (!TryParseAlgorithm(text, out var algorithm, out bool session))
                        return false;
                    read = read with { Algorithm = algorithm, Session = session };
                    break;
                default: break;
            }
        }

        // A challenge that offers only auth-int is one that we cannot answer.
        if (read.Nonce.Length == 0 || (offersQop && !read.QopAuth))
            return false;
        fields = read;
        return true;
    }

    private static bool TryParseAlgorithm(string text, out DigestAlgorithm algorithm, out bool session)
    {
        session = text.EndsWith("-sess", StringComparison.OrdinalIgnoreCase);
        string name = (session ? text[..^5] : text).ToUpperInvariant();
        algorithm = name switch
        {
            "SHA-256" => DigestAlgorithm.Sha256,
            "SHA-512-256" => DigestAlgorithm.Sha512T256,
            _ => DigestAlgorithm.Md5,
        };
        return algorithm != DigestAlgorithm.Md5 || name == "MD5";
    }
}
