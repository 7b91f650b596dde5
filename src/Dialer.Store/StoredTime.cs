using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>Instants as the store keeps them: microseconds since the epoch; null for an instant that did not happen.</summary>
internal static class StoredTime
{
    private const long TicksPerUs = TimeSpan.TicksPerMicrosecond;

    /// <summary>Rounds up, so that nothing is ever due before its instant.</summary>
    public static long Us(Instant at) => (at.Ticks / TicksPerUs) + (at.Ticks % TicksPerUs > 0 ? 1 : 0);

    /// <summary>Null for Never, and for the Epoch, which an outcome holds where nothing was set.</summary>
    public static long? UsOrNull(Instant at) => at == Instant.Never || at == Instant.Epoch ? null : Us(at);

    public static Instant ToInstant(long us) => new(us * TicksPerUs);

    public static Instant ToInstant(long? us) => us is { } value ? ToInstant(value) : Instant.Never;
}
