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

    /// <summary>Its owner pays for each call: not to be called by a dialer (United States: 47 CFR 64.1200 (a)(1)(iii)).</summary>
    TollFree,

    /// <summary>6.39E+08: a spreadsheet has thrown digits away.</summary>
    Scientific,
}
