using Dialer.Core.Leads;

namespace Dialer.Store;

/// <param name="Line">Physical line of the file at which its record begins, from 1.</param>
/// <param name="Fields">All columns as they stood.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Region">Place for holidays and rules: ISO 3166-2 without the country, or null.</param>
public sealed record ImportedLead(
    int Line,
    IReadOnlyList<LeadPhone> Phones,
    string Country,
    string TimeZone,
    string? Region,
    Consent Consent,
    int Priority,
    LeadFields Fields)
{
    /// <summary>The company's own key of the person; null: none.</summary>
    public string? CustomerKey { get; init; }
}
