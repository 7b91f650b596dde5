using Dialer.Core.Channels;

namespace Dialer.Core.Callers;

/// <summary>A day with hours of its own: Christmas Eve until noon, a Sunday that is worked.</summary>
/// <param name="Hours">Empty: closed all day. Their weekday says nothing here.</param>
public sealed record OpeningDay(DateOnly Date, IReadOnlyList<WorkingHours> Hours);
