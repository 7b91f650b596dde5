using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Lists.Numbers;
using PhoneNumbers;
using Xunit;

namespace Dialer.Lists.Tests.Numbers;

/// <summary>Our reading of the library's data against the library's own, and both against the plan in the dial gate.</summary>
public sealed class NumberBookTests
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private static readonly PhoneNumberType[] Types =
        [PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL];

    private static string E164(PhoneNumber number) => Library.Format(number, PhoneNumberFormat.E164);

    private static NumberRange Expected(PhoneNumberType type) => type switch
    {
        PhoneNumberType.FIXED_LINE or PhoneNumberType.VOIP or PhoneNumberType.UAN => NumberRange.Landline,
        PhoneNumberType.MOBILE => NumberRange.Mobile,
        PhoneNumberType.FIXED_LINE_OR_MOBILE => NumberRange.LandlineOrMobile,
        PhoneNumberType.TOLL_FREE => NumberRange.TollFree,
        PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST or PhoneNumberType.PERSONAL_NUMBER => NumberRange.Special,
        PhoneNumberType.PAGER or PhoneNumberType.VOICEMAIL => NumberRange.NoTelephone,
        _ => NumberRange.None,
    };

    [Fact]
    public void Every_country_s_numbers_are_read_as_the_library_s_examples_say()
    {
        foreach (var country in CountryBook.All)
        {
            Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(country.TimeZone, out _), $"{country.Iso} {country.TimeZone}");
            foreach (var type in Types)
            {
                var example = Library.GetExampleNumberForType(country.Iso, type);
                if (example is null || !Library.IsValidNumber(example))
                    continue;
                string number = E164(example);
                var judged = NumberBook.Judge(number[1..], international: true, country);
                bool isDialable = type is PhoneNumberType.FIXED_LINE or PhoneNumberType.MOBILE or PhoneNumberType.VOIP or PhoneNumberType.UAN && NumberPlan.Classify(number) == NumberClass.Ordinary;
                Assert.True(isDialable == (judged.Refusal == NumberRefusal.None), $"{country.Iso} {type} {number}: {judged.Refusal}");
                if (type == PhoneNumberType.TOLL_FREE)
                    Assert.Equal(NumberRefusal.TollFree, judged.Refusal);
                string national = Library.Format(example, PhoneNumberFormat.NATIONAL);
                var home = CellReader.Read(national, country);
                Assert.True(!isDialable || home.Any(read => read.Phone?.Number == number), $"{country.Iso} {national}: {home[0].Refusal} {home[0].Phone?.Number}");
            }
        }
    }

    /// <summary>Random digits of a fitting length, all over the world: the short way to the data says what the library says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_ranges_are_the_library_s(ulong seed)
    {
        var random = new SeededRandom(seed);
        string[] regions = [.. Library.GetSupportedRegions().Order(StringComparer.Ordinal)];
        for (int i = 0; i < 4_000; i++)
        {
            string iso = i % 2 == 0 ? regions[random.Next(regions.Length)] : new[] { "FR", "US", "GB", "DE", "IT", "ES", "CA", "BE" }[random.Next(8)];
            var plan = NumberBook.PlanOf(iso);
            int length = plan.Lengths[random.Next(plan.Lengths.Count)];
            string national = string.Concat(Enumerable.Range(0, length).Select(_ => (char)('0' + random.Next(10))));
            var number = new PhoneNumber.Builder().SetCountryCode(Library.GetCountryCodeForRegion(iso)).SetNationalNumber(ulong.Parse(national));
            int zeros = national.TakeWhile(c => c == '0').Count();
            if (zeros > 0)
                number.SetNumberOfLeadingZeros(Math.Min(zeros, length - 1));
            var built = number.Build();
            bool isThere = Library.IsValidNumberForRegion(built, iso);
            var range = plan.RangeOf(national);
            Assert.True(isThere == (range != NumberRange.None), $"{iso} {national}: {range}");
            if (isThere && Library.GetRegionCodeForNumber(built) == iso)
                Assert.Equal(Expected(Library.GetNumberType(built)), range);
        }
    }

    /// <summary>
    /// Two locks. What the library calls premium, the gate's plan refuses wherever it knows the country; and what the gate
    /// refuses is to the library no plain landline or mobile number, but for ranges that we close on purpose.
    /// </summary>
    [Fact]
    public void The_plan_in_the_dial_gate_and_the_library_agree_on_what_is_premium()
    {
        var open = new List<string>();
        foreach (var country in Countries.All)
        {
            foreach (var type in (PhoneNumberType[])[PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST])
                if (Library.GetExampleNumberForType(country.Iso, type) is { } example && NumberPlan.Classify(E164(example)) != NumberClass.Premium)
                    open.Add($"{country.Iso} {type} {E164(example)}");
            foreach (var type in (PhoneNumberType[])[PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE])
                if (Library.GetExampleNumberForType(country.Iso, type) is { } plain)
                    Assert.True(NumberPlan.Classify(E164(plain)) == NumberClass.Ordinary, $"{country.Iso} {type} {E164(plain)}");
        }
        Assert.Empty(open);
    }

    [Fact]
    public void No_emergency_number_of_any_country_is_ever_read_as_a_number()
    {
        var shortNumbers = ShortNumberInfo.GetInstance();
        foreach (var country in CountryBook.All)
            for (int digits = 100; digits < 10_000; digits++)
            {
                string text = digits.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (shortNumbers.IsEmergencyNumber(text, country.Iso))
                    Assert.All(CellReader.Read(text, country), read => Assert.True(read.Phone is null, $"{country.Iso} {text} {read.Phone?.Number}"));
            }
    }

    [Theory]
    [InlineData("+61255501234", "Australia/Sydney")]
    [InlineData("+5511961234567", "America/Sao_Paulo")]
    [InlineData("+12125550121", "America/New_York")]
    public void A_number_s_digits_tell_its_zone_where_they_can(string number, string zone) => Assert.Equal([zone], NumberZones.Of(number));
}
