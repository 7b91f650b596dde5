namespace Dialer.Store.Tables;

/// <summary>A caller who gave up while waiting.</summary>
/// <param name="Number">As shown; empty: withheld.</param>
/// <param name="Value">What the customer is worth, 0 to 100; null: not known.</param>
/// <param name="GotThroughAt">When they spoke with somebody afterwards; null: not yet.</param>
/// <param name="CallBackAt">When they are to be called back; null: they are not.</param>
public sealed record GaveUpEntry(
    long Interaction, string Queue, string Number, DateTimeOffset ArrivedAt, double WaitedSeconds, string EndedAs, int? Value, DateTimeOffset? GotThroughAt, DateTimeOffset? CallBackAt);
