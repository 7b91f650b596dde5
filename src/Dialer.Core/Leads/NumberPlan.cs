namespace Dialer.Core.Leads;

/// <summary>
/// The ranges that nobody may dial, by country code. Tables, no state. Sources: ITU-T E.164 (country codes), ARCEP
/// decision 2022-1583 (France), NANPA (900, 976, N11), Ofcom, BNetzA, CNMC, AGCOM, IBPT, BAKOM, ACM, ANACOM, ILR, ANRT,
/// INTT and ARTP numbering plans; ranges of special tariff are refused whole.
/// </summary>
public static class NumberPlan
{
    private const int ShortestPublic = 8;
    private const int LongestPublic = 15;
    private const int LongestShort = 6;

    /// <summary>Emergency and help lines of the world; short numbers only.</summary>
    private static readonly HashSet<string> EmergencyNumbers = new(StringComparer.Ordinal)
    {
        "15", "17", "18", "110", "111", "112", "113", "114", "115", "116", "117", "118", "119", "116000", "116006", "116111", "116117", "116123",
        "143", "144", "147", "190", "191", "192", "193", "194", "195", "196", "197", "198", "197197", "100", "101", "102", "103", "105", "106", "107", "108",
        "061", "062", "080", "085", "088", "091", "092", "000", "911", "933", "988", "999", "1414", "1415", "141", "150", "177", "19", "1515", "1522", "1530", "3919", "3114",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Emergency = EmergencyNumbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>After the plus sign. Satellite (870, 881, 882 ...), shared cost and premium of no country (808, 979), networks (883, 888).</summary>
    private static readonly string[] PremiumInternational = ["870", "871", "872", "873", "874", "875", "876", "877", "878", "879", "881", "882", "883", "888", "808", "979", "991", "999"];

    /// <summary>Country code, then the ranges of its national numbers that are refused.</summary>
    private static readonly (string Code, string[] Ranges)[] PremiumNational =
    [
        ("33", ["8"]),
        ("590", ["8"]), ("594", ["8"]), ("596", ["8"]), ("262", ["8"]), ("508", ["8"]),
        ("44", ["9", "84", "87", "70", "118"]),
        ("49", ["900", "190", "137", "180", "118", "700"]),
        ("34", ["80", "90", "118", "70"]),
        ("39", ["89", "84", "199", "178", "166", "164", "144", "12", "70"]),
        ("32", ["90", "70", "78"]),
        ("41", ["90", "84", "18"]),
        ("31", ["90", "84", "87", "18"]),
        ("351", ["60", "61", "62", "64", "65", "66", "70", "76", "80", "884", "18"]),
        ("352", ["90", "801", "118"]),
        ("212", ["89", "82", "87"]),
        ("213", ["8"]),
        ("216", ["8"]),
        ("221", ["88", "81", "82"]),
        ("353", ["15", "18"]),
        ("43", ["9", "810", "820", "821", "118"]),
    ];

    /// <summary>Is this, digits only, an emergency or help line anywhere?</summary>
    public static bool IsEmergency(ReadOnlySpan<char> digits) => Emergency.Contains(digits);

    /// <param name="number">E.164 with the plus sign; anything else is Short, Emergency or Malformed. Allocates nothing.</param>
    public static NumberClass Classify(ReadOnlySpan<char> number)
    {
        bool international = number.Length > 0 && number[0] == '+';
        var digits = international ? number[1..] : number;
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9'))
            return NumberClass.Malformed;
        if (Emergency.Contains(digits))
            return NumberClass.Emergency;
        if (!international)
            return digits.Length <= LongestShort ? NumberClass.Short : NumberClass.Malformed;
        if (EndsAsEmergency(digits))
            return NumberClass.Emergency;
        if (digits[0] == '0' || digits.Length is < ShortestPublic or > LongestPublic)
            return NumberClass.Malformed;
        return IsPremium(digits) ? NumberClass.Premium : NumberClass.Ordinary;
    }

    /// <summary>A country code before an emergency number (+33112, +1911) is one still, at some exchanges.</summary>
    private static bool EndsAsEmergency(ReadOnlySpan<char> digits)
    {
        if (digits.Length >= ShortestPublic)
            return false;
        for (int code = 1; code <= 3 && code < digits.Length; code++)
            if (Emergency.Contains(digits[code..]))
                return true;
        return false;
    }

    private static bool IsPremium(ReadOnlySpan<char> digits)
    {
        if (digits[0] == '1')
            return IsPremiumInNorthAmerica(digits[1..]);
        if (StartsWithAny(digits, PremiumInternational))
            return true;
        foreach (var (code, ranges) in PremiumNational)
            if (digits.StartsWith(code, StringComparison.Ordinal))
                return StartsWithAny(digits[code.Length..], ranges);
        return false;
    }

    /// <summary>Whoever has such a number pays for the call: a dialer may not call it (47 CFR 64.1200 (a)(1)(iii)).</summary>
    private static readonly string[] TollFreeInNorthAmerica = ["800", "833", "844", "855", "866", "877", "888"];

    /// <summary>Area code 900, exchange 976, the N11 services in either place, and toll-free numbers (NANPA).</summary>
    private static bool IsPremiumInNorthAmerica(ReadOnlySpan<char> national)
    {
        if (national.Length < 6)
            return true;
        var exchange = national[3..6];
        return national.StartsWith("900", StringComparison.Ordinal) || StartsWithAny(national, TollFreeInNorthAmerica) || exchange.SequenceEqual("976")
            || national[1..3].SequenceEqual("11") || exchange[1..].SequenceEqual("11");
    }

    private static bool StartsWithAny(ReadOnlySpan<char> digits, string[] prefixes)
    {
        foreach (string prefix in prefixes)
            if (digits.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        return false;
    }
}
