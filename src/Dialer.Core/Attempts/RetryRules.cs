using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Attempts;

/// <summary>Which outcomes are tried again, when, and how often.</summary>
/// <param name="MaxAttempts">Counted attempts of one lead in one campaign, over all its numbers.</param>
/// <param name="Rules">The first row that fits holds.</param>
public sealed record RetryRules(int MaxAttempts, IReadOnlyList<RetryRule> Rules)
{
    public static RetryRules Default { get; } = new(3,
    [
        new(CallResult.Busy, CpaVerdict.None, TimeSpan.FromMinutes(10), 3),
        new(CallResult.NoAnswer, CpaVerdict.None, TimeSpan.FromHours(2), 3),
        new(CallResult.Congestion, CpaVerdict.None, TimeSpan.FromMinutes(5), 3),
        new(CallResult.Failed, CpaVerdict.None, TimeSpan.FromMinutes(30), 2),
        new(CallResult.Cancelled, CpaVerdict.None, TimeSpan.FromMinutes(5), 3),
        new(CallResult.Answered, CpaVerdict.AnsweringMachine, TimeSpan.FromHours(4), 3),
        new(CallResult.Answered, CpaVerdict.CallScreening, TimeSpan.FromHours(4), 3),
        new(CallResult.Answered, CpaVerdict.Silence, TimeSpan.FromHours(4), 3),
        new(CallResult.Answered, CpaVerdict.NoMedia, TimeSpan.FromHours(4), 3),
        new(CallResult.Answered, CpaVerdict.Undetermined, TimeSpan.FromHours(4), 3),
    ]);

    /// <summary>An untried number of the lead is dialed this soon after one that did not reach anybody.</summary>
    public TimeSpan NextNumberDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After an abandoned call the lead rests so long (Ofcom, persistent misuse policy: 72 h unless an agent is
    /// guaranteed). Null: an abandoned lead is not dialed again.
    /// </summary>
    public TimeSpan? RestAfterAbandon { get; init; } = TimeSpan.FromHours(72);

    /// <summary>When an agent says "not finished" without an appointment, or the line broke, and no row fits.</summary>
    public TimeSpan UnfinishedDelay { get; init; } = TimeSpan.FromDays(1);

    /// <summary>First wait after a try that the trunk spoiled; doubles with each in a row, to one hour.</summary>
    public TimeSpan TrunkFaultDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Spoiled tries in a row after which the lead is given up: a number that always breaks the trunk does not come back for ever.</summary>
    public int MaxUncountedTries { get; init; } = 20;

    /// <summary>Days that are no working days, beside week-ends.</summary>
    public Compliance.HolidayCalendar Calendar { get; init; }

    /// <summary>What becomes of the lead. Pure; <paramref name="outcome"/> carries the disposition, the flags and whether the try counted.</summary>
    public RetryDecision Decide(in AttemptOutcome outcome, HopperLead lead, Instant now)
    {
        if (outcome.Result == CallResult.Interrupted)
            return new RetryDecision(LeadFate.Interrupted, Instant.Never, lead.NextPhone);
        if (outcome.Disposition is { } said && DecideAsTheAgentSaid(said, lead, lead.AttemptsMade + (outcome.Counted ? 1 : 0), now) is { } decided)
            return decided;
        if (!outcome.Counted)
            return lead.UncountedTries + 1 >= MaxUncountedTries
                ? Exhausted(lead)
                : new RetryDecision(LeadFate.Retry, now + SpoiledTryDelay(lead.UncountedTries), lead.NextPhone);
        int made = lead.AttemptsMade + 1;
        if (outcome.Abandoned)
            return DecideAbandoned(made, lead, now);
        return outcome.Disposition is null && WasSpokenTo(outcome) && !outcome.CutOff
            ? new RetryDecision(LeadFate.Done, Instant.Never, lead.NextPhone)
            : DecideByRule(outcome, made, lead, now);
    }

    /// <summary>Does this outcome mean that nobody has the number?</summary>
    public static bool IsNumberDead(in AttemptOutcome outcome) =>
        outcome.Result == CallResult.InvalidNumber || outcome is { Result: CallResult.Answered, Verdict: CpaVerdict.Fax, Disposition: null };

    private RetryDecision? DecideAsTheAgentSaid(Disposition said, HopperLead lead, int made, Instant now)
    {
        if (said.DoNotCall)
            return new RetryDecision(LeadFate.Done, Instant.Never, lead.NextPhone);
        if (said.CallBackAt is { } promised)
            return new RetryDecision(LeadFate.Retry, Instant.Max(promised, now), lead.NextPhone);
        if (FindRule(said.Code) is { } rule)
            return DecideBy(rule, made, lead, rule.Number == RetryNumber.Next ? NextUsable(lead) : lead.NextPhone, now);
        return said.Done && !said.WasMachine ? new RetryDecision(LeadFate.Done, Instant.Never, lead.NextPhone) : null;
    }

    private RetryDecision DecideAbandoned(int made, HopperLead lead, Instant now)
    {
        if (RestAfterAbandon is not { } rest)
            return new RetryDecision(LeadFate.Done, Instant.Never, lead.NextPhone);
        return made < MaxAttempts ? new RetryDecision(LeadFate.Retry, now + rest, lead.NextPhone) : Exhausted(lead);
    }

    private RetryDecision DecideByRule(in AttemptOutcome outcome, int made, HopperLead lead, Instant now)
    {
        var (result, verdict) = WhatItComesTo(outcome);
        bool dead = IsNumberDead(outcome);
        int next = TriesNextNumber(result) ? NextUsable(lead) : lead.NextPhone;
        bool untried = next > lead.NextPhone;
        var rule = FindRule(result, verdict);
        if (rule is { Number: not RetryNumber.AsUsual } or { FollowUpAfter: not null })
            return DecideBy(rule, made, lead, rule.Number == RetryNumber.Same ? lead.NextPhone : next, now);
        if (made >= MaxAttempts)
            return Exhausted(lead);
        if (untried && (dead || rule is not null || result is CallResult.Rejected or CallResult.OperatorAnnouncement))
            return new RetryDecision(LeadFate.Retry, now + NextNumberDelay, next);
        if (dead)
            return next == lead.NextPhone ? Exhausted(lead) : new RetryDecision(LeadFate.Retry, now + LongestDelayOf(NextNumberDelay), next);
        if (rule is not null)
            return DecideBy(rule, made, lead, next, now);
        if (outcome.Disposition is not null || outcome.CutOff)
            return new RetryDecision(LeadFate.Retry, now + UnfinishedDelay, lead.NextPhone);
        return result is CallResult.Answered or CallResult.Rejected ? new RetryDecision(LeadFate.Done, Instant.Never, lead.NextPhone) : Exhausted(lead);
    }

    /// <summary>The follow-up is one attempt more than the rule, and the campaign, have otherwise.</summary>
    private RetryDecision DecideBy(RetryRule rule, int made, HopperLead lead, int next, Instant now)
    {
        int most = Math.Min(rule.MaxAttempts, MaxAttempts);
        if (made < most)
            return new RetryDecision(LeadFate.Retry, NextMoment.Of(rule, Calendar, lead, made, now), next);
        return made == most && rule.FollowUpAfter is { } later
            ? new RetryDecision(LeadFate.Retry, NextMoment.Of(rule with { Delay = later, WorkingDays = 0 }, Calendar, lead, made, now), next)
            : Exhausted(lead);
    }

    /// <summary>Back at an earlier number because the last one is dead: after the time a busy or unanswered one would rest.</summary>
    private TimeSpan LongestDelayOf(TimeSpan atLeast) =>
        FindRule(CallResult.NoAnswer, CpaVerdict.None) is { } rule && rule.Delay > atLeast ? rule.Delay : atLeast;

    private RetryRule? FindRule(string code)
    {
        for (int i = 0; i < Rules.Count; i++)
            if (string.Equals(Rules[i].Disposition, code, StringComparison.OrdinalIgnoreCase))
                return Rules[i];
        return null;
    }

    private RetryRule? FindRule(CallResult result, CpaVerdict verdict)
    {
        // By index: an enumerator over an interface is an allocation at each closed attempt.
        for (int i = 0; i < Rules.Count; i++)
            if (Rules[i].Disposition is null && Rules[i].Result == result && (Rules[i].Verdict == CpaVerdict.None || Rules[i].Verdict == verdict))
                return Rules[i];
        return null;
    }

    /// <summary>Tones heard after an answer say what the network failed to; the agent's ear goes above the analyzer's.</summary>
    private static (CallResult, CpaVerdict) WhatItComesTo(in AttemptOutcome outcome)
    {
        if (outcome.Disposition is { WasMachine: true })
            return (outcome.Result, CpaVerdict.AnsweringMachine);
        bool toneAnswered = outcome.Result == CallResult.Answered && ToneResult.Of(outcome.Verdict) != CallResult.None;
        return (toneAnswered ? ToneResult.Of(outcome.Verdict) : outcome.Result, outcome.Verdict);
    }

    /// <summary>Busy: somebody is there, the same number is right. Trunk and dialer faults say nothing of the number.</summary>
    private static bool TriesNextNumber(CallResult result) => result switch
    {
        CallResult.NoAnswer or CallResult.Answered or CallResult.Rejected or CallResult.InvalidNumber or CallResult.OperatorAnnouncement => true,
        CallResult.None or CallResult.Busy or CallResult.Congestion or CallResult.Failed or CallResult.Cancelled or CallResult.Interrupted => false,
    };

    /// <summary>The next number that is not dead, round the list; the present one when there is no other.</summary>
    private static int NextUsable(HopperLead lead)
    {
        int count = lead.Phones.Count;
        for (int step = 1; step < count; step++)
            if (!lead.Phones[(lead.NextPhone + step) % count].Dead)
                return (lead.NextPhone + step) % count;
        return lead.NextPhone;
    }

    private static bool WasSpokenTo(in AttemptOutcome outcome) =>
        outcome.Result == CallResult.Answered && outcome.Agent is not null && outcome.ConnectedAt != Instant.Never;

    private TimeSpan SpoiledTryDelay(int spoiledBefore)
    {
        var longest = TimeSpan.FromHours(1);
        var delay = TrunkFaultDelay * Math.Pow(2, Math.Min(spoiledBefore, 10));
        return delay < longest ? delay : longest;
    }

    private static RetryDecision Exhausted(HopperLead lead) => new(LeadFate.Exhausted, Instant.Never, lead.NextPhone);
}
