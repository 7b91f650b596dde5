using System.Text;

namespace Dialer.Sip.Stack;

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
        if (tries >= 2)
            return null;
        bool proxy = response.StatusCode == 407;
        if (!TryPickChallenge(response, proxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate, out var challenge))
            return null;
        bool sameNonce = challenge.Nonce == _challenge.Nonce;

        // Refused with a nonce that we answered: the password is wrong, unless the server says that the nonce was stale.
        if (tries > 0 && !challenge.Stale)
            return null;
        if (tries > 0 && sameNonce)
            return null;
        _realm = challenge.Realm;
        _challenge = challenge;
        _proxy = proxy;
        if (!sameNonce)
            _nonceCount = 0;
        return Compose(method, uri, cnonce);
    }

    private bool TryPickChallenge(SipMessage response, SipHeader field, out DigestFields best)
    {
        best = default;
        bool found = false;
        for (int i = response.IndexOf(field); i >= 0; i = response.IndexOf(field, i + 1))
        {
            if (!DigestFields.TryParse(response.ValueAt(i), out var one))
                continue;
            if (_realm is not null && one.Realm != _realm)
                continue;
            if (found && one.Algorithm <= best.Algorithm)
                continue;
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
        if (_challenge.Session)
            line.Append("-sess");
        if (_challenge.Opaque.Length > 0)
            line.Append(", opaque=\"").Append(Quote(_challenge.Opaque)).Append('"');
        if (_challenge.QopAuth)
            line.Append(", qop=auth, nc=").Append(count);
        if (_challenge.QopAuth || _challenge.Session)
            line.Append(", cnonce=\"").Append(cnonce).Append('"');
        return line.Append("\r\n").ToString();
    }

    private static string Quote(string text)
    {
        string clean = text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.ReplaceLineEndings(" ");
        return clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }
}
