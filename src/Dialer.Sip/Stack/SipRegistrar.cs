using System.Text;
using Dialer.Line;

namespace Dialer.Sip.Stack;

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
            if (!_bindings.TryGetValue(user, out var bindings))
                return [];
            bindings.RemoveAll(binding => binding.UntilMs <= nowMs);
            return bindings.ConvertAll(binding => new SipBinding(binding.Uri, binding.Flow, (int)((binding.UntilMs - nowMs) / 1000)));
        }
    }

    /// <summary>Applies the Contacts of a REGISTER. The status to answer with: 200, 400 or 423.</summary>
    public int Apply(string user, SipMessage request, long nowMs)
    {
        if (!TryReadChanges(request, out List<(string Contact, SipUri Uri, int Seconds)> changes, out bool all, out int status))
            return status;
        lock (_lock)
        {
            if (!_bindings.TryGetValue(user, out var bindings))
                _bindings[user] = bindings = [];
            bindings.RemoveAll(binding => all || binding.UntilMs <= nowMs);
            foreach ((string contact, var uri, int seconds) in changes)
            {
                bindings.RemoveAll(binding => binding.Contact == contact);
                if (seconds == 0)
                    continue;
                if (bindings.Count >= options.MaxBindingsPerUser)
                    bindings.Remove(bindings.MinBy(binding => binding.UntilMs)!);
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
            var rest = request.ValueAt(i);
            if (rest.SequenceEqual("*"u8))
            {
                // RFC 3261 section 10.2.2: only with Expires: 0, and alone.
                all = hasExpires && common == 0 && changes.Count == 0;
                if (!all)
                    return false;
                continue;
            }
            while (SipSyntax.NextListItem(ref rest, out var item))
            {
                if (all || changes.Count >= options.MaxBindingsPerUser || !SipAddressView.TryParse(item, out var address) || !SipUri.TryParse(address.Uri, out var uri))
                    return false;
                long seconds = hasExpires ? common : options.MaxExpiresSeconds;
                if (address.TryGetParameter("expires"u8, out var own) && !SipSyntax.TryParseNumber(own, uint.MaxValue, out seconds))
                    seconds = options.MaxExpiresSeconds;
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
