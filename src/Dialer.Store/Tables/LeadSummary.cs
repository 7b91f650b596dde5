using Dialer.Core.Leads;

namespace Dialer.Store.Tables;

/// <summary>A lead as it stands.</summary>
/// <param name="State">New, Waiting, InAttempt, Done, Exhausted, Interrupted or Refused.</param>
/// <param name="NextCallableAt">Null: it is not to be dialed.</param>
/// <param name="Refusal">Why the gate refuses it, or held it back last; null: it does not.</param>
/// <param name="Fields">The columns of its row, as they stood, in file order.</param>
public sealed record LeadSummary(
    long Id, int Campaign, string List, string State, int Priority, DateTimeOffset? NextCallableAt, string? Refusal, int AttemptsMade, string TimeZone, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<LeadPhone> Phones,
    string? LastDisposition, string? LastNote);
