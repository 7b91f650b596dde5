using System.Globalization;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Callers;

public sealed class OpeningHoursTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    /// <summary>Monday to Friday 9 to 18 in Paris, French holidays; Christmas Eve until noon, one Sunday worked, one Tuesday closed.</summary>
    private static readonly OpeningHours Desk = new(
        [.. Workdays.Select(day => new WorkingHours(day, new TimeOnly(9, 0), new TimeOnly(18, 0)))],
        HolidayCalendar.France, null,
        [
            new OpeningDay(new DateOnly(2026, 12, 24), [new WorkingHours(DayOfWeek.Thursday, new TimeOnly(9, 0), new TimeOnly(12, 0))]),
            new OpeningDay(new DateOnly(2026, 12, 20), [new WorkingHours(DayOfWeek.Sunday, new TimeOnly(10, 0), new TimeOnly(16, 0))]),
            new OpeningDay(new DateOnly(2026, 12, 29), []),
        ], Paris);

    [Theory]
    [InlineData("2026-12-01T07:59:59Z", false, "2026-12-01T08:00Z")] // a Tuesday, a second before nine in Paris
    [InlineData("2026-12-01T08:00Z", true, "2026-12-01T08:00Z")]
    [InlineData("2026-12-01T16:59:59Z", true, "2026-12-01T16:59:59Z")]
    [InlineData("2026-12-01T17:00Z", false, "2026-12-02T08:00Z")] // six o'clock is closed
    [InlineData("2026-07-01T07:00Z", true, "2026-07-01T07:00Z")] // summer time
    [InlineData("2026-12-19T10:00Z", false, "2026-12-20T09:00Z")] // a Saturday before the Sunday that is worked
    [InlineData("2026-12-24T11:00Z", false, "2026-12-28T08:00Z")] // after noon on Christmas Eve: over Christmas and the week-end
    [InlineData("2026-12-25T09:00Z", false, "2026-12-28T08:00Z")] // a holiday on a Friday
    [InlineData("2026-12-29T09:00Z", false, "2026-12-30T08:00Z")] // a day that is closed by hand
    public void It_is_open_as_the_clock_of_its_zone_shows(string at, bool open, string next)
    {
        Assert.Equal(open, Desk.IsOpen(At(at)));
        Assert.Equal(At(next), Desk.NextOpening(At(at)));
    }

    [Theory]
    [InlineData("2026-03-29T00:30Z", "2026-03-29T01:00Z")] // 02:00 is not there: the first minute that is, 03:00
    [InlineData("2026-10-24T23:59Z", "2026-10-25T00:00Z")] // 02:00 comes twice: the first time
    public void Daylight_saving_neither_closes_a_day_nor_opens_it_twice(string at, string next)
    {
        var night = new OpeningHours([new WorkingHours(DayOfWeek.Sunday, new TimeOnly(2, 0), new TimeOnly(4, 0))], HolidayCalendar.None, null, [], Paris);
        Assert.Equal(At(next), night.NextOpening(At(at)));
    }

    [Fact]
    public void Without_hours_it_is_open_but_on_holidays()
    {
        var always = new OpeningHours([], HolidayCalendar.France, "67", [], Paris);
        Assert.True(always.IsOpen(At("2026-12-06T02:00Z")));
        Assert.Equal(At("2026-12-26T23:00Z"), always.NextOpening(At("2026-12-25T12:00Z"))); // in Bas-Rhin the 26th too
    }

    [Fact]
    public void What_never_opens_is_never_open() =>
        Assert.Equal(Instant.Never, new OpeningHours([new WorkingHours(DayOfWeek.Monday, new TimeOnly(2, 0), new TimeOnly(2, 1))], HolidayCalendar.None, null,
            [.. Enumerable.Range(0, 400).Select(day => new OpeningDay(new DateOnly(2026, 1, 1).AddDays(day), []))], Paris).NextOpening(At("2026-01-01T00:00Z")));

    [Fact]
    public void Hours_that_end_before_they_begin_are_refused() =>
        Assert.Throws<ArgumentException>(() => new OpeningHours([], HolidayCalendar.None, null, [new OpeningDay(new DateOnly(2026, 1, 1), [new WorkingHours(DayOfWeek.Thursday, new TimeOnly(9, 0), new TimeOnly(9, 0))])], Paris));

    private static Instant At(string text) => Instant.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
}
