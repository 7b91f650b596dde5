namespace Dialer.Core.Leads;

/// <summary>Where a number belongs to, as its digits say.</summary>
/// <param name="Country">ISO 3166; null: a country that the tables do not know.</param>
/// <param name="State">In the United States and Canada; null: elsewhere.</param>
public readonly record struct NumberOrigin(string? Country, string? State)
{
    /// <param name="number">E.164 with the plus sign. Allocates nothing.</param>
    public static NumberOrigin Of(ReadOnlySpan<char> number)
    {
        if (number.Length < 2 || number[0] != '+')
            return default;
        var digits = number[1..];
        if (digits[0] == '1')
            return NorthAmerica.FindArea(digits[1..]) is { } area ? new NumberOrigin(area.Country, area.State) : default;
        return new NumberOrigin(Countries.FindByCallingCode(digits)?.Iso, null);
    }
}
