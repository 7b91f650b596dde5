using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Dialer.Lists.Numbers;

/// <summary>A cell's text as it is read for numbers: digits of any script to ASCII, what a spreadsheet or a link put round it taken off.</summary>
internal static partial class CellText
{
    /// <summary>Percent signs and entities decoded, small letters, plain spaces and dashes, no control characters.</summary>
    public static string Clean(string cell)
    {
        string decoded = cell.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(cell) : cell;
        if (decoded.Contains('&', StringComparison.Ordinal))
            decoded = WebUtility.HtmlDecode(decoded);
        var text = new StringBuilder(decoded.Length);
        foreach (char c in decoded)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            if (category == UnicodeCategory.DecimalDigitNumber)
                text.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
            else if (category == UnicodeCategory.SpaceSeparator)
                text.Append(' ');
            else if (category == UnicodeCategory.DashPunctuation || c == '\u2212')
                text.Append('-');
            else if (c is '\uFF0B')
                text.Append('+');
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.Control) || c is '\n' or '\r' or '\t')
                text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString().Trim(' ', '\'', '"', '=', '\u2019', '\n', '\r', '\t');
    }

    /// <summary>What stands in the text beside numbers and would be taken for part of one.</summary>
    public static string WithoutTrimmings(string text)
    {
        if (text.Contains(';', StringComparison.Ordinal))
            text = Parameter().Replace(text, "");
        if (text.Contains('@', StringComparison.Ordinal))
            text = Host().Replace(text, "\n");
        if (text.AsSpan().IndexOfAny("([{") >= 0)
            text = TrunkZero().Replace(text, " ");
        if (text.Contains(')', StringComparison.Ordinal) && !text.Contains('(', StringComparison.Ordinal))
            text = Numbering().Replace(text, "\n");
        return text.Contains('o', StringComparison.Ordinal) && OnlyDigitsAndO().IsMatch(text) ? text.Replace('o', '0') : text;
    }

    /// <summary>33639980011.00 and 3.3639980011E10 are whole numbers; null: it is no such thing.</summary>
    /// <param name="isLost">6.3998E+08: the spreadsheet has thrown digits away.</param>
    public static string? WholeNumber(string text, out bool isLost)
    {
        isLost = false;
        var scientific = Scientific().Match(text);
        if (!scientific.Success)
            return DecimalTail().Match(text) is { Success: true } tail ? tail.Groups["whole"].Value : null;
        string digits = scientific.Groups["whole"].Value + scientific.Groups["part"].Value;
        // As many digits as the exponent asks for: nothing is missing. A digit less may be a nought, or one that was lost.
        isLost = !int.TryParse(scientific.Groups["exponent"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int exponent) || digits.Length - scientific.Groups["whole"].Length < exponent
            || scientific.Groups["whole"].Length != 1;
        return isLost ? null : digits[..(exponent + 1)];
    }

    /// <summary>A parameter of a telephone link (RFC 3966) other than its extension.</summary>
    [GeneratedRegex(@";\s*(?!ext)[a-z][a-z-]*=[^;]*", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"@[^\s;,/|]*", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    /// <summary>The zero of +33 (0)6, in any brackets.</summary>
    [GeneratedRegex(@"[(\[{]\s*0\s*[)\]}]", RegexOptions.CultureInvariant)]
    private static partial Regex TrunkZero();

    /// <summary>"1) 06 .. 2) 01 ..".</summary>
    [GeneratedRegex(@"(?<![0-9(+])[0-9]\)\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbering();

    /// <summary>The letter O typed for a zero: nothing else but digits and marks stands there.</summary>
    [GeneratedRegex(@"\A[0-9o+ ().-]*[0-9][0-9o+ ().-]*[0-9][0-9o+ ().-]*[0-9][0-9o+ ().-]*[0-9][0-9o+ ().-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyDigitsAndO();

    [GeneratedRegex(@"\A(?<whole>[0-9]+)(?:[.,](?<part>[0-9]*))?\s?e\s?\+?0*(?<exponent>[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scientific();

    [GeneratedRegex(@"\A(?<whole>\+?[0-9]{6,})[.,]0+\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalTail();
}
