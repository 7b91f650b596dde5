using Dialer.Core.Leads;

namespace Dialer.Lists.Numbers;

/// <summary>What the numbering plans say of one number.</summary>
/// <param name="Number">E.164 with the plus sign; empty when refused before its country was known.</param>
/// <param name="IsCertain">False: a length that exists there, in a range that the library does not list and our own plan allows.</param>
internal readonly record struct JudgedNumber(string Number, NumberCountry? Country, PhoneKind Kind, NumberRefusal Refusal, bool IsCertain = true)
{
    public static JudgedNumber Refused(NumberRefusal refusal, NumberCountry? country = null) => new("", country, PhoneKind.Unknown, refusal);
}
