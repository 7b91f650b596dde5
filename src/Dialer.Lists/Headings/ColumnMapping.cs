namespace Dialer.Lists.Headings;

/// <summary>
/// Headings as they stand in the file; "column 3" where a column has none, "Phone (2)" for the second of that name.
/// Columns not named are kept as the lead's fields all the same.
/// </summary>
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

    /// <summary>The company's key of the person; never guessed.</summary>
    public string? CustomerKey { get; init; }
}
