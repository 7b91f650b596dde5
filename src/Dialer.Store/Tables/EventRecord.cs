namespace Dialer.Store.Tables;

/// <summary>An event as it was said outside.</summary>
/// <param name="Number">Grows by one; 0: of the moment alone, kept nowhere.</param>
/// <param name="Agent">Whom it concerns, as ids of the store; null: none.</param>
/// <param name="Body">JSON as it was sent.</param>
public sealed record EventRecord(long Number, DateTimeOffset At, string Kind, int? Agent, int? Queue, int? Campaign, string Body);
