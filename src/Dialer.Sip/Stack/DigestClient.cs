using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>
/// One party's answers to challenges: those of the server (401) and of a proxy before it (407), each with its own credentials
/// header, both in the next try (RFC 3261 section 22.3). At most two tries a side for a request (the second only for a stale
/// nonce), only the realm that was agreed or named first, and the strongest algorithm offered (RFC 8760 section 2.4).
/// </summary>
internal sealed class DigestClient(SipCredentials credentials)
{
    private readonly Side _server = new(credentials, SipHeader.WwwAuthenticate, "Authorization");
    private readonly Side _proxy = new(credentials, SipHeader.ProxyAuthenticate, "Proxy-Authorization");

    /// <summary>The header lines that answer the challenge in a 401 or 407, and one that was answered before; null when it must not be answered.</summary>
    /// <param name="tries">How often the request was sent with credentials; 0: it is new.</param>
    public string? Answer(SipMessage response, SipMethod method, string uri, int tries, string cnonce)
    {
        if (tries == 0)
            _server.Tries = _proxy.Tries = 0;
        var (asks, other) = response.StatusCode == 407 ? (_proxy, _server) : (_server, _proxy);
        if (!asks.TryTake(response))
            return null;
        return other.Tries > 0 ? other.Compose(method, uri, cnonce) + asks.Compose(method, uri, cnonce) : asks.Compose(method, uri, cnonce);
    }

    private sealed class Side(SipCredentials credentials, SipHeader field, string answerField)
    {
        private string? _realm = credentials.Realm;
        private DigestFields _challenge;
        private int _nonceCount;

        /// <summary>Answers that this request has carried.</summary>
        public int Tries { get; set; }

        public bool TryTake(SipMessage response)
        {
            if (Tries >= 2 || !TryPickChallenge(response, out var challenge))
                return false;
            bool sameNonce = challenge.Nonce == _challenge.Nonce;

            // Refused with a nonce that we answered: the password is wrong, unless the server says that the nonce was stale.
            if (Tries > 0 && (!challenge.Stale || sameNonce))
                return false;
            Tries++;
            _realm = challenge.Realm;
            _challenge = challenge;
            if (!sameNonce)
                _nonceCount = 0;
            return true;
        }

        private bool TryPickChallenge(SipMessage response, out DigestFields best)
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

        public string Compose(SipMethod method, string uri, string cnonce)
        {
            _nonceCount++;
            string count = _nonceCount.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
            string ha1 = SipDigest.Hash(_challenge.Algorithm, $"{credentials.UserName}:{_challenge.Realm}:{credentials.Password}");
            string methodName = Encoding.ASCII.GetString(SipMethods.Name(method));
            string response = SipDigest.Response(_challenge, ha1, methodName, uri, cnonce, count);
            StringBuilder line = new(answerField);
            line.Append(": Digest username=\"").Append(Quote(credentials.UserName)).Append("\", realm=\"").Append(Quote(_challenge.Realm))
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
    }

    private static string Quote(string text)
    {
        string clean = text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text : text.ReplaceLineEndings(" ");
        return clean.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }
}
