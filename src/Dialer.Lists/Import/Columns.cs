namespace Dialer.Lists.Import;

/// <summary>Which columns mean what, as indexes into a record; -1: there is none.</summary>
internal sealed record Columns(string[] Names, IReadOnlyList<int> Phones)
{
    public int TimeZone { get; init; } = -1;
    public int Country { get; init; } = -1;
    public int PostalCode { get; init; } = -1;
    public int State { get; init; } = -1;
    public int Consent { get; init; } = -1;
    public int ConsentDate { get; init; } = -1;
    public int Priority { get; init; } = -1;

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
    };

    private string? NameOf(int column) => column < 0 ? null : Names[column];
}
