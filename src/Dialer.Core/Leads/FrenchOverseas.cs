namespace Dialer.Core.Leads;

/// <summary>French departments and territories with country codes of their own, dialed from France by a national number.</summary>
public static class FrenchOverseas
{
    /// <summary>Which of them a national number (without its zero) belongs to; null: none. ARCEP decision 2022-1583, annex.</summary>
    public static Country? Find(ReadOnlySpan<char> national)
    {
        if (national.Length != 9)
            return null;
        // 06 39 98 is the range for fiction of the mainland, in the midst of Mayotte's 06 39.
        if (national.StartsWith("63998", StringComparison.Ordinal))
            return null;
        return national[..3] switch
        {
            "590" or "690" or "691" => Countries.Find("GP"),
            "596" or "696" or "697" => Countries.Find("MQ"),
            "594" or "694" => Countries.Find("GF"),
            "262" or "263" or "269" or "639" or "692" or "693" => Countries.Find("RE"),
            "508" or "708" => Countries.Find("PM"),
            _ => null,
        };
    }

    /// <summary>IANA time zone of a French postal code's department; null: not a French postal code.</summary>
    public static string? TimeZoneOf(string postalCode) => RegionOf(postalCode) switch
    {
        null => null,
        "971" or "977" or "978" => "America/Guadeloupe",
        "972" => "America/Martinique",
        "973" => "America/Cayenne",
        "974" => "Indian/Reunion",
        "975" => "America/Miquelon",
        "976" => "Indian/Mayotte",
        "986" => "Pacific/Wallis",
        "987" => "Pacific/Tahiti",
        "988" => "Pacific/Noumea",
        _ => "Europe/Paris",
    };

    /// <summary>Department of a postal code ("57", "2A", "974"), with a leading zero that a spreadsheet lost; null: not a French postal code.</summary>
    public static string? RegionOf(string postalCode)
    {
        string code = postalCode.Replace(" ", "", StringComparison.Ordinal);
        if (code.Length == 4)
            code = "0" + code;
        if (code.Length != 5 || code.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return null;
        if (code.StartsWith("97", StringComparison.Ordinal) || code.StartsWith("98", StringComparison.Ordinal))
            return code[..3];
        if (code.StartsWith("20", StringComparison.Ordinal))
            return code[2] < '2' ? "2A" : "2B";
        return code.StartsWith("00", StringComparison.Ordinal) || string.CompareOrdinal(code, "96000") >= 0 ? null : code[..2];
    }
}
