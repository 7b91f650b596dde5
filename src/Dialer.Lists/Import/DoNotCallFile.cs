using System.Security.Cryptography;
using System.Text;
using Dialer.Core.Leads;
using Dialer.Lists.Files;
using Dialer.Lists.Numbers;

namespace Dialer.Lists.Import;

/// <summary>
/// Reads a do-not-call file: one number a line, or CSV with the numbers in any column. "+3389*" stands for all numbers that begin so.
/// </summary>
public static class DoNotCallFile
{
    private const int MostReported = 1000;

    /// <summary>Lines that say whether a file has nothing but a number on each.</summary>
    private const int Looked = 100;
    private const int LongestLine = 256;

    public static DoNotCallNumbers Read(string file, string defaultCountry)
    {
        var numbers = new List<string>();
        var unreadable = ReadPortions(file, defaultCountry, int.MaxValue, numbers.AddRange);
        return new DoNotCallNumbers(numbers, unreadable);
    }

    /// <summary>The same without keeping it: a register has millions of lines.</summary>
    /// <param name="take">Gets at most so many numbers at once, each once within them.</param>
    /// <returns>Lines that hold no number.</returns>
    public static IReadOnlyList<(int Line, string Text)> ReadPortions(string file, string defaultCountry, int atMost, Action<IReadOnlyCollection<string>> take)
    {
        var home = CountryBook.Find(defaultCountry) ?? throw new ImportException($"{file}: country \"{defaultCountry}\" is not known.");
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        var unreadable = new List<(int, string)>();
        bool first = true;
        foreach (var (line, fields, raw) in IsPlain(file) ? PlainLines(file) : Records(file))
        {
            bool comment = fields[0].StartsWith('#');
            if (!comment && !Add(fields, home, numbers) && !first && unreadable.Count < MostReported)
                unreadable.Add((line, raw));
            first &= comment;
            if (numbers.Count < atMost)
                continue;
            take(numbers);
            numbers.Clear();
        }
        if (numbers.Count > 0)
            take(numbers);
        return unreadable;
    }

    /// <summary>Tells whether a file is the one that was read before.</summary>
    public static string HashOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static bool IsPlain(string file) =>
        ShortLines(file).Take(Looked).All(row => row.Text is { } text && (text.Length == 0 || text[0] == '#' || IsNumber(text)));

    /// <summary>Digits, with a plus before and a star after them at most.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] == '+')
            text = text[1..];
        if (text.Length > 0 && text[^1] == '*')
            text = text[..^1];
        return text.Length is > 1 and < 20 && !text.ContainsAnyExceptInRange('0', '9');
    }

    private static IEnumerable<(int Line, string[] Fields, string Raw)> PlainLines(string file)
    {
        foreach (var (line, text) in ShortLines(file))
            if (text is null)
                throw new ImportException($"{file}: line {line} has more than {LongestLine} characters among lines that have a number each. Correct it; nothing after it was read.");
            else if (text.Length > 0)
                yield return (line, [text], text);
    }

    /// <summary>Each line without the blanks round it; null, and no further: one is too long.</summary>
    private static IEnumerable<(int Line, string? Text)> ShortLines(string file)
    {
        using var lines = new StreamReader(FileProbe.Open(file), Encoding.Latin1);
        char[] buffer = new char[1 << 16], open = new char[LongestLine];
        int length = 0, line = 1;
        for (int count = lines.Read(buffer); count > 0; count = lines.Read(buffer))
            for (int i = 0; i < count; i++)
            {
                if (buffer[i] == '\n')
                {
                    yield return (line++, new string(open, 0, length).Trim());
                    length = 0;
                }
                else if (length < LongestLine)
                    open[length++] = buffer[i];
                else
                {
                    yield return (line, null);
                    yield break;
                }
            }
        if (length > 0)
            yield return (line, new string(open, 0, length).Trim());
    }

    private static IEnumerable<(int Line, string[] Fields, string Raw)> Records(string file)
    {
        using var records = ListFile.Open(file, FileProbe.Examine(file, null), null);
        while (records.TryRead(out var record))
            yield return (record.Line, record.Fields, record.Raw);
    }

    /// <summary>A number that is refused for dialing anyway (premium, emergency) counts as read: it protects nobody and harms nobody.</summary>
    private static bool Add(string[] fields, NumberCountry home, HashSet<string> numbers)
    {
        bool any = false;
        foreach (string field in fields)
        {
            if (field.Length > 2 && field[0] == '+' && IsNumber(field) && (field[^1] == '*' || NumberPlan.Classify(field) == NumberClass.Ordinary))
            {
                numbers.Add(field);
                any = true;
                continue;
            }
            foreach (var read in CellReader.Read(field, home))
            {
                if (read.Phone is { } phone)
                    numbers.Add(phone.Number);
                any |= read.Phone is not null || read.Refusal is NumberRefusal.Premium or NumberRefusal.TollFree or NumberRefusal.Emergency;
            }
        }
        return any;
    }
}
