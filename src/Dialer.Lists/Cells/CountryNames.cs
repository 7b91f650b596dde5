using System.Collections.Frozen;
using Dialer.Lists.Numbers;

namespace Dialer.Lists.Cells;

/// <summary>
/// Countries as lists name them: ISO codes of two and three letters, calling codes, and their names in English, French,
/// German, Spanish, Italian, Portuguese, Dutch and at home (Unicode's CLDR, and what people say besides).
/// </summary>
internal static class CountryNames
{
    private static readonly FrozenDictionary<string, NumberCountry> ByName = ReadNames();

    private static readonly HashSet<string> Articles = ["the", "la", "le", "les", "l", "die", "der", "el", "los", "las", "il", "lo", "os", "as", "o", "a", "de", "het"];

    /// <summary>Null: what stands there names no country, or two.</summary>
    /// <param name="home">Whose calling code is meant where several share it.</param>
    public static NumberCountry? Find(string text, NumberCountry home)
    {
        if (text.Length > 80)
            return null;
        if (FindOne(text, home) is { } whole)
            return whole;
        NumberCountry? found = null;
        foreach (string part in text.Split(['-', '/', ',', '(', ')', '[', ']', '|', ':', ';', '–', '—'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Append(text.Split(' ')[0]).Append(text.Split(' ')[^1]))
        {
            if (FindOne(part, home) is not { } country)
                continue;
            if (found is not null && found.CallingCode != country.CallingCode)
                return null;
            found ??= country;
        }
        return found;
    }

    private static NumberCountry? FindOne(string text, NumberCountry home)
    {
        string trimmed = text.Trim(' ', '(', ')', '[', ']', '"', '\'', '\u00a0');
        if (CallingCodeIn(trimmed) is { } code)
            return code == home.CallingCode ? home : CountryBook.FindByCallingCode(code);
        string plain = PlainText.Of(trimmed.Replace(".", "", StringComparison.Ordinal));
        if (ByName.TryGetValue(plain, out var named))
            return named;
        int space = plain.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && Articles.Contains(plain[..space]) ? ByName.GetValueOrDefault(plain[(space + 1)..]) : null;
    }

    /// <summary>+33, 0033, 33 or 33.0; null: it is no calling code.</summary>
    private static string? CallingCodeIn(string text)
    {
        string digits = text.TrimStart('+').Trim();
        if (digits.EndsWith(".0", StringComparison.Ordinal))
            digits = digits[..^2];
        if (digits.StartsWith("00", StringComparison.Ordinal))
            digits = digits[2..];
        return digits.Length is > 0 and <= 4 && !digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? digits : null;
    }

    private static FrozenDictionary<string, NumberCountry> ReadNames()
    {
        var names = new Dictionary<string, NumberCountry>(StringComparer.Ordinal);
        using var file = new StreamReader(typeof(CountryNames).Assembly.GetManifestResourceStream("countries.tsv")!);
        while (file.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            if (CountryBook.Find(parts[0]) is { } country)
                foreach (string name in parts)
                    names.TryAdd(PlainText.Of(name.Replace(".", "", StringComparison.Ordinal)), country);
        }
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
