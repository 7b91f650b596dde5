using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class LeadTraitsTests
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    private static HopperLead Lead(string number, int tries = 0, LeadPast? past = null) =>
        new(new LeadId(1), 3, [new LeadPhone(number, PhoneKind.Mobile)], 0, tries, TimeZoneInfo.Utc) { Past = past };

    [Theory]
    [InlineData("+33612345678", PerLead.ExceptUnitedStates, true)]
    [InlineData("+12125550123", PerLead.ExceptUnitedStates, false)]
    [InlineData("+17875550123", PerLead.ExceptUnitedStates, false)] // Puerto Rico
    [InlineData("+14165550123", PerLead.ExceptUnitedStates, true)] // Toronto
    [InlineData("+19995550123", PerLead.ExceptUnitedStates, false)] // nobody's area code
    [InlineData("+12125550123", PerLead.On, true)]
    [InlineData("+33612345678", PerLead.Off, false)]
    public void A_number_is_judged_as_the_campaign_says(string number, PerLead setting, bool isJudged) =>
        Assert.Equal(isJudged, LeadTraits.Of(Lead(number), Desk.Settings with { PerLead = setting }, Noon).IsKnown);

    [Fact]
    public void The_past_is_seen_as_of_this_hour()
    {
        var past = LeadPast.None with { TakenIn = Noon - TimeSpan.FromDays(5) };
        past = past.Plus(Noon - TimeSpan.FromDays(2), TryResult.NoAnswer, LeadPast.PartOf(Noon, TimeZoneInfo.Utc));
        past = past.Plus(Noon - TimeSpan.FromHours(20), TryResult.Machine, 5);
        past = past.Plus(Noon - TimeSpan.FromHours(18), TryResult.Unknown, 6);
        var traits = LeadTraits.Of(Lead("+33612345678", 2, past), Desk.Settings with { PerLead = PerLead.On }, Noon);
        Assert.Equal((12, 1, 2, (byte)TryResult.Unknown), (traits.Hour, traits.Weekday, traits.Tries, traits.LastResult));
        Assert.Equal((1 + 4, 0, 2, 4), (traits.OwnMisses, traits.OwnAnswer, traits.Kind, traits.Part));
        Assert.Equal((4, 3), (traits.Gap, traits.Age));
        var answered = past.Plus(Noon - TimeSpan.FromHours(1), TryResult.Person, 4);
        Assert.Equal(2, LeadTraits.Of(Lead("+33612345678", 3, answered), Desk.Settings with { PerLead = PerLead.On }, Noon).OwnAnswer);
        Assert.Equal(1, LeadTraits.Of(Lead("+33612345678", 3, answered), Desk.Settings with { PerLead = PerLead.On }, Noon + TimeSpan.FromHours(6)).OwnAnswer);
    }
}
