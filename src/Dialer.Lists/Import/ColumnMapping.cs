namespace Dialer.Lists.Import;

/// <summary>Headings as they stand in the file. Columns not named are kept as the lead's fields all the same.</summary>
public sealed record ColumnMapping
{
    /// <summary>Telephone numbers, first choice first.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];
    public string? TimeZone { get; init; }
    public string? Country { get; init; }
    public string? PostalCode { get; init; }
    public string? State { get; init; }
    public string? Consent { get; init; }
    public string? ConsentDate { get; init; }
    public string? Priority { get; init; }
}
