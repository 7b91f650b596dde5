namespace Dialer.Sip.Media;

/// <summary>Nanoseconds of a <see cref="TimeProvider"/>'s monotonic time stamps. The only clock that the media engine reads.</summary>
internal readonly struct MediaClock(TimeProvider time)
{
    private readonly long _frequency = time.TimestampFrequency;

    public long NowNs
    {
        get
        {
            long timestamp = time.GetTimestamp();
            return _frequency == 1_000_000_000 ? timestamp : (long)((Int128)timestamp * 1_000_000_000 / _frequency);
        }
    }

    /// <summary>Back to the provider's own units, which is what the public events carry.</summary>
    public long ToTimestamp(long ns) => _frequency == 1_000_000_000 ? ns : (long)((Int128)ns * _frequency / 1_000_000_000);

    /// <summary>UTC, for the NTP time stamps of RTCP sender reports only.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
