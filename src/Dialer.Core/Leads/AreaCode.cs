namespace Dialer.Core.Leads;

/// <summary>An area code's state or province, and the time there.</summary>
/// <param name="Country">US or CA; the territories of the United States count as US.</param>
/// <param name="TimeZone">IANA name. Where an area code lies in two zones, the one of most of its people.</param>
public readonly record struct AreaCode(string State, string Country, string TimeZone);
