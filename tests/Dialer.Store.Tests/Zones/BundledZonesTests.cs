using Dialer.Store.Zones;
using NodaTime;
using Xunit;

namespace Dialer.Store.Tests.Zones;

/// <summary>Every zone beside the library's own reading of it, around each change.</summary>
public sealed class BundledZonesTests
{
    private static readonly Duration[] Around =
    [
        Duration.FromHours(-25), Duration.FromHours(-2), Duration.FromSeconds(-1), Duration.Zero, Duration.FromSeconds(1), Duration.FromHours(2), Duration.FromHours(25),
    ];

    [Fact]
    public void Every_zone_shows_the_time_that_its_data_say()
    {
        var wrong = new List<string>();
        foreach (string name in BundledZones.Names)
        {
            var ours = BundledZones.Find(name);
            var truth = DateTimeZoneProviders.Tzdb[name];
            foreach (var at in Moments(truth))
            {
                var expected = truth.GetUtcOffset(at).ToTimeSpan();
                var found = ours.GetUtcOffset(at.ToDateTimeUtc());
                if (found != expected)
                    wrong.Add($"{name} {at}: {found}, should be {expected}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}: " + string.Join(Environment.NewLine, wrong.Take(20)));
    }

    private static IEnumerable<NodaTime.Instant> Moments(DateTimeZone zone)
    {
        var from = NodaTime.Instant.FromUtc(2016, 1, 1, 0, 0);
        var to = NodaTime.Instant.FromUtc(2060, 1, 1, 0, 0);
        for (int year = 2016; year < 2060; year++)
            foreach (var around in Around)
                yield return NodaTime.Instant.FromUtc(year, 1, 1, 0, 0) + around;
        foreach (var interval in zone.GetZoneIntervals(from, to).Where(interval => interval.HasEnd && interval.End < to))
            foreach (var around in Around)
                yield return interval.End + around;
    }

    /// <summary>An hour that is skipped and one that comes twice: what a calling window's opening is judged by.</summary>
    [Theory]
    [InlineData("Europe/Paris", "2026-03-29 02:30", true, false)]
    [InlineData("Europe/Paris", "2026-10-25 02:30", false, true)]
    [InlineData("Europe/Paris", "2026-06-01 12:00", false, false)]
    [InlineData("America/New_York", "2026-03-08 02:30", true, false)]
    [InlineData("America/New_York", "2026-11-01 01:30", false, true)]
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:15", true, false)]
    [InlineData("Australia/Sydney", "2027-04-04 02:30", false, true)]
    [InlineData("Africa/Casablanca", "2026-02-15 02:30", false, true)]
    public void A_skipped_and_a_doubled_hour_are_known(string name, string local, bool isInvalid, bool isAmbiguous)
    {
        var zone = BundledZones.Find(name);
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((isInvalid, isAmbiguous), (zone.IsInvalidTime(at), zone.IsAmbiguousTime(at)));
    }

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("Europe/Kiev", true)]
    [InlineData("Europe/Kyiv", true)]
    [InlineData("Asia/Calcutta", true)]
    [InlineData("Europe/Atlantis", false)]
    [InlineData("UTC+03", false)]
    [InlineData("europe/paris", false)]
    [InlineData("", false)]
    [InlineData("../../etc/passwd", false)]
    public void A_name_is_known_or_not(string name, bool isKnown)
    {
        Assert.Equal(isKnown, BundledZones.TryFind(name, out var zone));
        Assert.Equal(isKnown ? name : null, zone?.Id);
        if (!isKnown)
            Assert.Throws<TimeZoneNotFoundException>(() => BundledZones.Find(name));
    }

    [Fact]
    public void The_data_say_their_release() => Assert.Matches("^20[0-9]{2}[a-z]", BundledZones.Version);
}
