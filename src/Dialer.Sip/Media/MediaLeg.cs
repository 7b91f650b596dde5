using System.Net;

namespace Dialer.Sip.Media;

/// <summary>
/// One RTP leg: a local port, and a far end once it is known. Every method may be called from any thread and returns at
/// once; the leg's reactor carries it out. A false result means that the reactor's queue is full and nothing was done.
/// </summary>
public sealed class MediaLeg : IHeardLeg, IDisposable
{
    private static long _plays;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _publishLock = new();
    private FramePublisher? _publisher;
    private int _closing;
    private volatile RemoteMedia? _remote;

    internal MediaLeg(MediaEngine engine, MediaReactor reactor, LegSockets sockets, IPAddress local, MediaLegOptions options, MediaEngineOptions engineOptions)
    {
        Engine = engine;
        LocalRtp = new(local, sockets.Port);
        Core = new(this, reactor, sockets, options, engineOptions);
    }

    internal MediaEngine Engine { get; }

    internal LegCore Core { get; }

    /// <inheritdoc/>
    public long NowNs => Engine.Clock.NowNs;

    /// <summary>What SDP names: the address and the even port that receive RTP. RTCP is on the port above, or on the same when multiplexed.</summary>
    public IPEndPoint LocalRtp { get; }

    public IPEndPoint LocalRtcp => Core.RtcpMux ? LocalRtp : new(LocalRtp.Address, LocalRtp.Port + 1);

    public string Name => Core.LegOptions.Name;

    /// <summary>The last <see cref="SetRemote"/>; null before.</summary>
    public RemoteMedia? Remote => _remote;

    /// <summary>Where packets go now: the SDP's address, or the source that was learned. Null before <see cref="SetRemote"/> was carried out.</summary>
    public IPEndPoint? CurrentRemote => Core.CurrentRemote;

    /// <summary>Completes when the leg is closed and its port given back.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Names the far end, or names it anew (re-INVITE, hold, moved): takes effect on the next packet. A bridge, a prompt and taps go on.</summary>
    public bool SetRemote(RemoteMedia remote)
    {
        ArgumentNullException.ThrowIfNull(remote);
        if (remote.Srtp is { IsValid: false })
            throw new ArgumentException("An SRTP key has not its suite's length.", nameof(remote));
        _remote = remote;
        return Core.Reactor.Post(() => Core.SetRemote(remote));
    }

    /// <summary>Marks what arrives as early media (before the answer), or as answered. A leg starts as answered.</summary>
    public bool SetEarlyMedia(bool early) => Core.Reactor.Post(() => Core.SetEarlyMedia(early));

    /// <summary>
    /// Plays a prompt to the far end, in place of what was played before. Returns its id, which <see cref="IMediaLegObserver.OnPlayEnded"/> names; 0 when refused.
    /// </summary>
    public long Play(Prompt prompt, bool loop = false)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        // Encoded here, on the caller's thread; every later leg with this codec shares it.
        if (_remote is { } remote)
            _ = prompt.FramesIn(remote.Codec);
        long id = Interlocked.Increment(ref _plays);
        return Core.Reactor.Post(() => Core.Play(prompt, loop, id)) ? id : 0;
    }

    /// <summary>Whatever arrives is silence to all who hear the leg, until it is taken back; keys still arrive here.</summary>
    public bool SetMuted(bool muted) => Core.Reactor.Post(() => Core.Muted = muted);

    public bool StopPlaying() => Core.Reactor.Post(() => Core.StopPlaying(PlayEnd.Stopped));

    /// <summary>Sends what the source makes, 20 ms at a time, while no prompt is played. Null ends it.</summary>
    public bool SetSource(IAudioSource? source) => Core.Reactor.Post(() => Core.SetSource(source));

    /// <summary>
    /// Sends digits (0-9, *, #, A-D; others are passed over) as telephone-events, after those not yet sent. Without telephone-event in <see cref="RemoteMedia"/>
    /// they are not sent; <see cref="IMediaLegObserver.OnDigitsSent"/> is called all the same.
    /// </summary>
    public bool SendDigits(string digits, int toneMs = 160, int gapMs = 80)
    {
        ArgumentException.ThrowIfNullOrEmpty(digits);
        ArgumentOutOfRangeException.ThrowIfLessThan(toneMs, 40);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(toneMs, 5000);
        ArgumentOutOfRangeException.ThrowIfLessThan(gapMs, 40);
        return Core.Reactor.Post(() => Core.SendDigits(digits, toneMs, gapMs));
    }

    /// <summary>Begins to hear the leg's received audio (at most 8 taps).</summary>
    public bool AddTap(IAudioTap tap)
    {
        ArgumentNullException.ThrowIfNull(tap);
        return Core.Reactor.Post(() => Core.AddTap(tap));
    }

    public bool RemoveTap(IAudioTap tap)
    {
        ArgumentNullException.ThrowIfNull(tap);
        return Core.Reactor.Post(() => Core.RemoveTap(tap));
    }

    /// <summary>Ends a mix (<see cref="MediaEngine.Hear"/>).</summary>
    public bool StopHearing() => Core.Reactor.Post(Core.StopMixing);

    public MediaLegStatistics GetStatistics()
    {
        var counters = Core.Counters;
        long late = counters.Late, received = counters.PacketsReceived, unheard = Math.Max(0, counters.Lost) + late;
        return new()
        {
            PacketsReceived = received,
            BytesReceived = counters.BytesReceived,
            PacketsSent = counters.PacketsSent,
            BytesSent = counters.BytesSent,
            PacketsLost = counters.Lost,
            PacketsLate = late,
            JitterMs = counters.JitterMs,
            RoundTripMs = counters.RoundTripMs,
            RemoteFractionLost = counters.RemoteFractionLost,
            EstimatedMos = received == 0 ? 0 : VoiceQuality.EstimateMos((double)unheard / (received - late + unheard), counters.JitterMs, counters.RoundTripMs),
            LastPacketTimestamp = counters.LastPacketNs == 0 ? 0 : Engine.Clock.ToTimestamp(counters.LastPacketNs),
            ForeignSource = counters.ForeignSource,
            WrongSsrc = counters.WrongSsrc,
            WrongPayloadType = counters.WrongPayloadType,
            SequenceJumps = counters.SequenceJumps,
            Duplicates = counters.Duplicates,
            Malformed = counters.Malformed,
            SrtpRefused = counters.SrtpRefused,
            NotTranscodable = counters.NotTranscodable,
            SendFailures = counters.SendFailures,
            RtcpReceived = counters.RtcpReceived,
            RtcpSent = counters.RtcpSent,
        };
    }

    internal FramePublisher Published()
    {
        lock (_publishLock)
        {
            if (_publisher is not null)
                return _publisher;
            var publisher = _publisher = new();
            Core.Reactor.PostAlways(() => Core.Publish(publisher));
            return publisher;
        }
    }

    internal void OnClosed() => _closed.TrySetResult();

    /// <summary>Closes the leg and gives its port back; a bridge to it ends. More than once is the same as once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
            Core.Reactor.PostAlways(() => Core.Reactor.Remove(Core));
    }
}
