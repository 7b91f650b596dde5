namespace Dialer.Core.Leads;

/// <summary>One number found in a cell: E.164 where it may be dialed, or the reason why not.</summary>
/// <param name="Written">As it stood.</param>
/// <param name="Phone">Null when refused.</param>
/// <param name="Country">Null when refused before a country was known.</param>
public readonly record struct ReadNumber(string Written, LeadPhone? Phone, Country? Country, NumberRefusal Refusal);
