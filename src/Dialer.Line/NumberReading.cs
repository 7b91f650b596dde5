using Dialer.Core.Leads;

namespace Dialer.Line;

/// <summary>
/// Reads the user part of a SIP or tel URI as a telephone number, as a country writes them: with plus, with the
/// international prefix, national with or without its trunk prefix, or the country code without plus; with visual separators
/// (RFC 3966 section 5.1.1), and parameters such as ;npdi, ;rn= and ;phone-context= (RFC 4694).
/// </summary>
public static class NumberReading
{
    /// <summary>E.164 allows 15 digits; with prefixes no number is longer than this.</summary>
    private const int Longest = 32;

    /// <summary>In international form, with plus; null where it is none that can be told.</summary>
    /// <param name="country">As whose number it is read; null: only what names its country is told.</param>
    public static string? International(string user, Country? country)
    {
        string bare = Bare(user, country);
        if (!IsDigits(bare.AsSpan(bare.StartsWith('+') ? 1 : 0)))
            return null;
        if (bare[0] == '+')
            return bare;
        if (WithoutPrefix(bare, country) is { } foreign)
            return "+" + foreign;
        if (country is null)
            return null;
        bool hasTrunkPrefix = country.TrunkPrefix.Length > 0 && bare.StartsWith(country.TrunkPrefix, StringComparison.Ordinal);
        if (hasTrunkPrefix && IsNational(bare.AsSpan(country.TrunkPrefix.Length), country))
            return "+" + country.CallingCode + bare[country.TrunkPrefix.Length..];
        bool hasCode = bare.StartsWith(country.CallingCode, StringComparison.Ordinal);
        if (hasCode && bare.Length > country.Longest - 1 && IsNational(bare.AsSpan(country.CallingCode.Length), country))
            return "+" + bare;
        return IsNational(bare, country) ? "+" + country.CallingCode + bare : null;
    }

    /// <summary>Without parameters and separators; a number that is local to a phone-context has that before it. What is no number stays as it is.</summary>
    public static string Bare(string user, Country? country)
    {
        int semicolon = user.IndexOf(';', StringComparison.Ordinal);
        string head = semicolon < 0 ? user : user[..semicolon];
        string digits = new([.. head.Where(letter => letter is not ('-' or '.' or '(' or ')' or ' '))]);
        if (digits.Length is 0 or > Longest || !IsDigits(digits.AsSpan(digits.StartsWith('+') ? 1 : 0)))
            return head;
        string? context = semicolon < 0 || digits[0] == '+' ? null : ContextOf(user.AsSpan(semicolon));
        if (context is null)
            return digits;
        bool hasTrunkPrefix = country?.TrunkPrefix is { Length: > 0 } prefix && context == "+" + country.CallingCode && digits.StartsWith(prefix, StringComparison.Ordinal);
        return context + (hasTrunkPrefix ? digits[country!.TrunkPrefix.Length..] : digits);
    }

    /// <summary>The country of a number with plus; null: not known, or no such number.</summary>
    public static Country? CountryOf(string? number) =>
        number is { Length: > 4 } && number[0] == '+' ? Countries.FindByCallingCode(number.AsSpan(1)) : null;

    private static string? WithoutPrefix(string bare, Country? country)
    {
        foreach (string prefix in (ReadOnlySpan<string>)[country?.InternationalPrefix ?? "00", "00"])
            if (bare.StartsWith(prefix, StringComparison.Ordinal) && bare.Length > prefix.Length + 6 && bare[prefix.Length] != '0')
                return bare[prefix.Length..];
        return null;
    }

    private static bool IsNational(ReadOnlySpan<char> digits, Country country) =>
        digits.Length >= country.Shortest && digits.Length <= country.Longest && digits.Length >= 5 && country.FirstDigits.Contains(digits[0], StringComparison.Ordinal);

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>A global phone-context ("+33"); domain names say nothing of digits.</summary>
    private static string? ContextOf(ReadOnlySpan<char> parameters)
    {
        const string name = ";phone-context=+";
        int at = parameters.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var value = parameters[(at + name.Length)..];
        int end = value.IndexOf(';');
        value = end < 0 ? value : value[..end];
        return value.Length <= 5 && IsDigits(value) ? "+" + value.ToString() : null;
    }
}
