namespace Dialer.Core.Compliance;

public enum HolidayCalendar : byte
{
    None = 0,

    /// <summary>
    /// The 11 days of article L3133-1 of the Code du travail; Good Friday and 26 December in Moselle (57), Bas-Rhin
    /// (67) and Haut-Rhin (68), article L3134-13; the day of the abolition of slavery overseas, article L3422-2.
    /// </summary>
    France,
}
