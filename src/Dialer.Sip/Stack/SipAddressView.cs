namespace Dialer.Sip.Stack;

/// <summary>name-addr or addr-spec with header parameters: From, To, Contact, Route, Refer-To (RFC 3261 section 20.10).</summary>
public readonly ref struct SipAddressView
{
    /// <summary>As written, with quotes.</summary>
    public ReadOnlySpan<byte> DisplayName { get; private init; }

    /// <summary>Without angle brackets.</summary>
    public ReadOnlySpan<byte> Uri { get; private init; }

    /// <summary>";tag=x;q=0.5" behind the address.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        SipSyntax.TryGetParameter(Parameters, name, out value);

    /// <summary>Reads where the parts stand. <see cref="IsWhole"/> says whether they are well formed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipAddressView address)
    {
        address = default;
        ScanSteps.Add(text.Length);
        text = SipSyntax.Trim(text);
        if (text.IsEmpty)
            return false;
        int open = text[0] == '"' ? AngleAfterQuote(text) : text.IndexOf((byte)'<');
        if (open == -2)
            return false;
        if (open >= 0)
            return TryParseNameAddr(text, open, out address);

        // Without angle brackets, parameters belong to the header field, and the URI may hold no comma or question mark.
        int semicolon = text.IndexOf((byte)';');
        var uri = SipSyntax.Trim(semicolon < 0 ? text : text[..semicolon]);
        if (uri.IsEmpty || uri.IndexOfAny((byte)'?', (byte)',', (byte)'"') >= 0)
            return false;
        address = new SipAddressView { Uri = uri, Parameters = semicolon < 0 ? default : text[semicolon..] };
        return true;
    }

    private static int AngleAfterQuote(ReadOnlySpan<byte> text)
    {
        int close = SipSyntax.ClosingQuote(text, 0);
        if (close < 0)
            return -2;
        int open = text[(close + 1)..].IndexOf((byte)'<');
        return open < 0 ? -2 : close + 1 + open;
    }

    private static bool TryParseNameAddr(ReadOnlySpan<byte> text, int open, out SipAddressView address)
    {
        address = default;
        int close = text[open..].IndexOf((byte)'>');
        if (close < 0)
            return false;
        close += open;
        var uri = text[(open + 1)..close];
        var display = SipSyntax.Trim(text[..open]);
        var after = SipSyntax.Trim(text[(close + 1)..]);
        if (uri.IsEmpty || (!after.IsEmpty && after[0] != ';'))
            return false;
        address = new SipAddressView { DisplayName = display, Uri = uri, Parameters = after };
        return true;
    }

    /// <summary>Parameters well formed, display name balanced, URI of the schemes that a telephone line knows.</summary>
    public bool IsWhole(out SipUriView uri)
    {
        // RFC 4475 section 3.1.2.14: blanks inside the brackets are tolerated.
        if (!SipUriView.TryParse(SipSyntax.Trim(Uri), out uri))
            return false;
        if (!DisplayName.IsEmpty && DisplayName[0] != '"' && DisplayName.IndexOf((byte)'"') >= 0)
            return false;
        var rest = Parameters;
        while (true)
        {
            switch (SipSyntax.NextParameter(ref rest, out _, out _))
            {
                case SipSyntax.ParameterStep.Found: continue;
                case SipSyntax.ParameterStep.End: return true;
                case SipSyntax.ParameterStep.Malformed: return false;
            }
        }
    }
}
