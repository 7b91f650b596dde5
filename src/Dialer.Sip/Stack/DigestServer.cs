using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dialer.Line;

namespace Dialer.Sip.Stack;

/// <summary>
/// Asks for credentials and checks them (RFC 7616, RFC 8760). Nonces are signed, not stored; each nonce and count is accepted
/// once, and only from the address that was asked: so nobody can fail in another's name. Five failures within a minute silence
/// a source for a minute.
/// </summary>
internal sealed class DigestServer(SipRegistrarOptions options)
{
    private const long NonceLifeMs = 60_000;
    private const int MaxFailures = 5;
    private const long BanMs = 60_000;
    private const int MaxSources = 4096;
    private const int MaxUsed = 8192;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<(ulong, ulong), (int Failures, long SinceMs)> _failures = [];
    private HashSet<string> _used = [];
    private HashSet<string> _usedBefore = [];

    public DigestVerdict Check(SipMessage request, long nowMs, out string user)
    {
        user = "";
        (ulong, ulong) source = (request.Source.High, request.Source.Low);
        if (IsBanned(source, nowMs))
            return DigestVerdict.Banned;
        if (!TryFindAnswer(request, out var fields))
            return DigestVerdict.Challenge;
        bool genuine = IsGenuine(request, fields);
        if (!genuine)
        {
            CountFailure(source, nowMs);
            return DigestVerdict.Challenge;
        }
        if (!NonceIsFresh(fields.Nonce, nowMs) || !IsFirstUse(fields))
            return DigestVerdict.Stale;
        user = fields.UserName;
        return DigestVerdict.Genuine;
    }

    private bool TryFindAnswer(SipMessage request, out DigestFields fields)
    {
        for (int i = request.IndexOf(SipHeader.Authorization); i >= 0; i = request.IndexOf(SipHeader.Authorization, i + 1))
        {
            if (DigestFields.TryParse(request.ValueAt(i), out fields) && fields.Realm == options.Realm && NonceIsOurs(fields.Nonce, request.Source))
                return true;
        }
        fields = default;
        return false;
    }

    private bool IsGenuine(SipMessage request, in DigestFields fields)
    {
        // The same work for a user who does not exist, so that the time says nothing.
        bool known = options.Users.TryGetValue(fields.UserName, out string? password);
        string ha1 = SipDigest.Hash(fields.Algorithm, $"{fields.UserName}:{options.Realm}:{password ?? "no such user"}");
        string method = Encoding.ASCII.GetString(request.MethodName);
        string expected = SipDigest.Response(fields, ha1, method, fields.Uri, fields.CNonce, fields.NonceCount);
        bool matches = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(fields.Response.ToLowerInvariant()));
        bool sameUri = fields.Uri == Encoding.UTF8.GetString(request.RequestUri);
        return known & matches & sameUri;
    }

    public string NewNonce(long nowMs, ulong salt, in SipHop source)
    {
        string head = $"{nowMs:x16}{salt:x16}";
        return head + Sign(head, source);
    }

    private string Sign(string head, in SipHop source) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes($"{head}{source.High:x16}{source.Low:x16}")).AsSpan(0, 12));

    private bool NonceIsOurs(string nonce, in SipHop source) =>
        nonce.Length == 56 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(nonce[..32], source)), Encoding.UTF8.GetBytes(nonce[32..]));

    private static bool NonceIsFresh(string nonce, long nowMs)
    {
        long made = long.Parse(nonce.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return nowMs - made is >= 0 and <= NonceLifeMs;
    }

    /// <summary>Two generations of bounded sets: what is forgotten has an expired nonce, or the flood that pushed it out was banned.</summary>
    private bool IsFirstUse(in DigestFields fields)
    {
        string use = fields.Nonce + fields.NonceCount;
        if (_used.Contains(use) || _usedBefore.Contains(use))
            return false;
        if (_used.Count >= MaxUsed)
        {
            _usedBefore = _used;
            _used = [];
        }
        return _used.Add(use);
    }

    private bool IsBanned((ulong, ulong) source, long nowMs) =>
        _failures.TryGetValue(source, out var seen) && seen.Failures >= MaxFailures && nowMs - seen.SinceMs < BanMs;

    private void CountFailure((ulong, ulong) source, long nowMs)
    {
        if (_failures.Count >= MaxSources)
            _failures.Clear();
        var seen = _failures.GetValueOrDefault(source);
        bool recent = seen.Failures > 0 && nowMs - seen.SinceMs < BanMs;
        _failures[source] = recent ? (seen.Failures + 1, nowMs) : (1, nowMs);
    }
}
