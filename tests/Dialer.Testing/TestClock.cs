using Microsoft.Extensions.Time.Testing;

namespace Dialer.Testing;

/// <summary>A fake clock whose wall can be set beside the monotonic counter, as somebody sets a system's clock.</summary>
internal sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _step;

    /// <summary>The base takes it from the wall.</summary>
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    /// <summary>The wall alone.</summary>
    public void Step(TimeSpan by) => _step += by;
}
