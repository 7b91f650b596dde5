namespace Dialer.Sip.Media;

/// <summary>Options of one leg, fixed for its life.</summary>
public sealed record MediaLegOptions
{
    /// <summary>Open no port for RTCP: RTP and RTCP on one (RFC 5761), whatever <see cref="RemoteMedia.RtcpMux"/> says.</summary>
    public bool RtcpMux { get; init; }

    /// <summary>
    /// The far end is behind a NAT: its source may be learned from any address, not only from the SDP's. Still once, and only
    /// within <see cref="MediaEngineOptions.LearnSourceWithin"/>.
    /// </summary>
    public bool RemoteBehindNat { get; init; }

    /// <summary>Who hears of the leg's events. On the reactor thread: return quickly, never block.</summary>
    public IMediaLegObserver? Observer { get; init; }

    /// <summary>For logs.</summary>
    public string Name { get; init; } = "";
}
