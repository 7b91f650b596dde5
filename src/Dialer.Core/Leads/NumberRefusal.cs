namespace Dialer.Core.Leads;

/// <summary>Why what stood in a telephone cell is not dialed. One precise cause each.</summary>
public enum NumberRefusal : byte
{
    None = 0,
    Empty,
    NotANumber,
    TooShort,
    TooLong,
    ShortCode,

    /// <summary>No such range in the country's plan.</summary>
    NotInPlan,
    AreaCodeMissing,
    Emergency,
    Premium,
    CountryNotServed,

    /// <summary>6.39E+08: a spreadsheet has thrown digits away.</summary>
    Scientific,
}
