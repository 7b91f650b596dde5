using System.Globalization;

namespace Dialer.Core.Compliance;

/// <summary>
/// A day that comes every year, as tables write it: "12-25"; "easter+39"; "mon3-01", the third Monday of January; "mon-1-05", the
/// last one of May; "mon&lt;25-05", the last one before 25 May. A date may be followed by "+": where it falls on a week-end, the
/// Monday after it too; "++": the Tuesday as well; "~": on a Saturday the Friday before too, on a Sunday the Monday after.
/// </summary>
internal readonly record struct HolidayRule
{
    private readonly HolidayRuleKind _kind;
    private readonly int _month;
    private readonly int _day;
    private readonly DayOfWeek _weekday;
    private readonly int _nth;
    private readonly Substitute _substitute;

    public HolidayRule(string text)
    {
        if (text.StartsWith("easter", StringComparison.Ordinal))
        {
            (_kind, _nth) = (HolidayRuleKind.Easter, Number(text[6..]));
            return;
        }
        _substitute = text switch { [.., '+', '+'] => Substitute.MondayAndTuesday, [.., '+'] => Substitute.Monday, [.., '~'] => Substitute.Nearest, _ => Substitute.None };
        text = text.TrimEnd('+', '~');
        _month = Number(text[^2..]);
        if (char.IsAsciiDigit(text[0]))
        {
            (_kind, _month, _day) = (HolidayRuleKind.Date, Number(text[..2]), Number(text[3..]));
            return;
        }
        _weekday = Enum.GetValues<DayOfWeek>().First(day => day.ToString().StartsWith(text[..3], StringComparison.OrdinalIgnoreCase));
        string which = text[3..^3];
        (_kind, _nth) = which[0] == '<' ? (HolidayRuleKind.WeekdayBefore, Number(which[1..])) : (HolidayRuleKind.NthWeekday, Number(which));
    }

    public bool FallsOn(DateOnly day) => _kind switch
    {
        HolidayRuleKind.Easter => day.DayNumber - PublicHolidays.EasterSunday(day.Year).DayNumber == _nth,
        HolidayRuleKind.Date => FallsOnDate(day),
        HolidayRuleKind.NthWeekday => day.Month == _month && day.DayOfWeek == _weekday && (_nth > 0 ? (day.Day - 1) / 7 == _nth - 1 : day.AddDays(7).Month != day.Month),
        HolidayRuleKind.WeekdayBefore => day.Month == _month && day.DayOfWeek == _weekday && day.Day < _nth && day.Day >= _nth - 7,
    };

    private bool FallsOnDate(DateOnly day)
    {
        if (day.Month == _month && day.Day == _day)
            return true;
        if (_substitute == Substitute.None || day.DayOfWeek is not (DayOfWeek.Monday or DayOfWeek.Tuesday or DayOfWeek.Friday))
            return false;

        // A day beside the week-end that the date falls on; the year may turn in between.
        for (int away = -1; away <= 3; away++)
        {
            var date = day.AddDays(-away);
            if (date.Month == _month && date.Day == _day)
                return IsSubstitute(date.DayOfWeek, day.DayOfWeek);
        }
        return false;
    }

    private bool IsSubstitute(DayOfWeek date, DayOfWeek day) => (_substitute, day) switch
    {
        (Substitute.Monday, DayOfWeek.Monday) or (Substitute.MondayAndTuesday, DayOfWeek.Monday or DayOfWeek.Tuesday) => date is DayOfWeek.Saturday or DayOfWeek.Sunday,
        (Substitute.Nearest, DayOfWeek.Monday) => date == DayOfWeek.Sunday,
        (Substitute.Nearest, DayOfWeek.Friday) => date == DayOfWeek.Saturday,
        _ => false,
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private enum HolidayRuleKind : byte
    {
        Date,
        Easter,
        NthWeekday,
        WeekdayBefore,
    }

    private enum Substitute : byte
    {
        None,
        Monday,
        MondayAndTuesday,
        Nearest,
    }
}
