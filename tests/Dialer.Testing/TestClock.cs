namespace Dialer.Testing;

/// <summary>A clock that moves when told: the monotonic counter and the wall apart.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks;

    public DateTimeOffset Wall { get; set; } = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => Wall;

    /// <summary>Both pass.</summary>
    public void Pass(TimeSpan span)
    {
        _ticks += span.Ticks;
        Wall += span;
    }
}
