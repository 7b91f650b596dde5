using Dialer.Core.Attempts;
using Dialer.Core.CallProgress;
using Dialer.Core.Time;

namespace Dialer.Core.Leads;

/// <summary>What becomes of a lead after an attempt.</summary>
public enum LeadFate : byte
{
    /// <summary>To be dialed again, at <see cref="RetryDecision.NextCallable"/>.</summary>
    Retry,

    /// <summary>Spoken to, or refused; not dialed again by this campaign.</summary>
    Done,

    /// <summary>All attempts or numbers used up.</summary>
    Exhausted,

    /// <summary>In flight at a crash: not dialed again by itself; a person or a rule decides.</summary>
    Interrupted,
}

public readonly record struct RetryDecision(LeadFate Fate, Instant NextCallable, int NextPhone);

/// <summary>Delay and number of tries per result. A result that has no row is not retried.</summary>
/// <param name="Verdict"><see cref="CpaVerdict.None"/>: any.</param>
public sealed record RetryRule(CallResult Result, CpaVerdict Verdict, TimeSpan Delay, int MaxAttempts);

/// <summary>Which outcomes are tried again, when, and how often.</summary>
public sealed record RetryRules(int MaxAttempts, IReadOnlyList<RetryRule> Rules)
{
    public static RetryRules Default { get; } = new(3,
    [
        new(CallResult.Busy, CpaVerdict.None, TimeSpan.FromMinutes(10), 3),
        new(CallResult.NoAnswer, CpaVerdict.None, TimeSpan.FromHours(2), 3),
        new(CallResult.Congestion, CpaVerdict.None, TimeSpan.FromMinutes(5), 3),
        new(CallResult.Failed, CpaVerdict.None, TimeSpan.FromMinutes(30), 2),
        new(CallResult.Answered, CpaVerdict.AnsweringMachine, TimeSpan.FromHours(4), 3),
    ]);

    /// <summary>What becomes of the lead. Pure; <paramref name="outcome"/> carries the disposition, the flags and whether the try counted.</summary>
    public RetryDecision Decide(in AttemptOutcome outcome, HopperLead lead, Instant now)
    {
        int made = lead.AttemptsMade + (outcome.Counted ? 1 : 0);
        foreach (var rule in Rules)
            if (rule.Result == outcome.Result && (rule.Verdict == CpaVerdict.None || rule.Verdict == outcome.Verdict) && made < Math.Min(rule.MaxAttempts, MaxAttempts))
                return new RetryDecision(LeadFate.Retry, now + rule.Delay, (lead.NextPhone + 1) % lead.Phones.Count);
        return new RetryDecision(LeadFate.Done, Instant.Never, lead.NextPhone);
    }
}
