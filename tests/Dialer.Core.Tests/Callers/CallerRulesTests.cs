using System.Globalization;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Callers;

public sealed class CallerRulesTests
{
    private static readonly TrunkId Carrier = new(1), Branch = new(2);
    private static readonly OpeningHours Office = new(
        [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, new TimeOnly(8, 0), new TimeOnly(20, 0)))],
        HolidayCalendar.None, null, [], TimeZoneInfo.Utc);

    private static readonly CallerRules Rules = new(
    [
        new("closed", new(CallerTargetKind.Voicemail, "night")) { Trunk = Carrier, Hours = Office, OutsideHours = true },
        new("gold", CallerTarget.Queue("gold")) { Called = ["+33199001234", "+33199001235"], LeastValue = 80 },
        new("withheld", new(CallerTargetKind.Message, "say who you are")) { CallerPrefixes = [""] },
        new("belgium", CallerTarget.Queue("brussels")) { CallerPrefixes = ["+32", "+352"] },
        new("loans", CallerTarget.Queue("loans")) { Keys = "2" },
        new("welcome", CallerTarget.Menu("welcome")) { Called = ["+33199001234"] },
        new("rest", CallerTarget.Queue("sales")) { Trunk = Carrier },
    ]);

    [Theory]
    [InlineData("the night is the first rule", 1, "+33199001234", "+33612345678", 22, 90, "", "closed")]
    [InlineData("not by another trunk", 2, "+33199001234", "+33612345678", 22, 90, "", "gold")]
    [InlineData("the value is reached", 1, "+33199001235", "+33612345678", 9, 80, "", "gold")]
    [InlineData("one short of it", 1, "+33199001234", "+33612345678", 9, 79, "", "welcome")]
    [InlineData("nothing is known of them", 1, "+33199001234", "+33612345678", 9, null, "", "welcome")]
    [InlineData("withheld", 1, "+33199001234", "", 9, null, "", "withheld")]
    [InlineData("from Luxembourg", 1, "+33199001234", "+352621123456", 9, null, "", "belgium")]
    [InlineData("they chose 2", 1, "+33199001234", "+33612345678", 9, null, "21", "loans")]
    [InlineData("they chose 3: the menu is not said again", 1, "+33199001234", "+33612345678", 9, null, "3", "rest")]
    [InlineData("another number", 1, "+33199009999", "+33612345678", 9, null, "", "rest")]
    [InlineData("another number by another trunk", 2, "+33199009999", "+33612345678", 9, null, "", null)]
    public void The_first_rule_that_fits_says_where_they_go(string why, int trunk, string called, string caller, int hour, int? value, string keys, string? rule)
    {
        var facts = new CallerFacts(new TrunkId(trunk), called, caller, At(hour), value, keys);
        Assert.True(rule == Rules.Decide(facts)?.Name, why);
        var findings = Rules.Explain(facts);
        Assert.Equal(Rules.Rules, findings.Select(finding => finding.Rule));
        Assert.Equal(rule is null ? [] : [rule], findings.Where(finding => finding.Mismatch == CallerMismatch.None).Select(finding => finding.Rule.Name));
    }

    [Fact]
    public void An_explanation_names_what_each_rule_wanted() =>
        Assert.Equal(
            [CallerMismatch.WithinHours, CallerMismatch.ValueTooLow, CallerMismatch.OtherCaller, CallerMismatch.OtherCaller, CallerMismatch.OtherKeys, CallerMismatch.None, CallerMismatch.EarlierRuleFits],
            Rules.Explain(new CallerFacts(Carrier, "+33199001234", "+33612345678", At(9), 10)).Select(finding => finding.Mismatch));

    private static Instant At(int hour) => Instant.From(DateTimeOffset.Parse("2026-12-01T00:00Z", CultureInfo.InvariantCulture)) + TimeSpan.FromHours(hour);
}
