using Dialer.Core.Channels;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Channels;

public sealed class WorkingCalendarTests
{
    /// <summary>Monday to Friday, 9 to 12 and 14 to 18 in Paris; 14 July 2026 (a Tuesday) closed.</summary>
    private static readonly WorkingCalendar Office = new(
        [.. new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }
            .SelectMany(day => new[] { new WorkingHours(day, new TimeOnly(14, 0), new TimeOnly(18, 0)), new WorkingHours(day, new TimeOnly(9, 0), new TimeOnly(12, 0)) })],
        [new DateOnly(2026, 7, 14)],
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    [Theory]
    [InlineData("2026-07-06T07:00Z", 1, "2026-07-06T08:00Z")] // Monday 9:00 in Paris
    [InlineData("2026-07-06T05:00Z", 1, "2026-07-06T08:00Z")] // before opening
    [InlineData("2026-07-06T09:30Z", 1, "2026-07-06T12:30Z")] // over noon
    [InlineData("2026-07-06T15:00Z", 8, "2026-07-07T16:00Z")] // a day of work, from an hour before the close
    [InlineData("2026-07-10T16:00Z", 1, "2026-07-13T08:00Z")] // Friday evening: Monday
    [InlineData("2026-07-13T15:30Z", 1, "2026-07-15T07:30Z")] // over the holiday
    [InlineData("2026-12-31T16:30Z", 1, "2027-01-01T08:30Z")] // winter: an hour off UTC
    public void A_target_in_hours_runs_while_the_desk_works(string from, double hours, string due)
    {
        var found = Office.Add(At(from), TimeSpan.FromHours(hours));
        Assert.Equal(At(due), found);
        Assert.Equal(TimeSpan.FromHours(hours), Office.Between(At(from), found));
    }

    [Fact]
    public void Until_midnight_is_written_as_midnight()
    {
        var night = new WorkingCalendar([new WorkingHours(DayOfWeek.Monday, new TimeOnly(22, 0), TimeOnly.MinValue), new WorkingHours(DayOfWeek.Tuesday, TimeOnly.MinValue, new TimeOnly(6, 0))], [], TimeZoneInfo.Utc);
        Assert.Equal(At("2026-07-07T01:00Z"), night.Add(At("2026-07-06T21:00Z"), TimeSpan.FromHours(3)));
    }

    [Fact]
    public void A_calendar_that_never_opens_is_never_due() =>
        Assert.Equal(Instant.Never, new WorkingCalendar([new WorkingHours(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(9, 1))], [], TimeZoneInfo.Utc).Add(At("2026-07-06T09:00Z"), TimeSpan.FromHours(8)));

    [Fact]
    public void Hours_that_end_before_they_begin_are_refused() =>
        Assert.Throws<ArgumentException>(() => new WorkingCalendar([new WorkingHours(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(8, 0))], [], TimeZoneInfo.Utc));

    private static Instant At(string text) => Instant.From(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
