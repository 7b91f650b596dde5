using System.Globalization;
using Dialer.Core.Leads;

namespace Dialer.Lists.Import;

/// <summary>Reads consent and dates as lists hold them, in French and English.</summary>
internal static class ConsentText
{
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "oui", "o", "yes", "y", "1", "true", "vrai", "x", "ok", "opt-in", "optin", "given" };
    private static readonly HashSet<string> No = new(StringComparer.OrdinalIgnoreCase) { "non", "n", "no", "0", "false", "faux", "opt-out", "optout", "refused", "refus" };
    private static readonly string[] DayFirst = ["d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "d/M/yy"];
    private static readonly string[] MonthFirst = ["M/d/yyyy", "M.d.yyyy", "M-d-yyyy", "M/d/yy"];
    private static readonly string[] YearFirst = ["yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Null: what stands there is not understood.</summary>
    /// <param name="date">The day, where the cell itself holds one: a date of consent is consent.</param>
    public static ConsentState? Read(string cell, bool monthFirst, out DateOnly? date)
    {
        date = null;
        string text = cell.Trim();
        if (text.Length == 0)
            return ConsentState.Unknown;
        if (Yes.Contains(text))
            return ConsentState.Given;
        if (No.Contains(text))
            return ConsentState.Refused;
        date = ReadDate(text, monthFirst);
        return date is null ? null : ConsentState.Given;
    }

    /// <summary>Null: no date. The other order of day and month is tried where the usual one makes none.</summary>
    public static DateOnly? ReadDate(string cell, bool monthFirst)
    {
        string text = cell.Trim();
        foreach (string[] formats in (ReadOnlySpan<string[]>)[YearFirst, monthFirst ? MonthFirst : DayFirst, monthFirst ? DayFirst : MonthFirst])
            if (DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1990 and <= 2100)
                return DateOnly.FromDateTime(date);
        return null;
    }
}
