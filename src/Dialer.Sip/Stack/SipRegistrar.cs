using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>A registrar of our own, for phones that have no PBX.</summary>
public sealed record SipRegistrarOptions
{
    /// <summary>Named in each challenge; phones keep their password by it.</summary>
    public required string Realm { get; init; }

    /// <summary>User names and passwords.</summary>
    public required IReadOnlyDictionary<string, string> Users { get; init; }

    /// <summary>Shorter bindings are refused with 423.</summary>
    public int MinExpiresSeconds { get; init; } = 60;

    /// <summary>Longer bindings are shortened to this.</summary>
    public int MaxExpiresSeconds { get; init; } = 3_600;

    /// <summary>A further binding replaces the one that ends first.</summary>
    public int MaxBindingsPerUser { get; init; } = 5;

    /// <summary>A call from a source that is not trusted must be authenticated as one of the users.</summary>
    public bool AuthenticateCalls { get; init; } = true;
}

/// <summary>Where a registered phone can be reached: call <paramref name="Contact"/>, by way of <paramref name="Flow"/>.</summary>
public readonly record struct SipBinding(SipUri Contact, SipHop Flow, int SecondsLeft);

internal enum DigestVerdict : byte
{
    Genuine,

    /// <summary>No credentials, or none that fit: challenge, in the same way whether or not the user exists.</summary>
    Challenge,

    /// <summary>Right once, but the nonce is too old or was used: challenge with stale=true.</summary>
    Stale,

    /// <summary>Too many failures from this source: not answered at all for a while.</summary>
    Banned,
}

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
        if (IsBanned(source, nowMs)) return DigestVerdict.Banned;
        if (!TryFindAnswer(request, out DigestFields fields)) return DigestVerdict.Challenge;
        bool genuine = IsGenuine(request, fields);
        if (!genuine)
        {
            CountFailure(source, nowMs);
            return DigestVerdict.Challenge;
        }
        if (!NonceIsFresh(fields.Nonce, nowMs) || !IsFirstUse(fields)) return DigestVerdict.Stale;
        user = fields.UserName;
        return DigestVerdict.Genuine;
    }

    private bool TryFindAnswer(SipMessage request, out DigestFields fields)
    {
        for (int i = request.IndexOf(SipHeader.Authorization); i >= 0; i = request.IndexOf(SipHeader.Authorization, i + 1))
        {
            if (DigestFields.TryParse(request.ValueAt(i), out fields) && fields.Realm == options.Realm && NonceIsOurs(fields.Nonce, request.Source)) return true;
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
        if (_used.Contains(use) || _usedBefore.Contains(use)) return false;
        if (_used.Count >= MaxUsed)
        {
            _usedBefore = _used;
            _used = [];
        }
        return _used.Add(use);
    }

    private bool IsBanned((ulong, ulong) source, long nowMs) =>
        _failures.TryGetValue(source, out (int Failures, long SinceMs) seen) && seen.Failures >= MaxFailures && nowMs - seen.SinceMs < BanMs;

    private void CountFailure((ulong, ulong) source, long nowMs)
    {
        if (_failures.Count >= MaxSources) _failures.Clear();
        (int Failures, long SinceMs) seen = _failures.GetValueOrDefault(source);
        bool recent = seen.Failures > 0 && nowMs - seen.SinceMs < BanMs;
        _failures[source] = recent ? (seen.Failures + 1, nowMs) : (1, nowMs);
    }
}

/// <summary>The bindings of our own users (RFC 3261 section 10.3). Written on the reactor thread, read from any.</summary>
internal sealed class SipRegistrar(SipRegistrarOptions options)
{
    private sealed record Binding(string Contact, SipUri Uri, SipHop Flow, long UntilMs);

    private readonly Dictionary<string, List<Binding>> _bindings = [];
    private readonly Lock _lock = new();

    public SipRegistrarOptions Options => options;

    public DigestServer Digest { get; } = new(options);

    public IReadOnlyList<SipBinding> Find(string user, long nowMs)
    {
        lock (_lock)
        {
            if (!_bindings.TryGetValue(user, out List<Binding>? bindings)) return [];
            bindings.RemoveAll(binding => binding.UntilMs <= nowMs);
            return bindings.ConvertAll(binding => new SipBinding(binding.Uri, binding.Flow, (int)((binding.UntilMs - nowMs) / 1000)));
        }
    }

    /// <summary>Applies the Contacts of a REGISTER. The status to answer with: 200, 400 or 423.</summary>
    public int Apply(string user, SipMessage request, long nowMs)
    {
        if (!TryReadChanges(request, out List<(string Contact, SipUri Uri, int Seconds)> changes, out bool all, out int status)) return status;
        lock (_lock)
        {
            if (!_bindings.TryGetValue(user, out List<Binding>? bindings)) _bindings[user] = bindings = [];
            bindings.RemoveAll(binding => all || binding.UntilMs <= nowMs);
            foreach ((string contact, SipUri uri, int seconds) in changes)
            {
                bindings.RemoveAll(binding => binding.Contact == contact);
                if (seconds == 0) continue;
                if (bindings.Count >= options.MaxBindingsPerUser) bindings.Remove(bindings.MinBy(binding => binding.UntilMs)!);
                bindings.Add(new Binding(contact, uri, request.Source, nowMs + (seconds * 1000L)));
            }
        }
        return 200;
    }

    private bool TryReadChanges(SipMessage request, out List<(string, SipUri, int)> changes, out bool all, out int status)
    {
        changes = [];
        all = false;
        status = 400;
        bool hasExpires = SipSyntax.TryParseNumber(request.Header(SipHeader.Expires), uint.MaxValue, out long common);
        for (int i = request.IndexOf(SipHeader.Contact); i >= 0; i = request.IndexOf(SipHeader.Contact, i + 1))
        {
            ReadOnlySpan<byte> rest = request.ValueAt(i);
            if (rest.SequenceEqual("*"u8))
            {
                // RFC 3261 section 10.2.2: only with Expires: 0, and alone.
                all = hasExpires && common == 0 && changes.Count == 0;
                if (!all) return false;
                continue;
            }
            while (SipSyntax.NextListItem(ref rest, out ReadOnlySpan<byte> item))
            {
                if (all || changes.Count >= options.MaxBindingsPerUser || !SipAddressView.TryParse(item, out SipAddressView address) || !SipUri.TryParse(address.Uri, out SipUri uri)) return false;
                long seconds = hasExpires ? common : options.MaxExpiresSeconds;
                if (address.TryGetParameter("expires"u8, out ReadOnlySpan<byte> own) && !SipSyntax.TryParseNumber(own, uint.MaxValue, out seconds)) seconds = options.MaxExpiresSeconds;
                if (seconds > 0 && seconds < options.MinExpiresSeconds)
                {
                    status = 423;
                    return false;
                }
                changes.Add((Encoding.UTF8.GetString(address.Uri), uri, (int)Math.Min(seconds, options.MaxExpiresSeconds)));
            }
        }
        return true;
    }
}
