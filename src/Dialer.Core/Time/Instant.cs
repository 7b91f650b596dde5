namespace Dialer.Core.Time;

/// <summary>
/// A point in time: 100 ns ticks since 1970-01-01T00:00:00Z. Core never reads a clock; every decision takes an
/// <see cref="Instant"/> called <c>now</c>. The same engine therefore runs in real and in virtual time.
/// </summary>
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    /// <summary>The Unix epoch.</summary>
    public static readonly Instant Epoch = new(0);

    /// <summary>Later than every deadline: "not due".</summary>
    public static readonly Instant Never = new(long.MaxValue);

    public static Instant From(DateTimeOffset moment) => new(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    public static Instant FromSeconds(double seconds) => new((long)(seconds * TimeSpan.TicksPerSecond));

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Ticks);

    /// <summary>Seconds since the epoch.</summary>
    public double Seconds => (double)Ticks / TimeSpan.TicksPerSecond;

    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    public static Instant Min(Instant a, Instant b) => a.Ticks <= b.Ticks ? a : b;

    public static Instant Max(Instant a, Instant b) => a.Ticks >= b.Ticks ? a : b;

    public static Instant operator +(Instant at, TimeSpan span) => new(at.Ticks + span.Ticks);

    public static Instant operator -(Instant at, TimeSpan span) => new(at.Ticks - span.Ticks);

    public static TimeSpan operator -(Instant later, Instant earlier) => new(later.Ticks - earlier.Ticks);

    public static bool operator <(Instant a, Instant b) => a.Ticks < b.Ticks;

    public static bool operator >(Instant a, Instant b) => a.Ticks > b.Ticks;

    public static bool operator <=(Instant a, Instant b) => a.Ticks <= b.Ticks;

    public static bool operator >=(Instant a, Instant b) => a.Ticks >= b.Ticks;

    public override string ToString() => this == Never ? "never" : ToDateTimeOffset().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
