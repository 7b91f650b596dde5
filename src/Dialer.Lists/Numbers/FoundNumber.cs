using Dialer.Core.Leads;

namespace Dialer.Lists.Numbers;

/// <summary>One number found in a cell: E.164 where it may be dialed, or the reason why not.</summary>
/// <param name="Written">As it stood.</param>
/// <param name="Phone">Null when refused.</param>
/// <param name="Country">Null when refused before a country was known.</param>
internal readonly record struct FoundNumber(string Written, LeadPhone? Phone, NumberCountry? Country, NumberRefusal Refusal);
