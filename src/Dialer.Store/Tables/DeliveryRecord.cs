namespace Dialer.Store.Tables;

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">0: not given yet.</param>
/// <param name="Subject">What the event is about: its events are sent one after the other.</param>
/// <param name="NextAt">When it is tried next, while it is pending.</param>
/// <param name="Status">HTTP status of the last try; null: none was answered.</param>
/// <param name="Trouble">Why the last try failed.</param>
public sealed record DeliveryRecord(
    long Id, string Webhook, long Event, string Kind, string Subject, DeliveryState State, int Tries, DateTimeOffset CreatedAt, DateTimeOffset NextAt, DateTimeOffset? DoneAt, int? Status, string? Trouble, string Body);
