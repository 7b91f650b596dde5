using System.Globalization;
using System.Text;

namespace Dialer.Lists.Cells;

/// <summary>Text reduced to what people mean by it: small letters without accents, words parted by one space.</summary>
internal static class PlainText
{
    private const string Accented = "àâäáãåāăąçćčďđèêëéēėęěğìîïíīıłľñńňòôöóõøőŕřśšşșťțùûüúūůűųýÿžźżðþœæß";
    private static readonly string[] Without =
    [
        "a", "a", "a", "a", "a", "a", "a", "a", "a", "c", "c", "c", "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "g", "i", "i", "i", "i", "i", "i", "l", "l",
        "n", "n", "n", "o", "o", "o", "o", "o", "o", "o", "r", "r", "s", "s", "s", "s", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u", "y", "y", "z", "z", "z", "d", "th", "oe", "ae", "ss",
    ];

    /// <summary>Words of letters and of digits, in order. "phoneNumber2" and "Phone number-2" are the same three.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char before = ' ';
        foreach (char c in text)
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue; // An accent that stands behind its letter: Unicode's decomposed form, as a Macintosh writes it.
            bool parts = !char.IsLetterOrDigit(c) || (char.IsUpper(c) && char.IsLower(before)) || (word.Length > 0 && char.IsDigit(c) != char.IsDigit(before));
            if (parts && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            if (char.IsLetterOrDigit(c))
                Append(word, char.ToLowerInvariant(c));
            before = c;
        }
        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>The words, parted by one space.</summary>
    public static string Of(string text) => string.Join(' ', Words(text));

    private static void Append(StringBuilder word, char c)
    {
        int at = c < 128 ? -1 : Accented.IndexOf(c, StringComparison.Ordinal);
        if (at < 0)
            word.Append(c);
        else
            word.Append(Without[at]);
    }
}
