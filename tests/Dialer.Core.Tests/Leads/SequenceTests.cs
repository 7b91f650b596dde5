using System.Globalization;
using Dialer.Core.Attempts;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Leads;

/// <summary>What becomes of a lead after what an agent said, as a campaign manager writes it down.</summary>
public sealed class SequenceTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly RetryRule Dodged = new(CallResult.Busy, CpaVerdict.None, TimeSpan.Zero, 3)
    {
        Disposition = "dodged",
        WorkingDays = 5,
        Number = RetryNumber.Next,
        Bands = [new HourBand(new TimeOnly(10, 0), new TimeOnly(12, 30)), new HourBand(new TimeOnly(17, 0), new TimeOnly(20, 0))],
        FollowUpAfter = TimeSpan.FromDays(15),
    };

    private static readonly RetryRules Rules = new(10, [Dodged, new(CallResult.Busy, CpaVerdict.None, TimeSpan.FromMinutes(10), 3), new(CallResult.Busy, CpaVerdict.None, TimeSpan.FromDays(60), 2) { Disposition = "not now" }]) { Calendar = HolidayCalendar.France };

    private static string Decide(string said, string at, int madeBefore = 0, RetryRules? rules = null)
    {
        LeadPhone[] phones = [new("+33199001234", PhoneKind.Landline), new("+33639981234", PhoneKind.Mobile) { Dead = true }, new("+33465710001", PhoneKind.Landline)];
        var lead = new HopperLead(new LeadId(1), 1, phones, 0, madeBefore, Paris);
        var local = DateTime.ParseExact(at, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var now = Instant.From(new DateTimeOffset(local, Paris.GetUtcOffset(local)));
        var outcome = new AttemptOutcome { Attempt = new AttemptId(1), Campaign = new CampaignId(1), Lead = lead.Id, Call = new CallId(1), Number = phones[0].Number, Result = CallResult.Answered, Counted = true, Agent = new AgentId(1), ConnectedAt = now, Disposition = new Disposition(said) };
        var next = (rules ?? Rules).Decide(outcome, lead, now);
        return next.Fate == LeadFate.Retry
            ? $"{TimeZoneInfo.ConvertTime(next.NextCallable.ToDateTimeOffset(), Paris).ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} number {next.NextPhone}"
            : next.Fate.ToString();
    }

    [Theory]
    [InlineData("dodged", "2026-11-16 11:00", 0, "Mon 2026-11-23 17:00 number 2")] // five working days, a week-end between; the second band; past the dead number
    [InlineData("dodged", "2026-11-16 18:00", 1, "Tue 2026-11-24 10:00 number 2")] // the first band again, and that is over for the day
    [InlineData("Dodged", "2026-11-09 11:00", 0, "Tue 2026-11-17 17:00 number 2")] // 11 November does not count
    [InlineData("dodged", "2026-12-28 09:00", 1, "Tue 2027-01-05 10:00 number 2")] // nor New Year's Day
    [InlineData("dodged", "2026-11-16 11:00", 2, "Tue 2026-12-01 17:00 number 2")] // the third: a follow-up after 15 days
    [InlineData("dodged", "2026-12-02 11:00", 3, "Exhausted")]
    [InlineData("not now", "2026-11-16 11:00", 0, "Fri 2027-01-15 11:00 number 0")]
    [InlineData("not now", "2026-11-16 11:00", 1, "Exhausted")]
    [InlineData("sale", "2026-11-16 11:00", 0, "Done")]
    public void Each_disposition_has_its_own_delays_numbers_hours_and_limits(string said, string at, int madeBefore, string expected) => Assert.Equal(expected, Decide(said, at, madeBefore));

    [Fact]
    public void A_result_too_may_name_working_days_and_a_follow_up()
    {
        var rules = new RetryRules(5, [new(CallResult.NoAnswer, CpaVerdict.None, TimeSpan.Zero, 2) { WorkingDays = 1, FollowUpAfter = TimeSpan.FromDays(20), Number = RetryNumber.Same }]);
        var lead = new HopperLead(new LeadId(1), 1, [new("+33199001234", PhoneKind.Landline), new("+33465710001", PhoneKind.Landline)], 0, 0, Paris);
        var friday = Instant.From(new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.FromHours(1)));
        AttemptOutcome outcome = new() { Attempt = new AttemptId(1), Campaign = new CampaignId(1), Lead = lead.Id, Call = new CallId(1), Number = "+33199001234", Result = CallResult.NoAnswer, Counted = true };
        Assert.Equal(new RetryDecision(LeadFate.Retry, friday + TimeSpan.FromDays(3), 0), rules.Decide(outcome, lead, friday));
        Assert.Equal(new RetryDecision(LeadFate.Retry, friday + TimeSpan.FromDays(20), 0), rules.Decide(outcome, lead with { AttemptsMade = 1 }, friday));
        Assert.Equal(LeadFate.Exhausted, rules.Decide(outcome, lead with { AttemptsMade = 2 }, friday).Fate);
    }

    /// <summary>An objection, and a call back that was promised, go before every rule.</summary>
    [Fact]
    public void What_binds_goes_before_a_sequence()
    {
        var lead = new HopperLead(new LeadId(1), 1, [new("+33199001234", PhoneKind.Landline)], 0, 0, Paris);
        var now = Instant.From(new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.FromHours(1)));
        AttemptOutcome outcome = new() { Attempt = new AttemptId(1), Campaign = new CampaignId(1), Lead = lead.Id, Call = new CallId(1), Number = "+33199001234", Result = CallResult.Answered, Counted = true };
        Assert.Equal(LeadFate.Done, Rules.Decide(outcome with { Disposition = new Disposition("dodged", DoNotCall: true) }, lead, now).Fate);
        Assert.Equal(now + TimeSpan.FromHours(2), Rules.Decide(outcome with { Disposition = new Disposition("dodged", CallBackAt: now + TimeSpan.FromHours(2)) }, lead, now).NextCallable);
    }
}
