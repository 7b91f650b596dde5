using PhoneNumbers;

namespace Dialer.Lists.Numbers;

/// <summary>The time zones in which a number's place lies, as far as its digits tell.</summary>
public static class NumberZones
{
    private static readonly PhoneNumberToTimeZonesMapper Mapper = PhoneNumberToTimeZonesMapper.GetInstance();

    /// <summary>IANA names; several where the digits leave it open (mobiles of a country in many zones), empty: they tell nothing.</summary>
    /// <param name="number">E.164 with the plus sign.</param>
    public static IReadOnlyList<string> Of(string number)
    {
        try
        {
            var zones = Mapper.GetTimeZonesForNumber(PhoneNumberUtil.GetInstance().Parse(number, "ZZ"));
            return zones is [var one] && one == Mapper.GetUnknownTimeZone() ? [] : zones;
        }
        catch (NumberParseException)
        {
            return [];
        }
    }

    internal static IReadOnlyList<string> Of(PhoneNumber number) => Mapper.GetTimeZonesForNumber(number);
}
