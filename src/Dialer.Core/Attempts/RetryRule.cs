using Dialer.Core.Ids;

namespace Dialer.Core.Attempts;

/// <summary>Delay and number of tries per result. A result that has no row is not retried.</summary>
/// <param name="Verdict"><see cref="CpaVerdict.None"/>: any.</param>
/// <param name="Delay">Until the same number is dialed again.</param>
/// <param name="MaxAttempts">Counted attempts of the lead after which this result is not tried again.</param>
public sealed record RetryRule(CallResult Result, CpaVerdict Verdict, TimeSpan Delay, int MaxAttempts)
{
    /// <summary>What an agent said, to which the rule answers whatever else came of the call; null: it answers to the result.</summary>
    public string? Disposition { get; init; }

    /// <summary>So many working days pass beside the delay: no week-ends, none of <see cref="RetryRules.Calendar"/>.</summary>
    public int WorkingDays { get; init; }
    public RetryNumber Number { get; init; }

    /// <summary>The next call falls into one of them, another each time; empty: whenever it is due.</summary>
    public IReadOnlyList<HourBand>? Bands { get; init; }

    /// <summary>After the last of its attempts one more is made so much later, if nothing came back; null: none is.</summary>
    public TimeSpan? FollowUpAfter { get; init; }
}
