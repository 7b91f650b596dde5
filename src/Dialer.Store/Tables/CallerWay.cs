namespace Dialer.Store.Tables;

/// <summary>Where a caller went. Way, keys, value and number are known from the close on.</summary>
/// <param name="Queue">The last one; null: none.</param>
/// <param name="ClosedAt">Null: still in the house.</param>
public sealed record CallerWay(
    long Interaction, string? Queue, string Called, string Number, string Way, string Keyed, int? Value, DateTimeOffset ArrivedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? ClosedAt, string? EndedAs, string? Agent);
