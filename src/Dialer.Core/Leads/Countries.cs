namespace Dialer.Core.Leads;

/// <summary>The countries whose numbers can be read and checked. Others are refused by name, never guessed at.</summary>
public static class Countries
{
    private const string NoZero = "123456789";

    /// <summary>Lengths and mobile ranges: the national numbering plans published with ITU-T E.129, as of 2026.</summary>
    public static IReadOnlyList<Country> All { get; } =
    [
        new("FR", "33", "0", "00", 9, 9, ["6", "7"], "12345679", "Europe/Paris"),
        new("GP", "590", "0", "00", 9, 9, ["69"], "5679", "America/Guadeloupe"),
        new("MQ", "596", "0", "00", 9, 9, ["69"], "5679", "America/Martinique"),
        new("GF", "594", "0", "00", 9, 9, ["69"], "5679", "America/Cayenne"),
        new("RE", "262", "0", "00", 9, 9, ["69", "639"], "2679", "Indian/Reunion"),
        new("PM", "508", "0", "00", 6, 9, ["55", "70"], "457", "America/Miquelon"),
        new("US", "1", "1", "011", 10, 10, [], "23456789", "America/New_York"),
        new("CA", "1", "1", "011", 10, 10, [], "23456789", "America/Toronto"),
        new("GB", "44", "0", "00", 9, 10, ["71", "72", "73", "74", "75", "77", "78", "79"], NoZero, "Europe/London"),
        new("IE", "353", "0", "00", 7, 9, ["8"], NoZero, "Europe/Dublin"),
        new("DE", "49", "0", "00", 6, 11, ["15", "16", "17"], NoZero, "Europe/Berlin"),
        new("AT", "43", "0", "00", 5, 12, ["65", "66", "67", "68", "69"], NoZero, "Europe/Vienna"),
        new("ES", "34", "", "00", 9, 9, ["6", "7"], "56789", "Europe/Madrid"),
        new("IT", "39", "", "00", 6, 11, ["3"], "03", "Europe/Rome"),
        new("BE", "32", "0", "00", 8, 9, ["45", "46", "47", "48", "49"], NoZero, "Europe/Brussels"),
        new("CH", "41", "0", "00", 9, 9, ["74", "75", "76", "77", "78", "79"], NoZero, "Europe/Zurich"),
        new("NL", "31", "0", "00", 9, 9, ["6"], NoZero, "Europe/Amsterdam"),
        new("PT", "351", "", "00", 9, 9, ["9"], "239", "Europe/Lisbon"),
        new("LU", "352", "", "00", 5, 9, ["6"], NoZero, "Europe/Luxembourg"),
        new("MA", "212", "0", "00", 9, 9, ["6", "7"], "5678", "Africa/Casablanca"),
        new("TN", "216", "", "00", 8, 8, ["2", "4", "5", "9"], "234579", "Africa/Tunis"),
        new("DZ", "213", "0", "00", 8, 9, ["5", "6", "7"], NoZero, "Africa/Algiers"),
        new("SN", "221", "", "00", 9, 9, ["7"], "37", "Africa/Dakar"),
        new("CI", "225", "", "00", 10, 10, ["01", "05", "07"], "02", "Africa/Abidjan"),
    ];

    /// <summary>By ISO 3166-1 alpha-2 in any case; null: not in the table.</summary>
    public static Country? Find(string iso)
    {
        foreach (var country in All)
            if (string.Equals(country.Iso, iso.Trim(), StringComparison.OrdinalIgnoreCase))
                return country;
        return null;
    }

    /// <summary>By the beginning of an international number, without plus; null: not in the table. +1 is US until its area code is known.</summary>
    public static Country? FindByCallingCode(ReadOnlySpan<char> digits)
    {
        for (int i = 0; i < All.Count; i++)
            if (digits.StartsWith(All[i].CallingCode, StringComparison.Ordinal))
                return All[i];
        return null;
    }
}
