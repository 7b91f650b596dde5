using Dialer.Core.Time;

namespace Dialer.Core.Attempts;

/// <param name="NextCallable">Never, unless the lead is to be dialed again.</param>
/// <param name="NextPhone">Index into the lead's phones.</param>
public readonly record struct RetryDecision(LeadFate Fate, Instant NextCallable, int NextPhone);
