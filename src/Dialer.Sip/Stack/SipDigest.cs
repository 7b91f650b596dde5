using System.Security.Cryptography;
using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>The algorithms of RFC 8760, weakest first.</summary>
internal enum DigestAlgorithm : byte
{
    Md5,
    Sha256,
    Sha512T256,
}

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
        if (value.Length < 7 || !SipSyntax.EqualsIgnoreCase(value[..6], "Digest"u8) || !SipSyntax.IsSpace(value[6])) return false;
        ReadOnlySpan<byte> rest = value[7..];
        DigestFields read = new("", "", "", DigestAlgorithm.Md5, false, false, false);
        bool offersQop = false;
        while (SipSyntax.NextListItem(ref rest, out ReadOnlySpan<byte> item))
        {
            if (item.IsEmpty) continue;
            int equals = item.IndexOf((byte)'=');
            if (equals <= 0) return false;
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
                    if (!TryParseAlgorithm(text, out DigestAlgorithm algorithm, out bool session)) return false;
                    read = read with { Algorithm = algorithm, Session = session };
                    break;
                default: break;
            }
        }

        // A challenge that offers only auth-int is one that we cannot answer.
        if (read.Nonce.Length == 0 || (offersQop && !read.QopAuth)) return false;
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

/// <summary>
/// One party's answers to challenges. At most two tries for a request (the second only for a stale nonce or after a
/// changed one), only the realm that was agreed or named first, and the strongest algorithm offered (RFC 8760 section 2.4).
/// </summary>
internal sealed class DigestClient(SipCredentials credentials)
{
    private string? _realm = credentials.Realm;
    private DigestFields _challenge;
    private int _nonceCount;
    private bool _proxy;

    /// <summary>The header line that answers the challenge in a 401 or 407; null when it must not be answered.</summary>
    public string? Answer(SipMessage response, SipMethod method, string uri, int tries, string cnonce)
    {
        if (tries >= 2) return null;
        bool proxy = response.StatusCode == 407;
        if (!TryPickChallenge(response, proxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate, out DigestFields challenge)) return null;
        bool sameNonce = challenge.Nonce == _challenge.Nonce;

        // Refused with a nonce that we answered: the password is wrong, unless the server says that the nonce was stale.
        if (tries > 0 && !challenge.Stale) return null;
        if (tries > 0 && sameNonce) return null;
        _realm = challenge.Realm;
        _challenge = challenge;
        _proxy = proxy;
        if (!sameNonce) _nonceCount = 0;
        return Compose(method, uri, cnonce);
    }

    private bool TryPickChallenge(SipMessage response, SipHeader field, out DigestFields best)
    {
        best = default;
        bool found = false;
        for (int i = response.IndexOf(field); i >= 0; i = response.IndexOf(field, i + 1))
        {
            if (!DigestFields.TryParse(response.ValueAt(i), out DigestFields one)) continue;
            if (_realm is not null && one.Realm != _realm) continue;
            if (found && one.Algorithm <= best.Algorithm) continue;
            best = one;
            found = true;
        }
        return found;
    }

    private string Compose(SipMethod method, string uri, string cnonce)
    {
        _nonceCount++;
        string count = _nonceCount.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        string ha1 = SipDigest.Hash(_challenge.Algorithm, $"{credentials.UserName}:{_challenge.Realm}:{credentials.Password}");
        string methodName = Encoding.ASCII.GetString(SipMethods.Name(method));
        string response = SipDigest.Response(_challenge, ha1, methodName, uri, cnonce, count);
        StringBuilder line = new(_proxy ? "Proxy-Authorization: Digest " : "Authorization: Digest ");
        line.Append("username=\"").Append(Quote(credentials.UserName)).Append("\", realm=\"").Append(Quote(_challenge.Realm))
            .Append("\", nonce=\"").Append(Quote(_challenge.Nonce)).Append("\", uri=\"").Append(uri)
            .Append("\", response=\"").Append(response).Append("\", algorithm=").Append(SipDigest.NameOf(_challenge.Algorithm));
        if (_challenge.Session) line.Append("-sess");
        if (_challenge.Opaque.Length > 0) line.Append(", opaque=\"").Append(Quote(_challenge.Opaque)).Append('"');
        if (_challenge.QopAuth) line.Append(", qop=auth, nc=").Append(count);
        if (_challenge.QopAuth || _challenge.Session) line.Append(", cnonce=\"").Append(cnonce).Append('"');
        return line.Append("\r\n").ToString();
    }

    private static string Quote(string text)
    {
        string clean = text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.ReplaceLineEndings(" ");
        return clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }
}
