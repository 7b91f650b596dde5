using Dialer.Core.Ids;

namespace Dialer.Core.Attempts;

/// <summary>Delay and number of tries per result. A result that has no row is not retried.</summary>
/// <param name="Verdict"><see cref="CpaVerdict.None"/>: any.</param>
/// <param name="Delay">Until the same number is dialed again.</param>
/// <param name="MaxAttempts">Counted attempts of the lead after which this result is not tried again.</param>
public sealed record RetryRule(CallResult Result, CpaVerdict Verdict, TimeSpan Delay, int MaxAttempts);
