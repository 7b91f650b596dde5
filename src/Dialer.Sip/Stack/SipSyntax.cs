using System.Buffers;
using System.Buffers.Text;

namespace Dialer.Sip.Stack;

/// <summary>Character classes and scalar rules of RFC 3261 section 25, over bytes.</summary>
internal static class SipSyntax
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Mark = "-_.!~*'()";

    public static readonly SearchValues<byte> Token = Bytes(Alphanumeric + "-.!%*_+`'~");
    public static readonly SearchValues<byte> User = Bytes(Alphanumeric + Mark + "%&=+$,;?/#");
    public static readonly SearchValues<byte> Password = Bytes(Alphanumeric + Mark + "%&=+$,");
    public static readonly SearchValues<byte> UriParameter = Bytes(Alphanumeric + Mark + "%[]/:&+$;=");
    public static readonly SearchValues<byte> UriHeader = Bytes(Alphanumeric + Mark + "%[]/?:+$&=");

    /// <summary>The underscore is no host character in the RFC; deployed names carry it.</summary>
    public static readonly SearchValues<byte> HostName = Bytes(Alphanumeric + "-._");

    public static readonly SearchValues<byte> CallIdWord = Bytes(Alphanumeric + "-.!%*_+`'~()<>:\\\"/[]?{}@");
    public static readonly SearchValues<byte> OpaqueUri = Bytes(Alphanumeric + Mark + "%;/?:@&=+$,[]#");
    public static readonly SearchValues<byte> IPv4 = Bytes("0123456789.");
    public static readonly SearchValues<byte> IPv6 = Bytes("0123456789abcdefABCDEF:.");
    public static readonly SearchValues<byte> PhoneDigits = Bytes("+-.()*#0123456789abcdefABCDEF");
    public static readonly SearchValues<byte> LineEnd = Bytes("\r\n");

    private static SearchValues<byte> Bytes(string characters) =>
        SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t';

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary>1 to 10 digits that fit <paramref name="max"/>; leading zeros are allowed.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> text, long max, out long value)
    {
        value = 0;
        if (text.IsEmpty)
            return false;
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + (b - '0');
            if (value > max)
                return false;
        }
        return true;
    }

    /// <summary>Every % is followed by two hex digits.</summary>
    public static bool EscapesAreWhole(ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOf((byte)'%'); at >= 0;)
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2]))
                return false;
            int next = text[(at + 3)..].IndexOf((byte)'%');
            if (next < 0)
                return true;
            at += 3 + next;
        }
        return true;
    }

    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => System.Text.Ascii.EqualsIgnoreCase(a, b);

    /// <summary>The index of the quote that closes the one at <paramref name="open"/>; -1 when there is none.</summary>
    public static int ClosingQuote(ReadOnlySpan<byte> text, int open)
    {
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i;
        }
        return -1;
    }

    /// <summary>
    /// The next element of a comma-separated list (commas in quotes and angle brackets do not count), trimmed;
    /// <paramref name="rest"/> moves behind it. False at the end of the list.
    /// </summary>
    public static bool NextListItem(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> item)
    {
        if (rest.IsEmpty)
        {
            item = default;
            return false;
        }
        int end = EndOfListItem(rest);
        ScanSteps.Add(end + 1);
        item = Trim(rest[..end]);
        rest = end < rest.Length ? rest[(end + 1)..] : default;
        return true;
    }

    private static int EndOfListItem(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)',') < 0)
            return text.Length;
        bool inAngle = false;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'"':
                    int close = ClosingQuote(text, i);
                    if (close < 0)
                        return text.Length;
                    i = close;
                    break;
                case (byte)'<': inAngle = true; break;
                case (byte)'>': inAngle = false; break;
                case (byte)',' when !inAngle: return i;
                default: break;
            }
        }
        return text.Length;
    }

    /// <summary>The value of parameter <paramref name="name"/> in ";a=b;c", quotes kept; found but empty for a flag.</summary>
    public static bool TryGetParameter(ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = parameters;
        while (NextParameter(ref rest, out var found, out value) == ParameterStep.Found)
        {
            if (EqualsIgnoreCase(found, name))
                return true;
        }
        value = default;
        return false;
    }

    public enum ParameterStep
    {
        Found,
        End,
        Malformed,
    }

    /// <summary>Walks ";name[=value]" with white space around the separators, values being tokens, hosts or quoted strings.</summary>
    public static ParameterStep NextParameter(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        rest = Trim(rest);
        if (rest.IsEmpty)
            return ParameterStep.End;
        if (rest[0] != ';')
            return ParameterStep.Malformed;
        int end = EndOfParameter(rest);
        ScanSteps.Add(end < 0 ? rest.Length : end);
        if (end < 0)
            return ParameterStep.Malformed;
        var one = rest[1..end];
        rest = rest[end..];
        int equals = one.IndexOf((byte)'=');
        name = Trim(equals < 0 ? one : one[..equals]);
        if (!IsToken(name))
            return ParameterStep.Malformed;
        if (equals < 0)
            return ParameterStep.Found;
        value = Trim(one[(equals + 1)..]);
        return value.IsEmpty ? ParameterStep.Malformed : ParameterStep.Found;
    }

    private static int EndOfParameter(ReadOnlySpan<byte> text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == ';')
                return i;
            if (text[i] != '"')
                continue;
            i = ClosingQuote(text, i);
            if (i < 0)
                return -1;
        }
        return text.Length;
    }

    /// <summary>The content of a quoted string without its quotes and backslashes, or the text itself.</summary>
    public static string Unquote(ReadOnlySpan<byte> text)
    {
        ScanSteps.Add(text.Length);
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            return System.Text.Encoding.UTF8.GetString(text);
        var inner = text[1..^1];
        if (inner.IndexOf((byte)'\\') < 0)
            return System.Text.Encoding.UTF8.GetString(inner);
        byte[] plain = new byte[inner.Length];
        int length = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length)
                i++;
            plain[length++] = inner[i];
        }
        return System.Text.Encoding.UTF8.GetString(plain, 0, length);
    }

    public static bool TryParseHex64(ReadOnlySpan<byte> text, out ulong value) =>
        Utf8Parser.TryParse(text, out value, out int used, 'x') & used == text.Length & text.Length == 16;
}
