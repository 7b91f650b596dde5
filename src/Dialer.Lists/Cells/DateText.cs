using System.Globalization;
using System.Text.RegularExpressions;

namespace Dialer.Lists.Cells;

/// <summary>
/// Reads a day as lists hold it: numbers in any order, a month's name in seven languages, a time behind it, a spreadsheet's
/// count of days, seconds since 1970. The day is the one that stands there: no time zone moves it.
/// </summary>
internal static partial class DateText
{
    private const int FirstYear = 1990, LastYear = 2099;

    private static readonly string[][] Months =
    [
        ["january", "janvier", "januar", "janner", "enero", "gennaio", "janeiro", "januari", "jan", "janv", "ene", "gen"],
        ["february", "fevrier", "februar", "febrero", "febbraio", "fevereiro", "februari", "feb", "fev", "fevr"],
        ["march", "mars", "marz", "maerz", "marzo", "marco", "maart", "mar", "mrz", "mrt"],
        ["april", "avril", "abril", "aprile", "apr", "avr", "abr"],
        ["may", "mai", "mayo", "maggio", "maio", "mei", "mag"],
        ["june", "juin", "juni", "junio", "giugno", "junho", "jun", "giu"],
        ["july", "juillet", "juli", "julio", "luglio", "julho", "jul", "juil", "lug"],
        ["august", "aout", "agosto", "augustus", "aug", "ago", "aou"],
        ["september", "septembre", "septiembre", "settembre", "setembro", "sep", "sept", "set"],
        ["october", "octobre", "oktober", "octubre", "ottobre", "outubro", "oct", "okt", "ott", "out"],
        ["november", "novembre", "noviembre", "novembro", "nov"],
        ["december", "decembre", "dezember", "diciembre", "dicembre", "dezembro", "dec", "dez", "dic"],
    ];

    private static readonly Dictionary<string, int> MonthOf = Months.SelectMany((names, i) => names.Select(name => (name, i))).DistinctBy(pair => pair.name).ToDictionary(pair => pair.name, pair => pair.i + 1, StringComparer.Ordinal);

    /// <summary>Null: no day stands there. The other order of day and month is tried where the usual one makes none.</summary>
    public static DateOnly? Read(string cell, bool monthFirst)
    {
        string text = cell.Trim();
        if (text.Length is 0 or > 60)
            return null;
        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return ReadDigits(text);
        if (SerialDay().Match(text) is { Success: true } serial)
            return OfSpreadsheet(serial.Groups[1].Value);
        return ReadNumbers(text, monthFirst) ?? ReadNamedMonth(text);
    }

    public static bool IsMonth(string word) => MonthOf.ContainsKey(word);

    /// <summary>20260316 with or without a time, a spreadsheet's day, or seconds or milliseconds since 1970.</summary>
    private static DateOnly? ReadDigits(string digits) => digits.Length switch
    {
        5 => OfSpreadsheet(digits),
        8 or 12 or 14 => Make(digits[..4], digits[4..6], digits[6..8]) ?? Make(digits[4..8], digits[2..4], digits[..2]),
        // From 2001 on: an earlier second has nine digits, and ten that begin with a nought are a telephone number.
        10 when digits[0] == '1' => OfUnix(digits),
        13 when digits[0] == '1' => OfUnix(digits[..10]),
        _ => null,
    };

    private static DateOnly? OfSpreadsheet(string digits)
    {
        var day = new DateOnly(1899, 12, 30).AddDays(int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture));
        return day.Year is >= FirstYear and <= LastYear ? day : null;
    }

    private static DateOnly? OfUnix(string seconds)
    {
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture)).UtcDateTime);
        return day.Year is >= FirstYear and <= LastYear ? day : null;
    }

    private static DateOnly? ReadNumbers(string text, bool monthFirst)
    {
        if (YearFirst().Match(text) is { Success: true } ymd)
            return Make(ymd.Groups[1].Value, ymd.Groups[2].Value, ymd.Groups[3].Value) ?? Make(ymd.Groups[1].Value, ymd.Groups[3].Value, ymd.Groups[2].Value);
        if (YearLast().Match(text) is not { Success: true } match)
            return null;
        string first = match.Groups[1].Value, second = match.Groups[2].Value, year = match.Groups[3].Value;
        var (month, day) = monthFirst ? (first, second) : (second, first);
        return Make(year, month, day) ?? Make(year, day, month);
    }

    /// <summary>True: the month stands first, for the second is no month. Null: either could be, or it is no such date.</summary>
    public static bool? OnlyOrder(string cell)
    {
        if (cell.Length > 60 || YearFirst().IsMatch(cell) || YearLast().Match(cell) is not { Success: true } match)
            return null;
        int first = int.Parse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture), second = int.Parse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        return first > 12 == second > 12 ? null : second > 12;
    }

    private static DateOnly? ReadNamedMonth(string text)
    {
        string plain = PlainText.Of(Time().Replace(text, " "));
        int month = 0;
        foreach (string word in plain.Split(' '))
            if (month == 0 && MonthOf.TryGetValue(word, out int named))
                month = named;
        if (month == 0)
            return null;
        string[] numbers = [.. plain.Split(' ').Where(word => word.Length is 1 or 2 or 4 && !word.AsSpan().ContainsAnyExceptInRange('0', '9'))];
        if (numbers.Length < 2)
            return null;
        string name = month.ToString(CultureInfo.InvariantCulture);
        return numbers[0].Length == 4 ? Make(numbers[0], name, numbers[1]) : Make(numbers[1], name, numbers[0]);
    }

    private static DateOnly? Make(string year, string month, string day)
    {
        int y = int.Parse(year, NumberStyles.None, CultureInfo.InvariantCulture), m = int.Parse(month, NumberStyles.None, CultureInfo.InvariantCulture);
        int d = int.Parse(day, NumberStyles.None, CultureInfo.InvariantCulture);
        if (year.Length == 2)
            y += y < 70 ? 2000 : 1900;
        return y is >= FirstYear and <= LastYear && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m) ? new DateOnly(y, m, d) : null;
    }

    [GeneratedRegex(@"\A([0-9]{5})[.,][0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex SerialDay();

    [GeneratedRegex(@"(?<![0-9])([0-9]{4})\s?[-/.\u2010-\u2015年]\s?([0-9]{1,2})\s?[-/.\u2010-\u2015月]\s?([0-9]{1,2})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<![0-9])([0-9]{1,2})\s?[-/. \u2010-\u2015]\s?([0-9]{1,2})\s?[-/. \u2010-\u2015]\s?([0-9]{4}|[0-9]{2})(?![0-9:h])", RegexOptions.CultureInvariant)]
    private static partial Regex YearLast();

    [GeneratedRegex(@"[0-9]{1,2}\s?[:h]\s?[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
