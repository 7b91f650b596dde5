using System.Net;
using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>An immutable URI to keep and to compose. Parts are as written on the wire (escapes kept).</summary>
/// <remarks>
/// User: Null when absent. For tel: the number.
/// Host: Without brackets; empty for tel:.
/// Port: 0 when absent.
/// Parameters: ";transport=tcp;lr" or empty.
/// Headers: What follows '?', or empty.
/// </remarks>
public sealed record SipUri(SipUriScheme Scheme, string? User, string Host, int Port = 0, string Parameters = "", string Headers = "")
{
    private readonly string? _opaqueScheme;

    public static SipUri ToHost(string host, int port = 0) => new(SipUriScheme.Sip, null, host, port);

    public static SipUri ToUser(string user, string host, int port = 0) => new(SipUriScheme.Sip, Escape(user), host, port);

    public static SipUri ToUser(string user, IPEndPoint host) => ToUser(user, host.Address.ToString(), host.Port);

    public static bool TryParse(string? text, out SipUri uri)
    {
        uri = Unknown;
        if (string.IsNullOrEmpty(text) || text.Length > SipUriView.MaxLength)
            return false;
        return TryParse(Encoding.UTF8.GetBytes(text), out uri);
    }

    public static SipUri Parse(string text) =>
        TryParse(text, out var uri) ? uri : throw new FormatException($"'{text}' is not a SIP, SIPS or tel URI.");

    public static bool TryParse(ReadOnlySpan<byte> text, out SipUri uri)
    {
        uri = Unknown;
        if (!SipUriView.TryParse(text, out var view))
            return false;
        uri = FromView(view, text);
        return true;
    }

    /// <summary>"sip:unknown.invalid", the value that a failed parse leaves.</summary>
    public static readonly SipUri Unknown = new(SipUriScheme.Sip, null, "unknown.invalid");

    private static SipUri FromView(in SipUriView view, ReadOnlySpan<byte> text) =>
        new(
            view.Scheme,
            view.HasUser ? Encoding.UTF8.GetString(view.User) : null,
            Encoding.UTF8.GetString(view.Host),
            view.Port,
            Encoding.UTF8.GetString(view.Parameters),
            Encoding.UTF8.GetString(view.Headers))
        {
            OpaqueScheme = view.Scheme == SipUriScheme.Other ? Encoding.UTF8.GetString(text[..text.IndexOf((byte)':')]) : null,
        };

    private string? OpaqueScheme { get => _opaqueScheme; init => _opaqueScheme = value; }

    /// <summary>The user with its %-escapes resolved; empty when absent.</summary>
    public string UserText => User is null ? "" : Uri.UnescapeDataString(User);

    /// <summary>The same place as a loose route (RFC 3261 section 19.1.1).</summary>
    public SipUri LooseRoute => Parameter("lr") is null ? this with { Parameters = Parameters + ";lr" } : this;

    /// <summary>As From and To name it: without transport, lr and the like (RFC 3261 section 19.1.1, table 1).</summary>
    public SipUri AsParty => this with { Parameters = "", Headers = "" };

    /// <summary>The value of a URI parameter, empty for a flag; null when absent.</summary>
    public string? Parameter(string name)
    {
        byte[] parameters = Encoding.UTF8.GetBytes(Parameters);
        return SipSyntax.TryGetParameter(parameters, Encoding.UTF8.GetBytes(name), out var value)
            ? Encoding.UTF8.GetString(value)
            : null;
    }

    public override string ToString()
    {
        string scheme = Scheme switch
        {
            SipUriScheme.Sip => "sip",
            SipUriScheme.Sips => "sips",
            SipUriScheme.Tel => "tel",
            SipUriScheme.Other => _opaqueScheme ?? "unknown",
        };
        if (Scheme is SipUriScheme.Tel or SipUriScheme.Other)
            return $"{scheme}:{User}{Parameters}";
        string host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        string port = Port == 0 ? "" : $":{Port}";
        string user = User is null ? "" : User + "@";
        string headers = Headers.Length == 0 ? "" : "?" + Headers;
        return $"{scheme}:{user}{host}{port}{Parameters}{headers}";
    }

    /// <summary>Escapes what a user part may not carry. Anything that is no ASCII letter, digit or user mark becomes %XX.</summary>
    public static string Escape(string user)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(user);
        StringBuilder text = new(bytes.Length);
        foreach (byte b in bytes)
        {
            bool plain = char.IsAsciiLetterOrDigit((char)b) || "-_.!~*'()&=+$,;?/".Contains((char)b, StringComparison.Ordinal);
            if (plain)
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
