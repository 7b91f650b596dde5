namespace Dialer.Server.Http.Paging;

/// <summary>A part of a list, in an order that stays the same.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Give it as "after" to read on; left out at the end of the list.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
