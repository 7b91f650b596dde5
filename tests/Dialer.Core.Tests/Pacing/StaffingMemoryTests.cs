using Dialer.Core.Pacing;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class StaffingMemoryTests
{
    private const double FiveHours = 5 * 3600;
    private static readonly double[] Each = [.. Enumerable.Repeat(1.0, 24)];

    [Fact]
    public void On_the_first_day_only_the_present_quarter_is_counted_on()
    {
        var memory = new StaffingMemory();
        memory.Note(At(0, 9, 5), 8);
        Assert.Equal(8 * 600, memory.Done(Each, At(0, 9, 5), FiveHours, 8, unseenShare: 0), 1e-6);
        Assert.Equal((8 * 600) + (4 * (FiveHours - 600)), memory.Done(Each, At(0, 9, 5), FiveHours, 8, unseenShare: 0.5), 1e-6);
    }

    /// <summary>Nothing is asked while nobody is logged in: what was not asked is what was not there.</summary>
    [Fact]
    public void Who_went_home_at_noon_is_not_counted_on_for_the_next_afternoon()
    {
        var memory = new StaffingMemory();
        for (int minute = 0; minute < 180; minute += 5)
            memory.Note(At(0, 9, minute), 5);
        memory.Note(At(1, 9, 0), 5);
        memory.Note(At(1, 11, 50), 5);
        Assert.Equal(5 * 600, memory.Done(Each, At(1, 11, 50), FiveHours, 5, unseenShare: 0.5), 1e-6);
    }

    [Fact]
    public void An_hour_in_which_nobody_answers_counts_for_nothing()
    {
        var memory = new StaffingMemory();
        for (int minute = 0; minute < 480; minute += 5)
            memory.Note(At(0, 9, minute), 2);
        memory.Note(At(1, 9, 0), 2);
        double[] silentAtTen = [.. Each.Select((rate, hour) => hour == 10 ? 0 : rate)];
        Assert.Equal(2 * 2 * 3600, memory.Done(silentAtTen, At(1, 9, 0), 3 * 3600, 2, unseenShare: 0), 1e-6);
    }

    private static long At(int day, int hour, int minute) => new DateTime(2026, 1, 5, hour, 0, 0).AddDays(day).AddMinutes(minute).Ticks;
}
