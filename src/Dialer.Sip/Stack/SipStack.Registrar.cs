namespace Dialer.Sip.Stack;

internal sealed partial class SipStack
{
    /// <summary>Null: we are nobody's registrar, and REGISTER gets 405.</summary>
    public SipRegistrar? Registrar { get; init; }

    private void OnRegister(SipMessage request, in SipKey key)
    {
        var registrar = Registrar!;
        if (!IsAuthenticated(request, registrar, out string user))
            return;
        var transaction = AddServer(request, key, isInvite: false);
        int status = OwnsAddress(request, user) ? registrar.Apply(user, request, NowMs) : 403;
        var writer = StartResponse(request, status, "", StatelessTag(request));
        if (status == 423)
            writer.Add("Min-Expires: "u8).Add(registrar.Options.MinExpiresSeconds).Line();
        if (status == 200)
        {
            foreach (var binding in registrar.Find(user, NowMs))
            {
                writer.Add("Contact: <"u8).Add(binding.Contact.ToString()).Add(">;expires="u8).Add(binding.SecondsLeft).Line();
            }
        }
        if (Local(request.Source.Transport) is { } local)
            writer.Add(local.UserAgentLine);
        writer.Body(default, default);
        transaction.Respond(status, writer.Written);
    }

    /// <summary>To and From name the user who showed the password: nobody registers, or calls, as another.</summary>
    private static bool OwnsAddress(SipMessage request, string user)
    {
        if (!request.TryGetAddress(SipHeader.From, out var from) || from.Uri.UserText != user)
            return false;
        return request.Method != SipMethod.Register || (request.TryGetAddress(SipHeader.To, out var to) && to.Uri.UserText == user);
    }

    /// <summary>False when the request was answered with a challenge, or not at all.</summary>
    private bool IsAuthenticated(SipMessage request, SipRegistrar registrar, out string user)
    {
        var verdict = registrar.Digest.Check(request, NowMs, out user);
        switch (verdict)
        {
            case DigestVerdict.Genuine:
                return true;
            case DigestVerdict.Banned:
                Counters.Count(SipRefusal.SourceOverRate);
                return false;
            case DigestVerdict.Challenge or DigestVerdict.Stale:
                string nonce = registrar.Digest.NewNonce(NowMs, Ids.Next(), request.Source);
                string stale = verdict == DigestVerdict.Stale ? ", stale=true" : "";
                var writer = StartResponse(request, 401, "", StatelessTag(request));

                // The strongest first (RFC 8760 section 2.4).
                foreach (var algorithm in (ReadOnlySpan<DigestAlgorithm>)[DigestAlgorithm.Sha512T256, DigestAlgorithm.Sha256, DigestAlgorithm.Md5])
                {
                    writer.Add($"WWW-Authenticate: Digest realm=\"{Quoted(registrar.Options.Realm)}\", nonce=\"{nonce}\", algorithm={SipDigest.NameOf(algorithm)}, qop=\"auth\"{stale}\r\n");
                }
                FinishStateless(writer, request);
                return false;
        }
        return false;
    }

    /// <summary>Whether this caller may call. A refused one has had its answer.</summary>
    private bool MayCall(SipMessage request)
    {
        if (Options.Challenges?.Invoke(request.Source) is { } ofTrunk)
            return IsAuthenticated(request, ofTrunk, out _);
        bool asks = Registrar is { Options.AuthenticateCalls: true };
        if (Knows(request.Source) || (!asks && Options.IsKnown is null) || _limits.TrustsByName(request.Source))
            return true;
        string user = "";
        if (asks && !IsAuthenticated(request, Registrar!, out user))
            return false;
        if (asks && OwnsAddress(request, user))
            return true;
        Refuse(request, SipRefusal.Stranger);
        return false;
    }
}
