using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>Settings of a <see cref="MediaEngine"/>.</summary>
public sealed record MediaEngineOptions
{
    /// <summary>First and last UDP port; RTP takes the even ones, RTCP the odd ones above.</summary>
    public int FirstPort { get; init; } = 20000;

    public int LastPort { get; init; } = 29999;

    /// <summary>Reactor threads; 0 is one per core.</summary>
    public int Reactors { get; init; }

    public MediaTransport Transport { get; init; } = MediaTransport.PortPerLeg;

    /// <summary>Kernel buffer of each socket. Small, so that stale audio is dropped and not queued.</summary>
    public int SocketBufferBytes { get; init; } = 48 * 1024;

    /// <summary>Without media for so long, <see cref="IMediaLegObserver.OnMediaLost"/> is called. Zero turns it off.</summary>
    public TimeSpan MediaLostAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A silent packet when nothing was sent for so long, to keep NAT bindings (RFC 6263). Zero turns it off.</summary>
    public TimeSpan KeepAliveAfter { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Mean interval of RTCP reports. Zero turns them off.</summary>
    public TimeSpan RtcpInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After the remote address is set (or the call is answered), for how long another source may be learned, once.</summary>
    public TimeSpan LearnSourceWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Commands that may wait for one reactor. Beyond it a command is refused, and its method returns false.</summary>
    public int CommandCapacity { get; init; } = 16_384;
}
