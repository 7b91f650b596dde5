using Dialer.Core.Leads;

namespace Dialer.Lists.Numbers;

/// <summary>
/// Reads the numbers of one cell as people write them: national or international, with any punctuation, a lost leading
/// zero, an extension, words round them, two numbers in one cell. What must never be dialed is refused however it is written.
/// </summary>
internal static class CellReader
{
    /// <summary>Longer cells hold no telephone number; nothing is parsed.</summary>
    private const int LongestCell = 200;

    /// <summary>A cell with more numbers than this is refused as a whole.</summary>
    private const int MostNumbers = 5;

    /// <summary>No plan has two numbers in fewer digits.</summary>
    private const int FewestOfTwo = 14;

    /// <param name="country">Whose way of writing it is; null: only numbers in international form can be read.</param>
    public static IReadOnlyList<FoundNumber> Read(string cell, NumberCountry? country)
    {
        if (TryReadPlain(cell, country) is { } plain)
            return [plain];
        if (cell.Length > LongestCell)
            return [Refuse(cell[..LongestCell], NumberRefusal.NotANumber)];
        string text = CellText.Clean(cell);
        if (CellText.WholeNumber(text, out bool isLost) is { } whole)
            text = whole;
        else if (isLost)
            return [Refuse(cell, NumberRefusal.Scientific)];
        else
            text = CellText.WithoutTrimmings(text);
        var runs = DigitRuns.Of(text);
        if (runs.Count == 0)
            return [Refuse(cell, text.Any(char.IsLetter) ? NumberRefusal.NotANumber : NumberRefusal.Empty)];
        var found = runs.Count > 4 * MostNumbers ? [] : ReadRuns(runs, country);
        return found.Count(number => number.Phone is not null) > MostNumbers ? [Refuse(cell, NumberRefusal.NotANumber)] : WithoutNoise(found, runs, text, cell, country);
    }

    /// <summary>Most cells hold digits and plain marks, and one good number. Null: look closer.</summary>
    private static FoundNumber? TryReadPlain(string cell, NumberCountry? country)
    {
        if (cell.Length > 24)
            return null;
        Span<char> digits = stackalloc char[24];
        int count = 0;
        bool international = false;
        foreach (char c in cell)
            if (char.IsAsciiDigit(c))
                digits[count++] = c;
            else if (c == '+' && count == 0)
                international = true;
            else if (c is not (' ' or '.' or '-'))
                return null;
        if (count is < 8 or > 15 || (country is null && !international) || cell.EndsWith(".0", StringComparison.Ordinal) || cell.EndsWith(".00", StringComparison.Ordinal))
            return null;
        var judged = NumberBook.Judge(new string(digits[..count]), international, country ?? CountryBook.Find("US")!);
        return judged.Refusal == NumberRefusal.None ? Found(cell, judged, null) : null;
    }

    private static List<FoundNumber> ReadRuns(List<DigitRun> runs, NumberCountry? country)
    {
        var found = new List<FoundNumber>(runs.Count);
        foreach (var run in runs)
        {
            var read = ReadRun(run, country);
            if (read.Phone is null && run.Digits.Length >= FewestOfTwo && SplitInTwo(run, country) is { } two)
                found.AddRange(two);
            else if (read.Phone is null && WithoutBrackets(run) is { } shorter && ReadRun(shorter, country) is { Phone: not null } again)
                found.Add(again);
            else
                found.Add(read);
        }
        return found;
    }

    private static FoundNumber ReadRun(in DigitRun run, NumberCountry? country)
    {
        bool international = run.IsInternational || (country is null && run.Digits.StartsWith("00", StringComparison.Ordinal));
        if (!international && country is null)
            return Refuse(run.Text, NumberPlan.IsEmergency(run.Digits) ? NumberRefusal.Emergency : NumberRefusal.CountryNotServed);
        var judged = NumberBook.Judge(run.Digits, run.IsInternational, country ?? CountryBook.Find("FR")!);
        return judged.Refusal == NumberRefusal.None ? Found(run.Text, judged, run.Extension) : new FoundNumber(run.Text, null, judged.Country, judged.Refusal);
    }

    private static FoundNumber Found(string written, in JudgedNumber judged, string? extension) =>
        new(written, new LeadPhone(judged.Number, judged.Kind) { Extension = extension }, judged.Country, NumberRefusal.None);

    /// <summary>"01 99 00 12 34 - 06 39 98 00 11": two whole numbers with nothing between them that parts. Null: not so, or in more than one way.</summary>
    private static FoundNumber[]? SplitInTwo(in DigitRun run, NumberCountry? country)
    {
        FoundNumber[]? only = null;
        for (int i = 1; i < run.Text.Length - 1; i++)
        {
            if (char.IsAsciiDigit(run.Text[i]) || !char.IsAsciiDigit(run.Text[i - 1]))
                continue;
            string first = run.Text[..i], second = run.Text[i..].TrimStart(' ', '-', '.', ')', '_');
            var one = ReadRun(new DigitRun(first, DigitRuns.DigitsOf(first), run.IsInternational, false), country);
            if (one.Phone is null)
                continue;
            var two = ReadRun(new DigitRun(second, DigitRuns.DigitsOf(second), false, false) { Extension = run.Extension }, country);
            if (two.Phone is null || !BeginsAlike(first, second))
                continue;
            if (only is not null)
                return null;
            only = [one, two];
        }
        return only;
    }

    /// <summary>Of numbers whose lengths vary, only a second zero says where the second begins.</summary>
    private static bool BeginsAlike(string first, string second) => first[0] != '0' || second.StartsWith('0');

    /// <summary>"06 39 98 00 11 (75)": a bracket behind a number is about it.</summary>
    private static DigitRun? WithoutBrackets(in DigitRun run)
    {
        int bracket = run.Text.LastIndexOf('(');
        if (bracket <= 0)
            return null;
        string before = run.Text[..bracket].TrimEnd();
        return run with { Text = before, Digits = DigitRuns.DigitsOf(before) };
    }

    /// <summary>Leaves out what is no number beside one that is; where nothing is, joins what slashes parted, or says what is wrong.</summary>
    private static List<FoundNumber> WithoutNoise(List<FoundNumber> found, List<DigitRun> runs, string text, string cell, NumberCountry? country)
    {
        if (found.Exists(number => number.Phone is not null))
        {
            if (found.Count == 1)
                return found;
            bool hasWords = text.Any(char.IsLetter);
            var kept = found.Where((number, i) => number.Phone is not null || !IsNoise(number, hasWords)).DistinctBy(number => number.Phone?.Number ?? number.Written);
            return [.. kept];
        }
        if (runs.Count > 1 && !text.Any(char.IsLetter))
        {
            var joined = ReadRun(new DigitRun(cell, string.Concat(runs.Select(run => run.Digits)), runs[0].IsInternational, false), country);
            if (joined.Phone is not null && runs.TrueForAll(run => run.Digits.Length <= 4))
                return [joined];
        }
        return [.. found.Count == 0 ? [Refuse(cell, NumberRefusal.NotANumber)] : found.Select((number, i) => Blame(number, text))];
    }

    /// <summary>An hour, a floor, a "2" of "Tel 2" beside a good number. Without words it is a number that was meant.</summary>
    private static bool IsNoise(in FoundNumber number, bool hasWords) => hasWords && DigitRuns.DigitsOf(number.Written).Length <= 5;

    /// <summary>Letters among too few digits: not a number that is too short, but no number.</summary>
    private static FoundNumber Blame(in FoundNumber number, string text)
    {
        bool isShort = number.Refusal is NumberRefusal.TooShort or NumberRefusal.ShortCode or NumberRefusal.AreaCodeMissing;
        return isShort && text.Any(char.IsLetter) && DigitRuns.DigitsOf(number.Written).Length < 7 ? number with { Refusal = NumberRefusal.NotANumber } : number;
    }

    private static FoundNumber Refuse(string written, NumberRefusal refusal) => new(written, null, null, refusal);
}
