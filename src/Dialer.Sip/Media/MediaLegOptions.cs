namespace Dialer.Sip.Media;

/// <summary>Options of one leg, fixed for its life.</summary>
public sealed record MediaLegOptions
{
    /// <summary>Open no port for RTCP: RTP and RTCP on one (RFC 5761), whatever <see cref="RemoteMedia.RtcpMux"/> says.</summary>
    public bool RtcpMux { get; init; }

    /// <summary>
    /// The far end is behind a NAT: its source may be learned from the signalling's host (three packets in sequence), or, where that says
    /// nothing, from any address (ten) within <see cref="MediaEngineOptions.LearnSourceWithin"/>. A better one takes a worse one's place.
    /// </summary>
    public bool RemoteBehindNat { get; init; }

    /// <summary>Instead of <see cref="MediaEngineOptions.MediaLostAfter"/>: the leg's own limit. Null: the engine's.</summary>
    public TimeSpan? MediaLostAfter { get; init; }

    /// <summary>
    /// Reports (RTCP) without audio are a sign of life for so long: a muted phone may send nothing else. For as long as the far end likes
    /// where it announced the silence (RFC 3389). Zero: audio alone counts.
    /// </summary>
    public TimeSpan BelieveReportsFor { get; init; }

    /// <summary>Who hears of the leg's events. On the reactor thread: return quickly, never block.</summary>
    public IMediaLegObserver? Observer { get; init; }

    /// <summary>For logs.</summary>
    public string Name { get; init; } = "";
}
