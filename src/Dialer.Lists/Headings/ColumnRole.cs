namespace Dialer.Lists.Headings;

/// <summary>What a column is for.</summary>
public enum ColumnRole : byte
{
    /// <summary>Kept with the lead, not understood further.</summary>
    Data,
    Phone,

    /// <summary>The area code of the numbers in the telephone column, where it has a column of its own.</summary>
    AreaCode,
    TimeZone,
    Country,
    PostalCode,
    State,
    Consent,

    /// <summary>"Do not call": a yes there is a refusal.</summary>
    Objection,
    ConsentDate,
    Priority,

    /// <summary>The company's own key of the person; only where the mapping names it, for a row's number in one file is another person's in the next.</summary>
    CustomerKey,
}
