namespace Dialer.Lists.Headings;

/// <summary>Which columns mean what, as indexes into a record; -1: there is none.</summary>
internal sealed record ColumnLayout(string[] Names, IReadOnlyList<int> Phones)
{
    public int AreaCode { get; init; } = -1;
    public int TimeZone { get; init; } = -1;
    public int Country { get; init; } = -1;
    public int PostalCode { get; init; } = -1;
    public int State { get; init; } = -1;
    public int Consent { get; init; } = -1;
    public int Objection { get; init; } = -1;
    public int ConsentDate { get; init; } = -1;
    public int Priority { get; init; } = -1;
    public int CustomerKey { get; init; } = -1;

    /// <summary>3/4/2026 is the fourth of March: the usage of the country, unless the rows show the other.</summary>
    public bool MonthFirst { get; init; }

    public IReadOnlyList<ColumnFinding> Findings { get; init; } = [];

    public ColumnMapping ToMapping() => new()
    {
        Phones = [.. Phones.Select(column => Names[column])],
        TimeZone = NameOf(TimeZone),
        Country = NameOf(Country),
        PostalCode = NameOf(PostalCode),
        State = NameOf(State),
        Consent = NameOf(Consent),
        ConsentDate = NameOf(ConsentDate),
        Priority = NameOf(Priority),
        CustomerKey = NameOf(CustomerKey),
    };

    private string? NameOf(int column) => column < 0 ? null : Names[column];
}
