namespace Dialer.Store.Tables;

/// <summary>A call back that somebody was promised.</summary>
/// <param name="Agent">Who promised it and is to keep it; null: anybody.</param>
public sealed record PromisedCall(long Lead, int Campaign, string Number, DateTimeOffset At, int? Agent);
