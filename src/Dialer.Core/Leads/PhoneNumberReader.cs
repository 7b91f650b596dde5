using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dialer.Core.Leads;

/// <summary>
/// Reads the numbers of one cell as people write them: national or international, with any punctuation, a lost leading
/// zero, an extension, two numbers in one cell. Emergency and premium numbers are refused however they are written.
/// </summary>
public static class PhoneNumberReader
{
    /// <summary>Longer cells hold no telephone number; nothing is parsed.</summary>
    private const int LongestCell = 200;

    /// <summary>A cell with more numbers than this is refused as a whole.</summary>
    private const int MostNumbers = 5;

    private static readonly string[] Between = ["/", "|", ",", "\n", "\r", "\t", " ou ", " or ", " et ", " and ", " & ", " puis "];
    private static readonly SearchValues<char> DecimalText = SearchValues.Create("0123456789.,");
    private static readonly string[] ExtensionMarks = ["extension", "poste", "post", "ext", "x", "#"];

    public static IReadOnlyList<ReadNumber> Read(string cell, Country home)
    {
        if (cell.Length > LongestCell)
            return [new ReadNumber(cell[..LongestCell], null, null, NumberRefusal.NotANumber)];
        string text = SplitAtSemicolons(Clean(cell));
        if (text.Length == 0)
            return [new ReadNumber(cell, null, null, NumberRefusal.Empty)];
        if (IsScientific(text))
            return [new ReadNumber(cell, null, null, NumberRefusal.Scientific)];
        string[] parts = text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > MostNumbers)
            return [new ReadNumber(cell, null, null, NumberRefusal.NotANumber)];
        return [.. parts.SelectMany(part => SplitPair(part, home)).Select(part => ReadOne(part, home))];
    }

    /// <summary>A semicolon before a digit parts two numbers; before a letter it begins a parameter of RFC 3966.</summary>
    private static string SplitAtSemicolons(string text)
    {
        if (!text.Contains(';', StringComparison.Ordinal))
            return text;
        char[] split = text.ToCharArray();
        for (int i = 0; i < split.Length; i++)
            if (split[i] == ';' && text.AsSpan(i + 1).TrimStart() is [var next, ..] && (char.IsAsciiDigit(next) || next == '+'))
                split[i] = '/';
        return new string(split).TrimEnd(';');
    }

    /// <summary>"01 99 00 12 34 - 06 39 98 00 11": two whole national numbers with nothing between them that parts.</summary>
    private static string[] SplitPair(string part, Country home)
    {
        if (home.TrunkPrefix != "0" || home.Shortest != home.Longest || part.Contains('+', StringComparison.Ordinal))
            return [part];
        int digits = part.Count(char.IsAsciiDigit);
        if (digits != 2 * (home.Longest + 1))
            return [part];
        int half = 0;
        for (int seen = 0; seen < home.Longest + 1; half++)
            if (char.IsAsciiDigit(part[half]))
                seen++;
        string first = part[..half].Trim(' ', '-', '.'), second = part[half..].Trim(' ', '-', '.');
        return first.StartsWith('0') && second.StartsWith('0') ? [first, second] : [part];
    }

    /// <summary>Percent signs decoded, digits of any script to ASCII, spaces and dashes of any width to plain ones, wrappers off.</summary>
    private static string Clean(string cell)
    {
        string decoded = cell.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(cell) : cell;
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
        return text.ToString().Trim(' ', '\'', '"', '=', '\u2019');
    }

    private static ReadNumber ReadOne(string written, Country home)
    {
        string text = WithoutScheme(written);
        text = TakeExtension(text, out string? extension);
        if (text.EndsWith(".0", StringComparison.Ordinal) && !text.AsSpan(0, text.Length - 2).ContainsAnyExceptInRange('0', '9'))
            text = text[..^2]; // A number column that went through a float.
        if (!TryGetDigits(text, out string digits, out bool international))
            return Refuse(written, NumberRefusal.NotANumber);
        if (digits.Length == 0)
            return Refuse(written, NumberRefusal.Empty);
        return NumberPlan.IsEmergency(digits) ? Refuse(written, NumberRefusal.Emergency) : ReadDigits(written, digits, international, extension, home);
    }

    /// <summary>RFC 3966: the scheme and every parameter but the extension say nothing that changes what is dialed here.</summary>
    private static string WithoutScheme(string written)
    {
        string text = written;
        foreach (string scheme in (ReadOnlySpan<string>)["tel:", "sip:", "sips:", "callto:"])
            if (text.StartsWith(scheme, StringComparison.Ordinal))
                text = text[scheme.Length..];
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
            text = text[..at];
        int parameters = text.IndexOf(';', StringComparison.Ordinal);
        if (parameters < 0)
            return text;
        int extension = text.IndexOf(";ext=", StringComparison.Ordinal);
        return extension < 0 ? text[..parameters] : text[..parameters] + "x" + new string([.. text.AsSpan(extension + 5).ToString().TakeWhile(char.IsAsciiDigit)]);
    }

    private static string TakeExtension(string text, out string? extension)
    {
        extension = null;
        foreach (string mark in ExtensionMarks)
        {
            int at = text.IndexOf(mark, StringComparison.Ordinal);
            if (at <= 0)
                continue;
            string tail = text[(at + mark.Length)..].Trim(' ', '.', ':', '=', '-');
            if (tail.Length is 0 or > 8 || tail.AsSpan().ContainsAnyExceptInRange('0', '9'))
                continue;
            extension = tail;
            return text[..at].TrimEnd(' ', '(', ';', '-', '.');
        }
        return text;
    }

    /// <summary>6.39980464E+08, with either decimal mark.</summary>
    private static bool IsScientific(string text)
    {
        int e = text.IndexOf('e', StringComparison.Ordinal);
        return e > 0 && !text.AsSpan(0, e).ContainsAnyExcept(DecimalText) && !text.AsSpan(e + 1).TrimStart("+-").ContainsAnyExceptInRange('0', '9') && e + 1 < text.Length;
    }

    /// <summary>False where anything but digits, punctuation of numbers, and one leading plus stands there.</summary>
    private static bool TryGetDigits(string text, out string digits, out bool international)
    {
        var kept = new StringBuilder(text.Length);
        international = false;
        text = text.Replace("(0)", "", StringComparison.Ordinal).Replace("( 0 )", "", StringComparison.Ordinal);
        foreach (char c in text)
        {
            if (char.IsAsciiDigit(c))
                kept.Append(c);
            else if (c == '+' && kept.Length == 0 && !international)
                international = true;
            else if (c is not (' ' or '.' or '-' or '(' or ')' or '_' or '\''))
            {
                digits = "";
                return false;
            }
        }
        digits = kept.ToString();
        return true;
    }

    private static ReadNumber ReadDigits(string written, string digits, bool international, string? extension, Country home)
    {
        if (international)
            return ReadInternational(written, digits, extension, home);
        foreach (string prefix in (ReadOnlySpan<string>)[home.InternationalPrefix, "00"])
            if (digits.StartsWith(prefix, StringComparison.Ordinal) && digits.Length > prefix.Length + 6 && digits[prefix.Length] != '0')
                return ReadInternational(written, digits[prefix.Length..], extension, home);
        var national = ReadNational(written, digits, extension, home);
        if (national.Refusal is NumberRefusal.TooLong or NumberRefusal.NotInPlan && digits.StartsWith(home.CallingCode, StringComparison.Ordinal))
        {
            // 33639980011: the country code without its plus.
            var again = ReadInternational(written, digits, extension, home);
            if (again.Refusal is NumberRefusal.None or NumberRefusal.Premium or NumberRefusal.Emergency)
                return again;
        }
        return national;
    }

    private static ReadNumber ReadInternational(string written, string digits, string? extension, Country home)
    {
        // What is premium or satellite is named so, whatever country it pretends to be of.
        if (NumberPlan.Classify("+" + digits) == NumberClass.Premium && Countries.FindByCallingCode(digits) is null)
            return Refuse(written, NumberRefusal.Premium);
        if (Countries.FindByCallingCode(digits) is not { } country)
            return Refuse(written, digits.Length < 8 ? NumberRefusal.TooShort : NumberRefusal.CountryNotServed);
        if (country.IsNorthAmerican && home.IsNorthAmerican)
            country = home;
        return ReadNational(written, digits[country.CallingCode.Length..], extension, country);
    }

    private static ReadNumber ReadNational(string written, string digits, string? extension, Country country)
    {
        if (NumberPlan.IsEmergency(digits))
            return Refuse(written, NumberRefusal.Emergency, country);
        string national = WithoutTrunkPrefix(digits, country);
        if (NumberPlan.IsEmergency(national))
            return Refuse(written, NumberRefusal.Emergency, country);
        if (country.Iso == "FR" && FrenchOverseas.Find(national) is { } overseas)
            country = overseas;
        string number = "+" + country.CallingCode + national;
        if (NumberPlan.Classify(number) == NumberClass.Premium && (national.Length >= country.Shortest || !country.IsNorthAmerican))
            return Refuse(written, NumberRefusal.Premium, country);
        var refusal = country.IsNorthAmerican ? CheckNorthAmerican(national) : CheckLength(national, country);
        if (refusal != NumberRefusal.None)
            return Refuse(written, refusal, country);
        if (country.IsNorthAmerican)
        {
            if (NorthAmerica.FindArea(national) is not { } area)
                return Refuse(written, NumberRefusal.CountryNotServed, country);
            country = Countries.Find(area.Country)!;
        }
        return new ReadNumber(written, new LeadPhone(number, KindOf(national, country)) { Extension = extension }, country, NumberRefusal.None);
    }

    /// <summary>A zero that is part of the number (Italy, Ivory Coast) stays; one that a spreadsheet lost was not needed.</summary>
    private static string WithoutTrunkPrefix(string digits, Country country) =>
        country.TrunkPrefix.Length > 0 && digits.Length > country.Shortest && digits.StartsWith(country.TrunkPrefix, StringComparison.Ordinal)
            ? digits[country.TrunkPrefix.Length..]
            : digits;

    private static NumberRefusal CheckLength(string national, Country country)
    {
        if (national.Length < country.Shortest)
            return national.Length <= 6 && !national.StartsWith('0') ? NumberRefusal.ShortCode : NumberRefusal.TooShort;
        if (national.Length > country.Longest)
            return NumberRefusal.TooLong;
        return country.FirstDigits.Contains(national[0], StringComparison.Ordinal) ? NumberRefusal.None : NumberRefusal.NotInPlan;
    }

    /// <summary>NPA-NXX-XXXX: N is 2 to 9; neither code ends in 11; the second digit of an area code is never 9.</summary>
    private static NumberRefusal CheckNorthAmerican(string national)
    {
        if (national.Length == 7)
            return NumberRefusal.AreaCodeMissing;
        if (national.Length < 10)
            return national.Length <= 6 ? NumberRefusal.ShortCode : NumberRefusal.TooShort;
        if (national.Length > 10)
            return NumberRefusal.TooLong;
        return national[0] is '0' or '1' || national[1] == '9' || national[3] is '0' or '1' ? NumberRefusal.NotInPlan : NumberRefusal.None;
    }

    private static PhoneKind KindOf(string national, Country country)
    {
        if (country.MobilePrefixes.Count == 0)
            return PhoneKind.Unknown;
        foreach (string prefix in country.MobilePrefixes)
            if (national.StartsWith(prefix, StringComparison.Ordinal))
                return PhoneKind.Mobile;
        return PhoneKind.Landline;
    }

    private static ReadNumber Refuse(string written, NumberRefusal refusal, Country? country = null) => new(written, null, country, refusal);
}
