using System.Net;

namespace Dialer.Sip.Stack;

/// <summary>A SIP, SIPS or tel URI over the bytes of a message; nothing is copied. See RFC 3261 section 19.1 and RFC 3966.</summary>
public readonly ref struct SipUriView
{
    /// <summary>Longer URIs are refused before they are read.</summary>
    public const int MaxLength = 1024;

    public SipUriScheme Scheme { get; private init; }

    /// <summary>The user part as written (escapes kept); for tel: the number.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>The host without brackets.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>0 when absent.</summary>
    public int Port { get; private init; }

    /// <summary>";name=value;name" as written.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>What follows '?', as written.</summary>
    public ReadOnlySpan<byte> Headers { get; private init; }

    public bool HostIsIPv6 { get; private init; }

    public bool HasUser { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> text, out SipUriView uri)
    {
        uri = default;
        if (text.IsEmpty || text.Length > MaxLength)
            return false;
        ScanSteps.Add(text.Length);
        int colon = text.IndexOf((byte)':');
        if (colon <= 0)
            return false;
        var scheme = text[..colon];
        var rest = text[(colon + 1)..];
        if (SipSyntax.EqualsIgnoreCase(scheme, "sip"u8))
            return TryParseSip(SipUriScheme.Sip, rest, out uri);
        if (SipSyntax.EqualsIgnoreCase(scheme, "sips"u8))
            return TryParseSip(SipUriScheme.Sips, rest, out uri);
        if (SipSyntax.EqualsIgnoreCase(scheme, "tel"u8))
            return TryParseTel(rest, out uri);
        if (!IsScheme(scheme) || rest.IsEmpty || rest.ContainsAnyExcept(SipSyntax.OpaqueUri))
            return false;
        uri = new SipUriView { Scheme = SipUriScheme.Other, User = rest, HasUser = true };
        return true;
    }

    private static bool IsScheme(ReadOnlySpan<byte> scheme)
    {
        if (!char.IsAsciiLetter((char)scheme[0]))
            return false;
        foreach (byte b in scheme)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
                return false;
        }
        return true;
    }

    private static bool TryParseTel(ReadOnlySpan<byte> rest, out SipUriView uri)
    {
        uri = default;
        int semicolon = rest.IndexOf((byte)';');
        var number = semicolon < 0 ? rest : rest[..semicolon];
        var parameters = semicolon < 0 ? default : rest[semicolon..];
        if (number.IsEmpty || number.ContainsAnyExcept(SipSyntax.PhoneDigits))
            return false;
        if (parameters.ContainsAnyExcept(SipSyntax.UriParameter) || !SipSyntax.EscapesAreWhole(parameters))
            return false;
        uri = new SipUriView { Scheme = SipUriScheme.Tel, User = number, HasUser = true, Parameters = parameters };
        return true;
    }

    private static bool TryParseSip(SipUriScheme scheme, ReadOnlySpan<byte> rest, out SipUriView uri)
    {
        uri = default;
        int at = rest.IndexOf((byte)'@');
        ReadOnlySpan<byte> user = default;
        if (at >= 0)
        {
            if (!TryParseUser(rest[..at], out user))
                return false;
            rest = rest[(at + 1)..];
        }
        int question = rest.IndexOf((byte)'?');
        ReadOnlySpan<byte> headers = default;
        if (question >= 0)
        {
            headers = rest[(question + 1)..];
            if (headers.IsEmpty || headers.ContainsAnyExcept(SipSyntax.UriHeader) || !SipSyntax.EscapesAreWhole(headers))
                return false;
            rest = rest[..question];
        }
        int semicolon = rest.IndexOf((byte)';');
        ReadOnlySpan<byte> parameters = default;
        if (semicolon >= 0)
        {
            parameters = rest[semicolon..];
            if (!ParametersAreWhole(parameters))
                return false;
            rest = rest[..semicolon];
        }
        if (!TryParseHostPort(rest, out var host, out int port, out bool isIPv6))
            return false;
        uri = new SipUriView
        {
            Scheme = scheme,
            User = user,
            HasUser = at >= 0,
            Host = host,
            Port = port,
            HostIsIPv6 = isIPv6,
            Parameters = parameters,
            Headers = headers,
        };
        return true;
    }

    private static bool TryParseUser(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> user)
    {
        int colon = text.IndexOf((byte)':');
        user = colon < 0 ? text : text[..colon];
        var password = colon < 0 ? default : text[(colon + 1)..];
        return !user.IsEmpty
            && !user.ContainsAnyExcept(SipSyntax.User)
            && SipSyntax.EscapesAreWhole(user)
            && !password.ContainsAnyExcept(SipSyntax.Password)
            && SipSyntax.EscapesAreWhole(password);
    }

    private static bool ParametersAreWhole(ReadOnlySpan<byte> parameters)
    {
        if (parameters.ContainsAnyExcept(SipSyntax.UriParameter) || !SipSyntax.EscapesAreWhole(parameters))
            return false;
        var rest = parameters;
        while (!rest.IsEmpty)
        {
            int next = rest[1..].IndexOf((byte)';');
            var one = next < 0 ? rest[1..] : rest[1..(next + 1)];
            if (one.IsEmpty || one[0] == '=')
                return false;
            rest = next < 0 ? default : rest[(next + 1)..];
        }
        return true;
    }

    /// <summary>host [":" port]; an IPv6 address stands in brackets (RFC 5118 section 4.2).</summary>
    internal static bool TryParseHostPort(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> host, out int port, out bool isIPv6)
    {
        port = 0;
        isIPv6 = false;
        host = default;
        if (text.IsEmpty)
            return false;
        ReadOnlySpan<byte> after;
        if (text[0] == '[')
        {
            int close = text.IndexOf((byte)']');
            if (close < 0)
                return false;
            host = text[1..close];
            after = text[(close + 1)..];
            isIPv6 = true;
            if (!IsIPv6(host))
                return false;
        }
        else
        {
            int colon = text.IndexOf((byte)':');
            host = colon < 0 ? text : SipSyntax.Trim(text[..colon]);
            after = colon < 0 ? default : text[colon..];
            if (host.IsEmpty || host.Length > 255 || host.ContainsAnyExcept(SipSyntax.HostName))
                return false;
        }
        if (after.IsEmpty)
            return true;
        if (after[0] != ':')
            return false;
        if (!SipSyntax.TryParseNumber(SipSyntax.Trim(after[1..]), 65535, out long number) || number == 0)
            return false;
        port = (int)number;
        return true;
    }

    /// <summary>Three colons, which the grammar of RFC 3261 yields by mistake, are read as two (RFC 5118 section 4.10).</summary>
    internal static bool IsIPv6(ReadOnlySpan<byte> text) => TryParseIPv6(text, out _);

    internal static bool TryParseIPv6(ReadOnlySpan<byte> text, out IPAddress address)
    {
        address = IPAddress.IPv6None;
        if (text.Length is < 2 or > 48 || text.IndexOf((byte)':') < 0 || text.ContainsAnyExcept(SipSyntax.IPv6))
            return false;
        Span<char> characters = stackalloc char[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool third = i >= 2 && text[i] == ':' && text[i - 1] == ':' && text[i - 2] == ':';
            if (!third)
                characters[length++] = (char)text[i];
        }
        if (!IPAddress.TryParse(characters[..length], out var parsed))
            return false;
        address = parsed;
        return true;
    }

    /// <summary>True if the parameter is there; its value is empty for a flag such as "lr".</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        SipSyntax.TryGetParameter(Parameters, name, out value);
}
