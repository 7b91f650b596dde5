using System.Text;

namespace Dialer.Sip.Stack;

internal static class SipHeaderReader
{
    public static SipReason? ReadReason(ReadOnlySpan<byte> item)
    {
        int semicolon = item.IndexOf((byte)';');
        var protocol = SipSyntax.Trim(semicolon < 0 ? item : item[..semicolon]);
        if (!SipSyntax.IsToken(protocol))
            return null;
        var parameters = semicolon < 0 ? default : item[semicolon..];
        long cause = 0;
        if (SipSyntax.TryGetParameter(parameters, "cause"u8, out var number))
            SipSyntax.TryParseNumber(number, 999, out cause);
        string? text = SipSyntax.TryGetParameter(parameters, "text"u8, out var quoted) ? SipSyntax.Unquote(quoted) : null;
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
        var type = SipSyntax.Trim(semicolon < 0 ? contentType : contentType[..semicolon]);
        int slash = type.IndexOf((byte)'/');
        return slash > 0 && SipSyntax.IsToken(SipSyntax.Trim(type[..slash])) && SipSyntax.IsToken(SipSyntax.Trim(type[(slash + 1)..]));
    }
}
