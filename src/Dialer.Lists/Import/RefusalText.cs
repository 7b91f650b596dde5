using Dialer.Core.Leads;

namespace Dialer.Lists.Import;

/// <summary>Why a number or a row is refused, and what to do, in the words that a reject carries.</summary>
internal static class RefusalText
{
    public const string Duplicate = "duplicate within the list";
    public const string InCampaign = "already in this campaign";
    public const string TooManyFields = "more fields than headings";
    public const string DoNotCall = "on the do-not-call list";
    public const string Erased = "of somebody who was erased on request";
    public const string UnknownCountry = "country not understood";
    public const string ConsentNotUnderstood = "consent not understood";
    public const string DateNotUnderstood = "date not understood";
    public const string TimeZoneNotKnown = "time zone not known";
    public const string TimeZoneOfOtherPlace = "time zone does not fit the number's place";
    public const string PriorityNotUnderstood = "priority not understood";

    public static (string Reason, string Advice) Of(NumberRefusal refusal) => refusal switch
    {
        NumberRefusal.None => throw new ArgumentOutOfRangeException(nameof(refusal), "a number that is not refused has no reason"),
        NumberRefusal.Empty => ("no telephone number", "fill in a number"),
        NumberRefusal.NotANumber => ("not a telephone number", "keep only the digits of one number, or two parted by /"),
        NumberRefusal.TooShort => ("too few digits", "complete the number"),
        NumberRefusal.TooLong => ("too many digits", "correct the number, part two numbers by /"),
        NumberRefusal.ShortCode => ("short code or extension", "give the full public number"),
        NumberRefusal.NotInPlan => ("no such number in the country's plan", "correct the number, or the list's country"),
        NumberRefusal.AreaCodeMissing => ("area code missing", "write the number with its area code"),
        NumberRefusal.Emergency => ("emergency number", "never dialed: remove it"),
        NumberRefusal.Premium => ("premium or special-rate number", "never dialed: give a landline or mobile number"),
        NumberRefusal.TollFree => ("toll-free number", "its owner pays for each call: give a landline or mobile number"),
        NumberRefusal.CountryNotServed => ("no country has this calling code", "correct the number, or write it without its country"),
        NumberRefusal.Scientific => ("digits lost to scientific notation", "format the column as text in the spreadsheet and export again"),
    };

    /// <summary>Null: nothing to note.</summary>
    /// <param name="place">The clock at the number's place; null: the number does not tell.</param>
    public static (string Reason, string Advice)? Of(ZoneFit fit, string? place) => fit switch
    {
        ZoneFit.Fits => null,
        ZoneFit.NotKnown => (TimeZoneNotKnown, "the number's place decides instead, write an IANA name (Europe/Paris)"),
        ZoneFit.OtherPlace => (TimeZoneOfOtherPlace, $"the number is in {place}: called only when both clocks allow it"),
        ZoneFit.OtherOffset => (TimeZoneOfOtherPlace, $"an offset is no place: {place ?? "the country"} decides instead, write an IANA name (Europe/Paris)"),
    };

    /// <summary>Of the refusals in one row, the one that says most is the row's.</summary>
    public static int Weight(NumberRefusal refusal) => refusal switch
    {
        NumberRefusal.Emergency => 5,
        NumberRefusal.Premium or NumberRefusal.TollFree => 4,
        NumberRefusal.Scientific => 3,
        NumberRefusal.Empty or NumberRefusal.None => 0,
        NumberRefusal.NotANumber => 1,
        NumberRefusal.TooShort or NumberRefusal.TooLong or NumberRefusal.ShortCode or NumberRefusal.NotInPlan
            or NumberRefusal.AreaCodeMissing or NumberRefusal.CountryNotServed => 2,
    };
}
