namespace Dialer.Sip.Stack;

/// <summary>One Via element (RFC 3261 section 20.42, RFC 3581).</summary>
internal readonly ref struct SipViaView
{
    public ReadOnlySpan<byte> TransportName { get; private init; }

    public ReadOnlySpan<byte> Host { get; private init; }

    public int Port { get; private init; }

    public bool HostIsIPv6 { get; private init; }

    public ReadOnlySpan<byte> Parameters { get; private init; }

    public ReadOnlySpan<byte> Branch { get; private init; }

    public bool WantsRport { get; private init; }

    /// <summary>host[:port] as written.</summary>
    public ReadOnlySpan<byte> SentBy { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> text, out SipViaView via)
    {
        via = default;
        ScanSteps.Add(text.Length);
        var rest = text;
        if (!TakeUpTo(ref rest, (byte)'/', out var name) || !SipSyntax.EqualsIgnoreCase(name, "SIP"u8))
            return false;
        if (!TakeUpTo(ref rest, (byte)'/', out var version) || !version.SequenceEqual("2.0"u8))
            return false;
        rest = SipSyntax.Trim(rest);
        int blank = rest.IndexOfAny((byte)' ', (byte)'\t');
        if (blank <= 0 || !SipSyntax.IsToken(rest[..blank]))
            return false;
        var transport = rest[..blank];
        rest = rest[blank..];
        int semicolon = rest.IndexOf((byte)';');
        var sentBy = SipSyntax.Trim(semicolon < 0 ? rest : rest[..semicolon]);
        var parameters = semicolon < 0 ? default : rest[semicolon..];
        if (!SipUriView.TryParseHostPort(sentBy, out var host, out int port, out bool isIPv6))
            return false;
        if (!TryReadParameters(parameters, out var branch, out bool rport))
            return false;
        via = new SipViaView
        {
            TransportName = transport,
            Host = host,
            Port = port,
            HostIsIPv6 = isIPv6,
            SentBy = sentBy,
            Parameters = parameters,
            Branch = branch,
            WantsRport = rport,
        };
        return true;
    }

    private static bool TakeUpTo(scoped ref ReadOnlySpan<byte> rest, byte separator, out ReadOnlySpan<byte> part)
    {
        int at = rest.IndexOf(separator);
        part = at < 0 ? default : SipSyntax.Trim(rest[..at]);
        rest = at < 0 ? default : rest[(at + 1)..];
        return at >= 0;
    }

    private static bool TryReadParameters(ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> branch, out bool rport)
    {
        branch = default;
        rport = false;
        var rest = parameters;
        while (true)
        {
            switch (SipSyntax.NextParameter(ref rest, out var name, out var value))
            {
                case SipSyntax.ParameterStep.End: return true;
                case SipSyntax.ParameterStep.Malformed: return false;
                case SipSyntax.ParameterStep.Found:
                    if (SipSyntax.EqualsIgnoreCase(name, "branch"u8))
                    {
                        if (!SipSyntax.IsToken(value))
                            return false;
                        branch = value;
                    }
                    else if (SipSyntax.EqualsIgnoreCase(name, "rport"u8))
                    {
                        if (!value.IsEmpty && !SipSyntax.TryParseNumber(value, 65535, out _))
                            return false;
                        rport = value.IsEmpty;
                    }
                    else if (SipSyntax.EqualsIgnoreCase(name, "received"u8) && !IsAddress(value))
                    {
                        return false;
                    }
                    else if (SipSyntax.EqualsIgnoreCase(name, "ttl"u8) && !SipSyntax.TryParseNumber(value, 255, out _))
                    {
                        return false;
                    }
                    break;
            }
        }
    }

    /// <summary>IPv6 stands bare by the grammar and in brackets in practice (RFC 5118 section 4.5).</summary>
    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']')
            text = text[1..^1];
        if (text.Length is 0 or > 48)
            return false;
        if (text.IndexOf((byte)':') >= 0)
            return SipUriView.IsIPv6(text);
        return !text.ContainsAnyExcept(SipSyntax.IPv4);
    }

    /// <summary>RFC 3261 section 8.1.1.7: a branch with the cookie and something behind it is unique.</summary>
    public bool HasUniqueBranch => Branch.Length > 7 && SipSyntax.EqualsIgnoreCase(Branch[..7], "z9hG4bK"u8);
}
