namespace Dialer.Core.Leads;

/// <summary>The time at the place that a number itself names: by its area code, or by its country where that has one time.</summary>
public static class NumberPlace
{
    /// <summary>Parts of a country with a time of their own: country code, beginnings of the national number.</summary>
    private static readonly (string Code, string[] Beginnings, string TimeZone)[] OtherTimes =
    [
        ("262", ["639", "269"], "Indian/Mayotte"),
        ("34", ["822", "828", "922", "928"], "Atlantic/Canary"),
        ("351", ["292", "295", "296"], "Atlantic/Azores"),
    ];

    /// <param name="number">E.164 with the plus sign.</param>
    /// <returns>IANA name; null: the number does not tell (no such area code, a country that the tables do not know).</returns>
    public static string? TimeZoneOf(ReadOnlySpan<char> number)
    {
        if (number.Length < 2 || number[0] != '+')
            return null;
        var digits = number[1..];
        if (digits[0] == '1')
            return NorthAmerica.FindArea(digits[1..])?.TimeZone;
        foreach (var (code, beginnings, timeZone) in OtherTimes)
            if (digits.StartsWith(code, StringComparison.Ordinal))
                foreach (string beginning in beginnings)
                    if (digits[code.Length..].StartsWith(beginning, StringComparison.Ordinal))
                        return timeZone;
        return Countries.FindByCallingCode(digits)?.TimeZone;
    }
}
