namespace Dialer.Core.Compliance;

public enum HolidayCalendar : byte
{
    None = 0,

    /// <summary>
    /// The 11 days of article L3133-1 of the Code du travail; Good Friday and 26 December in Moselle (57), Bas-Rhin
    /// (67) and Haut-Rhin (68), article L3134-13; the day of the abolition of slavery overseas, article L3422-2.
    /// </summary>
    France,

    /// <summary>Federal holidays with the days in their place, 5 U.S.C. 6103, and the days of single states.</summary>
    UnitedStates,

    /// <summary>Bank holidays of England, Wales, Scotland and Northern Ireland, with the days in their place: a number does not tell which.</summary>
    UnitedKingdom,

    /// <summary>Of the country and of each Land: a number does not tell which.</summary>
    Germany,
    Canada,

    /// <summary>The national public holidays that the industry standard names, with the days in their place.</summary>
    Australia,
    Spain,
    Italy,
    Belgium,
}
