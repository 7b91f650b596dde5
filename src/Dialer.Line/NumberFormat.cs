using Dialer.Core.Leads;

namespace Dialer.Line;

/// <summary>How numbers are written to a trunk: a form, then digits taken from the front, then digits put before.</summary>
/// <param name="Strip">Taken from the front where they stand there.</param>
/// <param name="Prefix">Put before what is left.</param>
public sealed record NumberFormat(NumberForm Form, string Strip = "", string Prefix = "")
{
    /// <summary>Other forms for the numbers that begin so, with plus; the longest counts.</summary>
    public IReadOnlyList<KeyValuePair<string, NumberForm>> ByCountry { get; init; } = [];

    /// <summary>The number as the trunk wants it. What is no number in international form (an extension) keeps its digits.</summary>
    /// <param name="country">The trunk's; null: known by nobody, so that national numbers cannot be told.</param>
    public string Write(string number, Country? country)
    {
        string read = NumberReading.International(number, country) ?? number;
        string written = read.StartsWith('+') ? InForm(FormOf(read), number, read[1..], country) : number;
        if (Strip.Length > 0 && written.StartsWith(Strip, StringComparison.Ordinal))
            written = written[Strip.Length..];
        return Prefix + written;
    }

    private NumberForm FormOf(string number)
    {
        var form = Form;
        int longest = 0;
        foreach (var (beginning, other) in ByCountry)
        {
            if (beginning.Length <= longest || !number.StartsWith(beginning, StringComparison.Ordinal))
                continue;
            longest = beginning.Length;
            form = other;
        }
        return form;
    }

    private static string InForm(NumberForm form, string given, string digits, Country? country) => form switch
    {
        NumberForm.AsGiven => given,
        NumberForm.E164 => "+" + digits,
        NumberForm.Digits => digits,
        NumberForm.International => (country?.InternationalPrefix ?? "00") + digits,
        NumberForm.National => country is not null && digits.StartsWith(country.CallingCode, StringComparison.Ordinal)
            ? NationalOf(digits[country.CallingCode.Length..], country)
            : (country?.InternationalPrefix ?? "00") + digits,
    };

    /// <summary>In North America the one before a national number is dialed on some networks only: it is not part of the form.</summary>
    private static string NationalOf(string national, Country country) => country.IsNorthAmerican ? national : country.TrunkPrefix + national;
}
