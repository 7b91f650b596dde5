using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// A trunk at run time: channels in use, and the call rate as a generic cell rate (ITU-T I.371): each call moves the
/// theoretical next instant on by one interval. Evenly spaced up to 100 calls a second; above that the calls of
/// 10 ms may leave together, so that no more than 100 deadlines a second are needed.
/// </summary>
internal sealed class Trunk
{
    private static readonly long Together = TimeSpan.FromMilliseconds(10).Ticks;
    private long _interval;
    private Instant _next = Instant.Epoch;

    public Trunk(TrunkSettings settings) => Settings = Configure(settings);

    public TrunkSettings Settings { get; private set; }
    public int ChannelsInUse { get; set; }
    public bool IsAvailable { get; set; } = true;

    /// <summary>While it is available: what says that calls may not arrive; null: nothing. Else why it is not.</summary>
    public string? Doubt { get; set; }

    /// <summary>Armed while a campaign waits for the call rate.</summary>
    public DeadlineHandle Deadline;

    /// <summary>Campaigns that dial by this trunk, highest priority first.</summary>
    public List<Campaign> Campaigns { get; } = [];

    public int FreeChannels => Math.Max(0, Settings.Channels - ChannelsInUse);

    public TrunkSettings Configure(TrunkSettings settings)
    {
        _interval = settings.CallsPerSecond > 0 ? Math.Max(1, (long)(TimeSpan.TicksPerSecond / settings.CallsPerSecond)) : long.MaxValue;
        return Settings = settings;
    }

    /// <summary>How many calls the rate allows at this instant.</summary>
    public int AllowedNow(Instant now)
    {
        if (_interval == long.MaxValue)
            return 0;
        long ahead = now.Ticks + Tolerance - _next.Ticks;
        if (ahead < 0)
            return 0;
        return (int)Math.Min(1 + (ahead / _interval), 1 + (Tolerance / _interval));
    }

    /// <summary>The first instant at which the rate allows a call.</summary>
    public Instant NextAllowed => _interval == long.MaxValue ? Instant.Never : new Instant(_next.Ticks - Tolerance);

    public void Take(Instant now) => _next = new Instant(Math.Max(now.Ticks, _next.Ticks) + _interval);

    /// <summary>What may leave ahead of its own instant, so that calls of 10 ms may leave together.</summary>
    private long Tolerance => _interval >= Together ? 0 : Together - _interval;
}
