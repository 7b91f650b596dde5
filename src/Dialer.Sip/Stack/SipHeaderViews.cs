using System.Net;
using System.Text;

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
        if (text.IsEmpty) return false;
        int open = text[0] == '"' ? AngleAfterQuote(text) : text.IndexOf((byte)'<');
        if (open == -2) return false;
        if (open >= 0) return TryParseNameAddr(text, open, out address);

        // Without angle brackets, parameters belong to the header field, and the URI may hold no comma or question mark.
        int semicolon = text.IndexOf((byte)';');
        ReadOnlySpan<byte> uri = SipSyntax.Trim(semicolon < 0 ? text : text[..semicolon]);
        if (uri.IsEmpty || uri.IndexOfAny((byte)'?', (byte)',', (byte)'"') >= 0) return false;
        address = new SipAddressView { Uri = uri, Parameters = semicolon < 0 ? default : text[semicolon..] };
        return true;
    }

    private static int AngleAfterQuote(ReadOnlySpan<byte> text)
    {
        int close = SipSyntax.ClosingQuote(text, 0);
        if (close < 0) return -2;
        int open = text[(close + 1)..].IndexOf((byte)'<');
        return open < 0 ? -2 : close + 1 + open;
    }

    private static bool TryParseNameAddr(ReadOnlySpan<byte> text, int open, out SipAddressView address)
    {
        address = default;
        int close = text[open..].IndexOf((byte)'>');
        if (close < 0) return false;
        close += open;
        ReadOnlySpan<byte> uri = text[(open + 1)..close];
        ReadOnlySpan<byte> display = SipSyntax.Trim(text[..open]);
        ReadOnlySpan<byte> after = SipSyntax.Trim(text[(close + 1)..]);
        if (uri.IsEmpty || (!after.IsEmpty && after[0] != ';')) return false;
        address = new SipAddressView { DisplayName = display, Uri = uri, Parameters = after };
        return true;
    }

    /// <summary>Parameters well formed, display name balanced, URI of the schemes that a telephone line knows.</summary>
    public bool IsWhole(out SipUriView uri)
    {
        // RFC 4475 section 3.1.2.14: blanks inside the brackets are tolerated.
        if (!SipUriView.TryParse(SipSyntax.Trim(Uri), out uri)) return false;
        if (!DisplayName.IsEmpty && DisplayName[0] != '"' && DisplayName.IndexOf((byte)'"') >= 0) return false;
        ReadOnlySpan<byte> rest = Parameters;
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
        ReadOnlySpan<byte> rest = text;
        if (!TakeUpTo(ref rest, (byte)'/', out ReadOnlySpan<byte> name) || !SipSyntax.EqualsIgnoreCase(name, "SIP"u8)) return false;
        if (!TakeUpTo(ref rest, (byte)'/', out ReadOnlySpan<byte> version) || !version.SequenceEqual("2.0"u8)) return false;
        rest = SipSyntax.Trim(rest);
        int blank = rest.IndexOfAny((byte)' ', (byte)'\t');
        if (blank <= 0 || !SipSyntax.IsToken(rest[..blank])) return false;
        ReadOnlySpan<byte> transport = rest[..blank];
        rest = rest[blank..];
        int semicolon = rest.IndexOf((byte)';');
        ReadOnlySpan<byte> sentBy = SipSyntax.Trim(semicolon < 0 ? rest : rest[..semicolon]);
        ReadOnlySpan<byte> parameters = semicolon < 0 ? default : rest[semicolon..];
        if (!SipUriView.TryParseHostPort(sentBy, out ReadOnlySpan<byte> host, out int port, out bool isIPv6)) return false;
        if (!TryReadParameters(parameters, out ReadOnlySpan<byte> branch, out bool rport)) return false;
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
        ReadOnlySpan<byte> rest = parameters;
        while (true)
        {
            switch (SipSyntax.NextParameter(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
            {
                case SipSyntax.ParameterStep.End: return true;
                case SipSyntax.ParameterStep.Malformed: return false;
                case SipSyntax.ParameterStep.Found:
                    if (SipSyntax.EqualsIgnoreCase(name, "branch"u8))
                    {
                        if (!SipSyntax.IsToken(value)) return false;
                        branch = value;
                    }
                    else if (SipSyntax.EqualsIgnoreCase(name, "rport"u8))
                    {
                        if (!value.IsEmpty && !SipSyntax.TryParseNumber(value, 65535, out _)) return false;
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
        if (text.Length > 2 && text[0] == '[' && text[^1] == ']') text = text[1..^1];
        if (text.Length is 0 or > 48) return false;
        if (text.IndexOf((byte)':') >= 0) return SipUriView.IsIPv6(text);
        return !text.ContainsAnyExcept(SipSyntax.IPv4);
    }

    /// <summary>RFC 3261 section 8.1.1.7: a branch with the cookie and something behind it is unique.</summary>
    public bool HasUniqueBranch => Branch.Length > 7 && SipSyntax.EqualsIgnoreCase(Branch[..7], "z9hG4bK"u8);
}

internal static class SipHeaderReader
{
    public static SipReason? ReadReason(ReadOnlySpan<byte> item)
    {
        int semicolon = item.IndexOf((byte)';');
        ReadOnlySpan<byte> protocol = SipSyntax.Trim(semicolon < 0 ? item : item[..semicolon]);
        if (!SipSyntax.IsToken(protocol)) return null;
        ReadOnlySpan<byte> parameters = semicolon < 0 ? default : item[semicolon..];
        long cause = 0;
        if (SipSyntax.TryGetParameter(parameters, "cause"u8, out ReadOnlySpan<byte> number)) SipSyntax.TryParseNumber(number, 999, out cause);
        string? text = SipSyntax.TryGetParameter(parameters, "text"u8, out ReadOnlySpan<byte> quoted) ? SipSyntax.Unquote(quoted) : null;
        return new SipReason(Encoding.ASCII.GetString(protocol), (int)cause, text);
    }

    public static bool MediaTypeIs(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> wanted)
    {
        int semicolon = contentType.IndexOf((byte)';');
        return SipSyntax.EqualsIgnoreCase(SipSyntax.Trim(semicolon < 0 ? contentType : contentType[..semicolon]), wanted);
    }

    /// <summary>type "/" subtype, then parameters.</summary>
    public static bool IsMediaType(ReadOnlySpan<byte> contentType)
    {
        int semicolon = contentType.IndexOf((byte)';');
        ReadOnlySpan<byte> type = SipSyntax.Trim(semicolon < 0 ? contentType : contentType[..semicolon]);
        int slash = type.IndexOf((byte)'/');
        return slash > 0 && SipSyntax.IsToken(SipSyntax.Trim(type[..slash])) && SipSyntax.IsToken(SipSyntax.Trim(type[(slash + 1)..]));
    }
}

/// <summary>Bodies of several parts (RFC 2046 section 5.1, RFC 5621). Only looked into when somebody asks.</summary>
internal static class SipMultipart
{
    /// <summary>Parts beyond these are not looked at.</summary>
    public const int MaxParts = 16;

    public static bool IsMultipart(ReadOnlySpan<byte> contentType) =>
        contentType.Length > 10 && SipSyntax.EqualsIgnoreCase(contentType[..10], "multipart/"u8);

    /// <summary>The content of the first part of type <paramref name="wanted"/>; empty when there is none.</summary>
    public static ReadOnlySpan<byte> FindPart(SipMessage message, ReadOnlySpan<byte> wanted)
    {
        ReadOnlySpan<byte> contentType = message.Header(SipHeader.ContentType);
        return IsMultipart(contentType) ? FindPart(contentType, message.Body, wanted) : default;
    }

    public static ReadOnlySpan<byte> FindPart(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, ReadOnlySpan<byte> wanted)
    {
        int semicolon = contentType.IndexOf((byte)';');
        if (semicolon < 0) return default;
        if (!SipSyntax.TryGetParameter(contentType[semicolon..], "boundary"u8, out ReadOnlySpan<byte> boundary)) return default;
        if (boundary.Length > 2 && boundary[0] == '"' && boundary[^1] == '"') boundary = boundary[1..^1];
        if (boundary.Length is 0 or > 70) return default;
        Span<byte> delimiter = stackalloc byte[boundary.Length + 2];
        delimiter[0] = delimiter[1] = (byte)'-';
        boundary.CopyTo(delimiter[2..]);
        ReadOnlySpan<byte> rest = body;
        for (int part = 0; part <= MaxParts; part++)
        {
            int at = rest.IndexOf(delimiter);
            if (at < 0) return default;
            rest = rest[(at + delimiter.Length)..];
            int next = rest.IndexOf(delimiter);
            ScanSteps.Add(at + delimiter.Length + (next < 0 ? rest.Length : next));
            if (next < 0) return default;
            ReadOnlySpan<byte> content = rest[..next];
            if (content.StartsWith("\r\n"u8) && PartHasType(content[2..], wanted, out ReadOnlySpan<byte> found)) return found;
        }
        return default;
    }

    private static bool PartHasType(ReadOnlySpan<byte> part, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> content)
    {
        content = default;
        bool matches = false;
        while (true)
        {
            int end = part.IndexOf("\r\n"u8);
            ScanSteps.Add(end < 0 ? part.Length : end + 2);
            if (end < 0) return false;
            ReadOnlySpan<byte> line = part[..end];
            part = part[(end + 2)..];
            if (line.IsEmpty) break;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0) continue;
            bool isType = SipHeaders.Identify(SipSyntax.Trim(line[..colon])) == SipHeader.ContentType;
            if (isType) matches = SipHeaderReader.MediaTypeIs(line[(colon + 1)..], wanted);
        }
        content = part.EndsWith("\r\n"u8) ? part[..^2] : part;
        return matches;
    }
}
