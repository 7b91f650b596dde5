using Dialer.Core.Leads;
using Xunit;

namespace Dialer.Core.Tests.Leads;

public sealed class WrittenZoneTests
{
    private static TimeZoneInfo? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    private static TimeZoneInfo? PlaceOf(string number) => NumberPlace.TimeZoneOf(number) is { } name ? Find(name) : null;

    // What a list writes, a number, the clock that holds beside the number's own, and whether that is noted.
    [Theory]
    [InlineData("EST", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("est", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("EDT", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("ET", "+13135550121", "America/Detroit", ZoneFit.Fits)]
    [InlineData("Eastern", "+14165550121", "America/Toronto", ZoneFit.Fits)]
    [InlineData("Eastern Standard Time", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("US/Eastern", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("EST5EDT", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("MST", "+13035550121", "America/Denver", ZoneFit.Fits)]
    [InlineData("MST", "+16025550121", "America/Phoenix", ZoneFit.Fits)]
    [InlineData("HST", "+18085550121", "Pacific/Honolulu", ZoneFit.Fits)]
    [InlineData("AST", "+17875550121", "America/Puerto_Rico", ZoneFit.Fits)]
    [InlineData("CST", "+13065550121", "America/Regina", ZoneFit.Fits)]
    [InlineData("HST", "+12125550121", "Pacific/Honolulu", ZoneFit.OtherPlace)]
    [InlineData("EST", "+13105550121", "America/New_York", ZoneFit.OtherPlace)]
    [InlineData("GMT", "+447400123456", "Europe/London", ZoneFit.Fits)]
    [InlineData("BST", "+447400123456", "Europe/London", ZoneFit.Fits)]
    [InlineData("UTC", "+447400123456", "Europe/London", ZoneFit.Fits)]
    [InlineData("GMT", "+12125550121", "Europe/London", ZoneFit.OtherPlace)]
    [InlineData("GMT", "+33199001234", "Europe/London", ZoneFit.OtherPlace)]
    [InlineData("UTC", "+12125550121", "America/New_York", ZoneFit.OtherOffset)]
    [InlineData("UTC", "+33199001234", "Europe/Paris", ZoneFit.OtherOffset)]
    [InlineData("Zulu", "+33199001234", "Europe/Paris", ZoneFit.OtherOffset)]
    [InlineData("CET", "+33199001234", "Europe/Paris", ZoneFit.Fits)]
    [InlineData("CEST", "+493012345678", "Europe/Berlin", ZoneFit.Fits)]
    [InlineData("CET", "+12125550121", "Europe/Paris", ZoneFit.OtherPlace)]
    [InlineData("UTC+1", "+33199001234", "Europe/Paris", ZoneFit.Fits)]
    [InlineData("GMT+2", "+33199001234", "Europe/Paris", ZoneFit.Fits)] // in summer
    [InlineData("+01:00", "+33199001234", "Europe/Paris", ZoneFit.Fits)]
    [InlineData("-0500", "+12125550121", "America/New_York", ZoneFit.Fits)]
    [InlineData("UTC-8", "+12125550121", "America/New_York", ZoneFit.OtherOffset)]
    [InlineData("Etc/GMT+5", "+12125550121", "America/New_York", ZoneFit.Fits)] // the sign is the other way round
    [InlineData("Etc/GMT-5", "+12125550121", "America/New_York", ZoneFit.OtherOffset)]
    [InlineData("Etc/UTC", "+12125550121", "America/New_York", ZoneFit.OtherOffset)]
    [InlineData("Europe/Berlin", "+33199001234", "Europe/Berlin", ZoneFit.Fits)] // the same clock
    [InlineData("America/Los_Angeles", "+12125550121", "America/Los_Angeles", ZoneFit.OtherPlace)]
    [InlineData("Indian/Reunion", "+33639980011", "Indian/Reunion", ZoneFit.OtherPlace)]
    [InlineData("Mars/Olympus", "+33199001234", "Europe/Paris", ZoneFit.NotKnown)]
    [InlineData("right/Europe/Paris", "+33199001234", "Europe/Paris", ZoneFit.NotKnown)]
    [InlineData("EST", "+18005550121", "America/New_York", ZoneFit.Fits)] // toll-free: no place
    [InlineData("UTC", "+18005550121", null, ZoneFit.OtherOffset)]
    [InlineData("+30:00", "+33199001234", "Europe/Paris", ZoneFit.NotKnown)]
    public void Only_a_place_is_a_clock(string written, string number, string? zone, ZoneFit fit)
    {
        var read = WrittenZone.Read(written, PlaceOf(number), Find);
        Assert.Equal((zone, fit), (read.Zone?.Id, read.Fit));
    }

    /// <summary>Whatever is written, the clock that is taken is a place's, with that place's summers.</summary>
    [Fact]
    public void No_name_of_the_time_zone_database_makes_a_fixed_offset_of_New_York()
    {
        var place = Find("America/New_York")!;
        foreach (string name in TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Concat(["UTC", "GMT", "GMT0", "EST", "MST", "HST", "CET", "MET", "EET", "WET", "UCT", "Zulu", "Universal", "Greenwich", "Etc/GMT+5", "Etc/GMT", "Etc/Zulu"]))
        {
            var read = WrittenZone.Read(name, place, Find);
            bool isPlace = read.Zone is null || (read.Zone.Id.Contains('/', StringComparison.Ordinal) && !read.Zone.Id.StartsWith("Etc/", StringComparison.Ordinal)) || read.Fit == ZoneFit.OtherPlace || WrittenZone.IsSameClock(read.Zone, place);
            Assert.True(isPlace, $"{name}: {read}");
        }
    }

    [Theory]
    [InlineData("+12125550121", "America/New_York")]
    [InlineData("+18505550121", "America/Chicago")]
    [InlineData("+18005550121", null)]
    [InlineData("+18765550121", null)] // Jamaica, which the tables do not know
    [InlineData("+33199001234", "Europe/Paris")]
    [InlineData("+590690001234", "America/Guadeloupe")]
    [InlineData("+262692001234", "Indian/Reunion")]
    [InlineData("+262639001234", "Indian/Mayotte")]
    [InlineData("+34928123456", "Atlantic/Canary")]
    [InlineData("+34911234567", "Europe/Madrid")]
    [InlineData("+351296123456", "Atlantic/Azores")]
    [InlineData("1001", null)]
    [InlineData("+", null)]
    [InlineData("", null)]
    public void A_number_names_its_place(string number, string? zone)
    {
        Assert.Equal(zone, NumberPlace.TimeZoneOf(number));
        Assert.True(zone is null || Find(zone) is not null);
    }
}
