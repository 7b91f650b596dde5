using System.Collections.Concurrent;
using System.Globalization;
using Dialer.Core.Leads;
using PhoneNumbers;

namespace Dialer.Lists.Numbers;

/// <summary>
/// The seam to libphonenumber: what a row of digits is in the numbering plans of the world. Core's own
/// <see cref="NumberPlan"/> is asked as well, here and again at the instant of dialing, and the stricter of both holds.
/// </summary>
internal static class NumberBook
{
    /// <summary>Longer rows of digits are no number of any plan (ITU-T E.164: 15, and what stands before them).</summary>
    private const int MostDigits = 20;

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    private static readonly ConcurrentDictionary<string, RegionPlan> Plans = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<int, RegionPlan[]> ByCode = new();

    /// <param name="digits">Digits only.</param>
    /// <param name="international">A plus stood before them.</param>
    /// <param name="home">Whose way of writing it is.</param>
    public static JudgedNumber Judge(string digits, bool international, NumberCountry home)
    {
        if (digits.Length == 0)
            return JudgedNumber.Refused(NumberRefusal.Empty);
        if (NumberPlan.IsEmergency(digits))
            return JudgedNumber.Refused(NumberRefusal.Emergency);
        if (digits.Length > MostDigits)
            return JudgedNumber.Refused(NumberRefusal.TooLong);
        // No calling code begins with a zero: a plus before one was typed in error.
        if (international && digits[0] != '0')
            return JudgeInternational(digits);
        var plan = PlanOf(home.Iso);
        // Australia's 0011 begins with the 00 of others: the country's own prefix is tried first.
        if (AfterPrefix(digits, OwnPrefix(digits, plan)) is { } own && JudgeInternational(own) is { Refusal: NumberRefusal.None } there)
            return there;
        return AfterPrefix(digits, digits.StartsWith("00", StringComparison.Ordinal) ? 2 : OwnPrefix(digits, plan)) is { } abroad ? JudgeInternational(abroad) : JudgeAtHome(digits, home, plan);
    }

    private static int OwnPrefix(string digits, RegionPlan plan) => digits.Length > 10 && plan.InternationalPrefix?.Match(digits) is { Success: true } match ? match.Length : 0;

    private static string? AfterPrefix(string digits, int length) => length > 0 && digits.Length > length + 6 && digits[length] != '0' ? digits[length..] : null;

    private static JudgedNumber JudgeAtHome(string digits, NumberCountry home, RegionPlan plan)
    {
        var judged = JudgeNational(WithoutTrunkPrefix(digits, plan, preferWithout: true), home, plan);
        if (judged.Refusal is NumberRefusal.TooLong or NumberRefusal.NotInPlan && digits.StartsWith(home.CallingCode, StringComparison.Ordinal))
        {
            // 33639980011: the country code without its plus.
            var again = JudgeInternational(digits);
            if (again.Refusal is NumberRefusal.None or NumberRefusal.Premium or NumberRefusal.TollFree or NumberRefusal.Emergency)
                return again;
        }
        return judged;
    }

    private static JudgedNumber JudgeInternational(string digits)
    {
        var own = NumberPlan.Classify("+" + digits);
        if (own == NumberClass.Emergency)
            return JudgedNumber.Refused(NumberRefusal.Emergency);
        for (int length = 1; length <= 3 && length < digits.Length; length++)
            if (PlansOf(int.Parse(digits.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture)) is { Length: > 0 } plans)
            {
                var home = CountryBook.Find(plans[0].Iso)!;
                return JudgeNational(WithoutTrunkPrefix(digits[length..], plans[0], preferWithout: false), home, plans[0]);
            }
        if (digits.StartsWith("800", StringComparison.Ordinal) && own != NumberClass.Malformed)
            return JudgedNumber.Refused(NumberRefusal.TollFree);
        if (own == NumberClass.Premium)
            return JudgedNumber.Refused(NumberRefusal.Premium);
        return JudgedNumber.Refused(digits.Length < 8 ? NumberRefusal.TooShort : NumberRefusal.CountryNotServed);
    }

    /// <param name="national">Without the trunk prefix.</param>
    private static JudgedNumber JudgeNational(string national, NumberCountry home, RegionPlan plan)
    {
        if (NumberPlan.IsEmergency(national))
            return JudgedNumber.Refused(NumberRefusal.Emergency, home);
        if (home.Iso == "FR" && FrenchOverseas.Find(national) is { } overseas)
            (home, plan) = (CountryBook.Find(overseas.Iso)!, PlanOf(overseas.Iso));
        string number = "+" + home.CallingCode + national;
        var (region, range) = FindRegion(national, home, plan);
        var own = NumberPlan.Classify(number);
        if (range == NumberRange.TollFree)
            return JudgedNumber.Refused(NumberRefusal.TollFree, region);
        if (range != NumberRange.None && own == NumberClass.Malformed)
            return JudgedNumber.Refused(NumberRefusal.TooShort, region); // A company's short number: it works in its own country only.
        bool isWhole = range != NumberRange.None || !home.IsNorthAmerican || national.Length >= 10;
        if (range == NumberRange.Special || (own == NumberClass.Premium && isWhole))
            return JudgedNumber.Refused(NumberRefusal.Premium, region);
        return range switch
        {
            NumberRange.Landline => Accept(number, region, PhoneKind.Landline),
            NumberRange.Mobile => Accept(number, region, PhoneKind.Mobile),
            NumberRange.LandlineOrMobile => Accept(number, region, PhoneKind.Unknown),
            NumberRange.NoTelephone => JudgedNumber.Refused(NumberRefusal.NotInPlan, region),
            NumberRange.None => JudgeUnlisted(number, national, home, plan),
            NumberRange.TollFree or NumberRange.Special => throw new InvalidOperationException("refused above"),
        };
    }

    private static JudgedNumber Accept(string number, NumberCountry country, PhoneKind kind) => new(number, country, kind, NumberRefusal.None);

    /// <summary>
    /// The library lists no such range. Where our own plan knows the country and the number is whole, it is dialed: a
    /// range that was opened since, or one that is kept for fiction. Elsewhere it is refused by its length, or as not in the plan.
    /// </summary>
    private static JudgedNumber JudgeUnlisted(string number, string national, NumberCountry home, RegionPlan plan)
    {
        var refusal = CheckLength(national, plan);
        if (refusal != NumberRefusal.None)
            return JudgedNumber.Refused(refusal, home);
        if (Countries.Find(home.Iso) is not { } own || own.Longest - own.Shortest > 2 || national.Length != own.Longest || !own.FirstDigits.Contains(national[0], StringComparison.Ordinal))
            return JudgedNumber.Refused(NumberRefusal.NotInPlan, home);
        if (home.IsNorthAmerican)
        {
            bool isShaped = national[1] != '9' && national[3] is not ('0' or '1');
            if (!isShaped || NorthAmerica.FindArea(national) is not { } area)
                return JudgedNumber.Refused(NumberRefusal.NotInPlan, home);
            return new JudgedNumber(number, CountryBook.Find(area.Country)!, PhoneKind.Unknown, NumberRefusal.None, IsCertain: false);
        }
        var kind = own.MobilePrefixes.Any(prefix => national.StartsWith(prefix, StringComparison.Ordinal)) ? PhoneKind.Mobile : PhoneKind.Landline;
        return new JudgedNumber(number, home, kind, NumberRefusal.None, IsCertain: false);
    }

    private static NumberRefusal CheckLength(string national, RegionPlan plan)
    {
        int length = national.Length;
        if (plan.Lengths.Contains(length))
            return NumberRefusal.None;
        if (plan.LocalLengths.Contains(length))
            return NumberRefusal.AreaCodeMissing;
        if (length > plan.Lengths.Max())
            return NumberRefusal.TooLong;
        return length <= 6 && !national.StartsWith('0') ? NumberRefusal.ShortCode : NumberRefusal.TooShort;
    }

    /// <summary>Which of the countries that share a calling code has this number, and what for. Their main one where none has.</summary>
    private static (NumberCountry Country, NumberRange Range) FindRegion(string national, NumberCountry home, RegionPlan plan)
    {
        var range = home.IsNorthAmerican && NorthAmerica.FindArea(national) is { Country: "CA" } ? NumberRange.None : plan.RangeOf(national);
        if (range != NumberRange.None && plan.LeadingDigits is null)
            return (Named(national, home), range);
        foreach (var other in PlansOf(int.Parse(home.CallingCode, NumberStyles.None, CultureInfo.InvariantCulture)))
        {
            if (other.LeadingDigits?.IsMatch(national) == false)
                continue;
            if (other.RangeOf(national) is not NumberRange.None and var there)
                return (Named(national, CountryBook.Find(other.Iso)!), there);
        }
        return (home, range);
    }

    /// <summary>The territories of the United States are states of it here, as in the area codes' table.</summary>
    private static NumberCountry Named(string national, NumberCountry country) =>
        country.IsNorthAmerican && NorthAmerica.FindArea(national) is { } area ? CountryBook.Find(area.Country)! : country;

    /// <summary>A zero that is part of the number (Italy) stays; one that a spreadsheet lost was not needed.</summary>
    private static string WithoutTrunkPrefix(string digits, RegionPlan plan, bool preferWithout)
    {
        if (!plan.HasPlainPrefix)
            return plan.IsShaped(digits) ? digits : ReadByLibrary(digits, plan);
        string prefix = plan.TrunkPrefix;
        if (prefix.Length == 0 || digits.Length <= prefix.Length || !digits.StartsWith(prefix, StringComparison.Ordinal))
            return digits;
        string without = digits[prefix.Length..];
        if (preferWithout)
            return plan.IsShaped(without) || (digits.Length > plan.Lengths.Min() && !plan.IsShaped(digits)) ? without : digits;
        return !plan.IsShaped(digits) && plan.IsShaped(without) ? without : digits;
    }

    private static string ReadByLibrary(string digits, RegionPlan plan)
    {
        try
        {
            var read = Library.Parse(digits, plan.Iso);
            return new string('0', read.HasNumberOfLeadingZeros ? read.NumberOfLeadingZeros : 0) + read.NationalNumber.ToString(CultureInfo.InvariantCulture);
        }
        catch (NumberParseException)
        {
            return digits;
        }
    }

    public static RegionPlan PlanOf(string iso) => Plans.GetOrAdd(iso, static name => new RegionPlan(Library.GetMetadataForRegion(name)));

    /// <summary>Main country first; empty: no country has this calling code.</summary>
    private static RegionPlan[] PlansOf(int code) =>
        ByCode.GetOrAdd(code, static number => [.. (Library.GetRegionCodesForCountryCode(number) ?? []).Where(iso => CountryBook.Find(iso) is not null).Select(PlanOf)]);
}
