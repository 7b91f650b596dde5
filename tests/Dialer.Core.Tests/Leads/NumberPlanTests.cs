using Dialer.Core.Leads;
using Xunit;

namespace Dialer.Core.Tests.Leads;

public sealed class NumberPlanTests
{
    [Theory]
    [InlineData("+33199001234", NumberClass.Ordinary)]
    [InlineData("+12125550121", NumberClass.Ordinary)]
    [InlineData("+442079460000", NumberClass.Ordinary)]
    [InlineData("112", NumberClass.Emergency)]
    [InlineData("911", NumberClass.Emergency)]
    [InlineData("+112", NumberClass.Emergency)]
    [InlineData("+33112", NumberClass.Emergency)]
    [InlineData("+1911", NumberClass.Emergency)]
    [InlineData("+3315", NumberClass.Emergency)]
    [InlineData("+33899123456", NumberClass.Premium)]
    [InlineData("+33800123456", NumberClass.Premium)]
    [InlineData("+19005550100", NumberClass.Premium)]
    [InlineData("+12129760100", NumberClass.Premium)]
    [InlineData("+19115550100", NumberClass.Premium)]
    [InlineData("+881612345678", NumberClass.Premium)]
    [InlineData("+88213123456", NumberClass.Premium)]
    [InlineData("+449098790000", NumberClass.Premium)]
    [InlineData("1001", NumberClass.Short)]
    [InlineData("0199001234", NumberClass.Malformed)]
    [InlineData("+", NumberClass.Malformed)]
    [InlineData("", NumberClass.Malformed)]
    [InlineData("+33 199001234", NumberClass.Malformed)]
    [InlineData("%2B33899123456", NumberClass.Malformed)]
    [InlineData("tel:+33899123456", NumberClass.Malformed)]
    [InlineData("0033899123456", NumberClass.Malformed)]
    [InlineData("112;phone-context=+33", NumberClass.Malformed)]
    [InlineData("+3319900123４", NumberClass.Malformed)]
    [InlineData("+1234567", NumberClass.Malformed)]
    [InlineData("+1234567890123456", NumberClass.Malformed)]
    [InlineData("+0199001234", NumberClass.Malformed)]
    public void A_number_is_what_it_is(string number, NumberClass expected) => Assert.Equal(expected, NumberPlan.Classify(number));

    [Theory]
    [InlineData("75001", "75", "Europe/Paris")]
    [InlineData("1000", "01", "Europe/Paris")] // Ain, its leading zero lost
    [InlineData("20000", "2A", "Europe/Paris")]
    [InlineData("20200", "2B", "Europe/Paris")]
    [InlineData("57000", "57", "Europe/Paris")]
    [InlineData("97400", "974", "Indian/Reunion")]
    [InlineData("97110", "971", "America/Guadeloupe")]
    [InlineData("98800", "988", "Pacific/Noumea")]
    [InlineData("SW1A 1AA", null, null)]
    [InlineData("99999", null, null)]
    [InlineData("", null, null)]
    public void A_French_postal_code_names_its_department_and_time(string code, string? region, string? timeZone)
    {
        Assert.Equal(region, FrenchOverseas.RegionOf(code));
        Assert.Equal(timeZone, FrenchOverseas.TimeZoneOf(code));
    }

    [Theory]
    [InlineData("2125550121", "NY", "America/New_York")]
    [InlineData("6025550121", "AZ", "America/Phoenix")]
    [InlineData("8085550121", "HI", "Pacific/Honolulu")]
    [InlineData("9075550121", "AK", "America/Anchorage")]
    [InlineData("7875550121", "PR", "America/Puerto_Rico")]
    [InlineData("3125550121", "IL", "America/Chicago")]
    [InlineData("3035550121", "CO", "America/Denver")]
    [InlineData("2135550121", "CA", "America/Los_Angeles")]
    [InlineData("3055550121", "FL", "America/New_York")]
    [InlineData("8505550121", "FL", "America/Chicago")] // the panhandle
    [InlineData("9155550121", "TX", "America/Denver")] // El Paso
    [InlineData("2125550121", "CA", "America/Los_Angeles")] // a number that moved with its owner
    [InlineData("2125550121", null, "America/New_York")]
    [InlineData("2125550121", "Nowhere", "America/New_York")]
    [InlineData("5145550121", "QC", "America/Toronto")]
    public void An_American_number_has_the_time_of_its_owner(string national, string? state, string timeZone) =>
        Assert.Equal(timeZone, NorthAmerica.TimeZoneOf(national, state is null ? null : NorthAmerica.FindState(state)?.State));

    [Fact]
    public void Every_zone_of_the_tables_is_known_here()
    {
        foreach (var country in Countries.All)
            Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(country.TimeZone, out _), country.TimeZone);
        for (int area = 200; area < 1000; area++)
            if (NorthAmerica.FindArea($"{area}5550100") is { } found)
                Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(found.TimeZone, out _), found.TimeZone);
    }
}
