namespace Dialer.Sip.Stack;

/// <summary>Whether two SIP URIs mean the same (RFC 3261 section 19.1.4), without their headers.</summary>
internal static class SipUriComparison
{
    public static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.SequenceEqual(other))
            return true;
        if (!SipUriView.TryParse(one, out var a) || !SipUriView.TryParse(other, out var b))
            return false;
        return a.Scheme == b.Scheme && a.Port == b.Port && SipSyntax.EqualsIgnoreCase(a.Host, b.Host) && IsSameUser(a.User, b.User)
            && FitsIn(a.Parameters, b.Parameters) && FitsIn(b.Parameters, a.Parameters);
    }

    /// <summary>The user's case counts; escapes do not.</summary>
    private static bool IsSameUser(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || Uri.UnescapeDataString(System.Text.Encoding.UTF8.GetString(a)) == Uri.UnescapeDataString(System.Text.Encoding.UTF8.GetString(b));

    /// <summary>A parameter of both must be the same in both; of those that only one has, these make a difference.</summary>
    private static bool FitsIn(ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> others)
    {
        var rest = parameters;
        while (SipSyntax.NextParameter(ref rest, out var name, out var value) == SipSyntax.ParameterStep.Found)
        {
            if (SipSyntax.TryGetParameter(others, name, out var otherValue) ? !SipSyntax.EqualsIgnoreCase(value, otherValue) : MakesDifference(name))
                return false;
        }
        return true;
    }

    private static bool MakesDifference(ReadOnlySpan<byte> name) =>
        SipSyntax.EqualsIgnoreCase(name, "transport"u8) || SipSyntax.EqualsIgnoreCase(name, "user"u8) || SipSyntax.EqualsIgnoreCase(name, "ttl"u8)
        || SipSyntax.EqualsIgnoreCase(name, "method"u8) || SipSyntax.EqualsIgnoreCase(name, "maddr"u8);
}
