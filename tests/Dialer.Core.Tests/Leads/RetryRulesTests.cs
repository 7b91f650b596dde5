using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Leads;

/// <summary>What becomes of a lead, as a campaign manager would read it.</summary>
public sealed class RetryRulesTests
{
    private static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 11, 16, 10, 0, 0, TimeSpan.Zero));

    private static HopperLead Lead(int made = 0, int phones = 1, int next = 0, int uncounted = 0, params int[] dead) => new(new LeadId(1), 1,
        [.. Enumerable.Range(0, phones).Select(i => new LeadPhone($"+3319900000{i}", PhoneKind.Landline) { Dead = dead.Contains(i) })],
        next, made, TimeZoneInfo.Utc)
    { UncountedTries = uncounted };

    private static AttemptOutcome Outcome(CallResult result, CpaVerdict verdict = CpaVerdict.None, Disposition? said = null, bool counted = true, bool abandoned = false, bool connected = false) => new()
    {
        Attempt = new AttemptId(1),
        Campaign = new CampaignId(1),
        Lead = new LeadId(1),
        Call = new CallId(1),
        Number = "+33199000000",
        Result = result,
        Verdict = verdict,
        Disposition = said,
        Counted = counted,
        Abandoned = abandoned,
        Agent = connected ? new AgentId(1) : null,
        ConnectedAt = connected ? Now : Instant.Never,
    };

    private static string Decide(AttemptOutcome outcome, HopperLead lead, RetryRules? rules = null)
    {
        var decision = (rules ?? RetryRules.Default).Decide(outcome, lead, Now);
        Assert.Equal(decision.Fate == LeadFate.Retry, decision.NextCallable != Instant.Never);
        return decision.Fate == LeadFate.Retry
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"in {(decision.NextCallable - Now).TotalMinutes} min, phone {decision.NextPhone}")
            : decision.Fate.ToString();
    }

    // One number, default rules. Made: counted attempts before this one.
    [Theory]
    [InlineData(CallResult.Busy, CpaVerdict.None, 0, "in 10 min, phone 0")]
    [InlineData(CallResult.Busy, CpaVerdict.None, 1, "in 10 min, phone 0")]
    [InlineData(CallResult.Busy, CpaVerdict.None, 2, "Exhausted")]
    [InlineData(CallResult.NoAnswer, CpaVerdict.None, 0, "in 120 min, phone 0")]
    [InlineData(CallResult.NoAnswer, CpaVerdict.None, 2, "Exhausted")]
    [InlineData(CallResult.Congestion, CpaVerdict.None, 0, "in 5 min, phone 0")]
    [InlineData(CallResult.Failed, CpaVerdict.None, 0, "in 30 min, phone 0")]
    [InlineData(CallResult.Failed, CpaVerdict.None, 1, "Exhausted")]
    [InlineData(CallResult.Cancelled, CpaVerdict.None, 0, "in 5 min, phone 0")]
    [InlineData(CallResult.Rejected, CpaVerdict.None, 0, "Done")]
    [InlineData(CallResult.InvalidNumber, CpaVerdict.None, 0, "Exhausted")]
    [InlineData(CallResult.OperatorAnnouncement, CpaVerdict.None, 0, "Exhausted")]
    [InlineData(CallResult.Interrupted, CpaVerdict.None, 0, "Interrupted")]
    [InlineData(CallResult.Answered, CpaVerdict.AnsweringMachine, 0, "in 240 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.AnsweringMachine, 2, "Exhausted")]
    [InlineData(CallResult.Answered, CpaVerdict.Fax, 0, "Exhausted")]
    [InlineData(CallResult.Answered, CpaVerdict.SpecialInformationTone, 0, "Exhausted")]
    [InlineData(CallResult.Answered, CpaVerdict.Busy, 0, "in 10 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.Reorder, 0, "in 5 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.Silence, 0, "in 240 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.NoMedia, 0, "in 240 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.Undetermined, 0, "in 240 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.CallScreening, 0, "in 240 min, phone 0")]
    [InlineData(CallResult.Answered, CpaVerdict.LiveVoice, 0, "Done")]
    [InlineData(CallResult.Busy, CpaVerdict.Busy, 0, "in 10 min, phone 0")] // tones before the answer
    [InlineData(CallResult.Congestion, CpaVerdict.Reorder, 0, "in 5 min, phone 0")]
    [InlineData(CallResult.Congestion, CpaVerdict.SpecialInformationTone, 0, "in 5 min, phone 0")]
    [InlineData(CallResult.InvalidNumber, CpaVerdict.SpecialInformationTone, 0, "Exhausted")]
    [InlineData(CallResult.OperatorAnnouncement, CpaVerdict.SpecialInformationTone, 0, "Exhausted")]
    public void A_lead_with_one_number(CallResult result, CpaVerdict verdict, int made, string expected) =>
        Assert.Equal(expected, Decide(Outcome(result, verdict), Lead(made)));

    // Two numbers: an unanswered one gives way to the next soon; a busy one is tried again itself.
    [Theory]
    [InlineData(CallResult.NoAnswer, 0, "in 5 min, phone 1")]
    [InlineData(CallResult.NoAnswer, 1, "in 120 min, phone 0")]
    [InlineData(CallResult.InvalidNumber, 0, "in 5 min, phone 1")]
    [InlineData(CallResult.InvalidNumber, 1, "in 120 min, phone 0")]
    [InlineData(CallResult.Rejected, 0, "in 5 min, phone 1")]
    [InlineData(CallResult.OperatorAnnouncement, 0, "in 5 min, phone 1")]
    [InlineData(CallResult.OperatorAnnouncement, 1, "Exhausted")]
    [InlineData(CallResult.Busy, 0, "in 10 min, phone 0")]
    [InlineData(CallResult.Busy, 1, "in 10 min, phone 1")]
    [InlineData(CallResult.Congestion, 1, "in 5 min, phone 1")]
    [InlineData(CallResult.Cancelled, 1, "in 5 min, phone 1")]
    public void A_lead_with_two_numbers(CallResult result, int phone, string expected) =>
        Assert.Equal(expected, Decide(Outcome(result), Lead(phones: 2, next: phone)));

    [Theory]
    [InlineData(CallResult.NoAnswer, 1, new[] { 0 }, "in 120 min, phone 1")]
    [InlineData(CallResult.NoAnswer, 0, new[] { 1 }, "in 5 min, phone 2")]
    [InlineData(CallResult.InvalidNumber, 2, new[] { 0, 1 }, "Exhausted")]
    [InlineData(CallResult.InvalidNumber, 1, new[] { 0 }, "in 5 min, phone 2")]
    public void A_dead_number_is_passed_over(CallResult result, int phone, int[] dead, string expected) =>
        Assert.Equal(expected, Decide(Outcome(result), Lead(phones: dead.Length == 1 && phone == 1 && result == CallResult.NoAnswer ? 2 : 3, next: phone, dead: dead)));

    [Fact]
    public void No_lead_is_dialed_more_often_than_the_campaign_allows()
    {
        Assert.Equal("Exhausted", Decide(Outcome(CallResult.NoAnswer), Lead(made: 2, phones: 4)));
        Assert.Equal("Exhausted", Decide(Outcome(CallResult.InvalidNumber), Lead(made: 2, phones: 4)));
        Assert.Equal("Exhausted", Decide(Outcome(CallResult.Answered, abandoned: true), Lead(made: 2)));
    }

    // What the agent says goes above every rule.
    [Fact]
    public void The_agent_decides_after_a_conversation()
    {
        string Said(Disposition said, int made = 0, CpaVerdict verdict = CpaVerdict.LiveVoice) =>
            Decide(Outcome(CallResult.Answered, verdict, said, connected: true), Lead(made));
        Assert.Equal("Done", Said(new Disposition("sale")));
        Assert.Equal("Done", Said(new Disposition("stop", DoNotCall: true, CallBackAt: Now + TimeSpan.FromHours(1))));
        Assert.Equal("in 90 min, phone 0", Said(new Disposition("later", CallBackAt: Now + TimeSpan.FromMinutes(90))));
        Assert.Equal("in 90 min, phone 0", Said(new Disposition("later", CallBackAt: Now + TimeSpan.FromMinutes(90)), made: 99));
        Assert.Equal("in 0 min, phone 0", Said(new Disposition("later", CallBackAt: Now - TimeSpan.FromMinutes(5))));
        Assert.Equal("in 1440 min, phone 0", Said(new Disposition("not now", Done: false)));
        Assert.Equal("Exhausted", Said(new Disposition("not now", Done: false), made: 2));
        Assert.Equal("in 240 min, phone 0", Said(new Disposition("machine", WasMachine: true)));
    }

    [Fact]
    public void Who_was_spoken_to_is_done_even_if_the_agent_said_nothing()
    {
        Assert.Equal("Done", Decide(Outcome(CallResult.Answered, connected: true), Lead()));
        Assert.Equal("Done", Decide(Outcome(CallResult.Answered, CpaVerdict.Undetermined, connected: true), Lead()));
    }

    [Fact]
    public void A_person_we_abandoned_rests_seventy_two_hours()
    {
        var abandoned = Outcome(CallResult.Answered, CpaVerdict.LiveVoice, abandoned: true);
        Assert.Equal("in 4320 min, phone 1", Decide(abandoned, Lead(phones: 2, next: 1)));
        Assert.Equal("Done", Decide(abandoned, Lead(), RetryRules.Default with { RestAfterAbandon = null }));
    }

    // A try that the trunk spoiled burns nothing, and backs off.
    [Theory]
    [InlineData(0, "in 1 min, phone 0")]
    [InlineData(1, "in 2 min, phone 0")]
    [InlineData(5, "in 32 min, phone 0")]
    [InlineData(6, "in 60 min, phone 0")]
    [InlineData(18, "in 60 min, phone 0")]
    [InlineData(19, "Exhausted")]
    public void A_try_that_the_trunk_spoiled_is_made_again(int spoiledBefore, string expected) =>
        Assert.Equal(expected, Decide(Outcome(CallResult.Congestion, counted: false), Lead(made: 2, uncounted: spoiledBefore)));

    [Fact]
    public void Every_outcome_has_a_fate_that_ends()
    {
        foreach (var result in Enum.GetValues<CallResult>())
            foreach (var verdict in Enum.GetValues<CpaVerdict>())
                for (int phones = 1; phones <= 3; phones++)
                {
                    int rounds = 0, next = 0, made = 0;
                    while (RetryRules.Default.Decide(Outcome(result, verdict), Lead(made, phones, next), Now) is { Fate: LeadFate.Retry } again)
                    {
                        (next, made) = (again.NextPhone, made + 1);
                        Assert.InRange(next, 0, phones - 1);
                        Assert.True(++rounds < RetryRules.Default.MaxAttempts);
                    }
                }
    }
}
