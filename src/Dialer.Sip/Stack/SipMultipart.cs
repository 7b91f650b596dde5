namespace Dialer.Sip.Stack;

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
        var contentType = message.Header(SipHeader.ContentType);
        return IsMultipart(contentType) ? FindPart(contentType, message.Body, wanted) : default;
    }

    public static ReadOnlySpan<byte> FindPart(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, ReadOnlySpan<byte> wanted)
    {
        int semicolon = contentType.IndexOf((byte)';');
        if (semicolon < 0)
            return default;
        if (!SipSyntax.TryGetParameter(contentType[semicolon..], "boundary"u8, out var boundary))
            return default;
        if (boundary.Length > 2 && boundary[0] == '"' && boundary[^1] == '"')
            boundary = boundary[1..^1];
        if (boundary.Length is 0 or > 70)
            return default;
        Span<byte> delimiter = stackalloc byte[boundary.Length + 2];
        delimiter[0] = delimiter[1] = (byte)'-';
        boundary.CopyTo(delimiter[2..]);
        var rest = body;
        for (int part = 0; part <= MaxParts; part++)
        {
            int at = rest.IndexOf(delimiter);
            if (at < 0)
                return default;
            rest = rest[(at + delimiter.Length)..];
            int next = rest.IndexOf(delimiter);
            ScanSteps.Add(at + delimiter.Length + (next < 0 ? rest.Length : next));
            if (next < 0)
                return default;
            var content = rest[..next];
            if (content.StartsWith("\r\n"u8) && PartHasType(content[2..], wanted, out var found))
                return found;
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
            if (end < 0)
                return false;
            var line = part[..end];
            part = part[(end + 2)..];
            if (line.IsEmpty)
                break;
            int colon = line.IndexOf((byte)':');
            if (colon <= 0)
                continue;
            bool isType = SipHeaders.Identify(SipSyntax.Trim(line[..colon])) == SipHeader.ContentType;
            if (isType)
                matches = SipHeaderReader.MediaTypeIs(line[(colon + 1)..], wanted);
        }
        content = part.EndsWith("\r\n"u8) ? part[..^2] : part;
        return matches;
    }
}
