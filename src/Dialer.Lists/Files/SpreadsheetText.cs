using System.Buffers;

namespace Dialer.Lists.Files;

/// <summary>What a spreadsheet may be given to read.</summary>
internal static class SpreadsheetText
{
    /// <summary>Signs at which a spreadsheet begins to calculate, of any width.</summary>
    private const string Begins = "=@\t\r\n\uFF1D\uFF20";
    private const string Signs = "+-\uFF0B\uFF0D\u2212";

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789 .-()/\u00a0");

    /// <summary>An apostrophe before a cell that a spreadsheet would run as a formula; +33 6 ... is a number and stays.</summary>
    public static string Harmless(string cell)
    {
        string text = cell.TrimStart(' ', '"', '\u00a0', '\uFEFF');
        if (text.Length == 0)
            return cell;
        bool calculates = Begins.Contains(text[0], StringComparison.Ordinal) || (Signs.Contains(text[0], StringComparison.Ordinal) && text.AsSpan(1).ContainsAnyExcept(OfNumbers));
        return calculates ? "'" + cell : cell;
    }
}
