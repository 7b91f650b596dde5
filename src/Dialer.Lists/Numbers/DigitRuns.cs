using System.Text;

namespace Dialer.Lists.Numbers;

/// <summary>
/// Cuts a cell's text into stretches of digits. Letters, and what people write between two numbers, part them; any other
/// sign stands between the digits of one (06•39, 06*39, +33 [6] 39).
/// </summary>
internal static class DigitRuns
{
    private const string Parting = "/|,;:&\n\r\t?=<>\uFFFD";
    private static readonly string[] ExtensionWords =
    [
        "extension", "extensión", "ext", "xtn", "x", "#", "poste", "post", "interno", "int", "durchwahl", "dw", "nebenstelle", "toestel", "anexo", "ramal", "extensao", "extensão",
    ];

    public static List<DigitRun> Of(string text)
    {
        var runs = new List<DigitRun>(2);
        int at = 0;
        string word = "";
        while (at < text.Length)
        {
            int start = at;
            if (!IsOfRun(text, at, start))
            {
                word = ReadBetween(text, ref at);
                continue;
            }
            while (at < text.Length && IsOfRun(text, at, start))
                at++;
            bool letterAfter = at < text.Length && char.IsLetter(text[at]);
            string cut = letterAfter ? WithoutHour(text[start..at], text, at) : text[start..at];
            Add(runs, cut, word, letterAfter || (start > 0 && char.IsLetter(text[start - 1])));
            word = "";
        }
        return runs;
    }

    /// <summary>A plus begins another number; everything but letters and parting signs goes on with this one.</summary>
    private static bool IsOfRun(string text, int at, int start)
    {
        char c = text[at];
        if (char.IsLetter(c) || c == '#' || Parting.Contains(c, StringComparison.Ordinal))
            return false;
        return c != '+' || !text.AsSpan(start, at - start).ContainsAnyInRange('0', '9');
    }

    private static string ReadBetween(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '#' || Parting.Contains(text[at], StringComparison.Ordinal)))
            at++;
        return text[start..at];
    }

    private static void Add(List<DigitRun> runs, string text, string word, bool touchesLetters)
    {
        string digits = DigitsOf(text);
        if (digits.Length == 0)
            return;
        if (runs.Count > 0 && digits.Length <= 8 && runs[^1].Digits.Length >= 6 && runs[^1].Extension is null && IsExtensionWord(word))
        {
            runs[^1] = runs[^1] with { Extension = digits };
            return;
        }
        if (runs.Count > 0 && word.Trim() == "/" && runs[^1].IsAreaCode && digits.Length >= 4 && digits[0] != '0' && !text.Contains('+', StringComparison.Ordinal))
        {
            runs[^1] = runs[^1] with { Text = runs[^1].Text + "/" + text.Trim(), Digits = runs[^1].Digits + digits };
            return;
        }
        string trimmed = text.Trim(' ', '-', '.', '_', '\'', '"');
        runs.Add(new DigitRun(trimmed, digits, text.Contains('+', StringComparison.Ordinal), touchesLetters));
    }

    private static bool IsExtensionWord(string word)
    {
        string plain = word.Trim('/', '|', ',', ';', ':', '=', '\n', '\t', ' ');
        return Array.IndexOf(ExtensionWords, plain) >= 0;
    }

    /// <summary>"06 39 98 00 11 18h": what stands right before a letter, after a space and short, is an hour or a floor.</summary>
    private static string WithoutHour(string run, string text, int letterAt)
    {
        if (text[letterAt] == 'x' || run.EndsWith(' '))
            return run;
        int space = run.LastIndexOf(' ');
        return space > 0 && run.Length - space <= 3 && DigitsOf(run[..space]).Length >= 7 ? run[..space] : run;
    }

    public static string DigitsOf(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (char c in text)
            if (char.IsAsciiDigit(c))
                digits.Append(c);
        return digits.ToString();
    }
}
