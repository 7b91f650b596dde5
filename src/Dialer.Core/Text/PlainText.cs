using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dialer.Core.Text;

/// <summary>
/// Text from outside as a terminal, a log or a report may show it: whatever moves a cursor, changes a colour, rings, begins a
/// line or turns the order of writing round is written out as an escape. What was written stays readable, and does nothing.
/// </summary>
public static class PlainText
{
    /// <summary>Line and paragraph separators, and marks that reorder or hide what stands beside them (Unicode TR 36 section 3).</summary>
    private const string Deceiving = "\u061C\u200B\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF\uFFF9\uFFFA\uFFFB";

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        new string([.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code)]) + Deceiving);

    private static readonly SearchValues<char> UnsafeInLines = SearchValues.Create(
        new string([.. Enumerable.Range(0, 0x20).Where(code => code is not ('\n' or '\t')).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code)]) + Deceiving);

    /// <summary>One line: line breaks and tabs are escaped too.</summary>
    public static string Line(string text) => Escape(text, Unsafe);

    /// <summary>Several lines: line breaks and tabs are kept.</summary>
    public static string Lines(string text) => Escape(text, UnsafeInLines);

    public static bool IsLine(ReadOnlySpan<char> text) => !text.ContainsAny(Unsafe);

    private static string Escape(string text, SearchValues<char> unsafeHere)
    {
        int at = text.AsSpan().IndexOfAny(unsafeHere);
        if (at < 0)
            return text;
        var shown = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        for (; at >= 0; at = rest.IndexOfAny(unsafeHere))
        {
            shown.Append(rest[..at]);
            AppendEscape(shown, rest[at]);
            rest = rest[(at + 1)..];
        }
        return shown.Append(rest).ToString();
    }

    private static void AppendEscape(StringBuilder shown, char c)
    {
        switch (c)
        {
            case '\n': shown.Append("\\n"); break;
            case '\r': shown.Append("\\r"); break;
            case '\t': shown.Append("\\t"); break;
            default: shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
        }
    }
}
