using System.Net;

namespace Dialer.Sip.Media;

/// <summary>How sockets are laid out.</summary>
public enum MediaTransport : byte
{
    /// <summary>A port and a socket per leg: suits any peer. Linux io_uring where the kernel lets us, else <see cref="PortPerLegPolled"/>.</summary>
    PortPerLeg = 0,

    /// <summary>A port and a socket per leg on Linux epoll, two system calls a packet; without Linux <see cref="Portable"/>.</summary>
    PortPerLegPolled,

    /// <summary>A port and a socket per leg on .NET sockets alone, with no native call.</summary>
    Portable,

    /// <summary>
    /// One port for all the legs of a reactor; batches of packets per system call (Linux only, else <see cref="Portable"/>).
    /// A leg is found by the remote address, so each remote party must send from the address its SDP names.
    /// </summary>
    SharedPort,
}

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

/// <summary>Why a leg was not opened.</summary>
public enum MediaRefusal : byte
{
    None = 0,

    /// <summary>All ports of the pool are in use by our legs.</summary>
    NoPortFree,

    /// <summary>Ports are free in the pool, and the system refused each one that was tried.</summary>
    PortsTakenByOthers,

    /// <summary>The local address is not one of this machine.</summary>
    AddressNotLocal,

    /// <summary>The system gives no more sockets (file descriptors, memory).</summary>
    NoSocket,

    /// <summary>The reactor's queue is full, or the engine is closing.</summary>
    EngineBusy,
}

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

/// <summary>Which ways audio flows, as SDP says it from our side.</summary>
public enum MediaDirection : byte
{
    SendReceive = 0,
    SendOnly,
    ReceiveOnly,
    Inactive,
}

/// <summary>One payload type that the far end may send us.</summary>
public readonly record struct PayloadMapping(byte PayloadType, AudioCodec Codec);

/// <summary>What an SDP answer (or offer) settled about the far end.</summary>
public sealed record RemoteMedia
{
    /// <summary>Where RTP goes.</summary>
    public required IPEndPoint Rtp { get; init; }

    /// <summary>Where RTCP goes; null is the port above, or the same with RTCP multiplexing.</summary>
    public IPEndPoint? Rtcp { get; init; }

    /// <summary>Both ends send RTP and RTCP to one port (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>The codec we send.</summary>
    public required AudioCodec Codec { get; init; }

    /// <summary>The payload type of Opus packets that a bridged leg gives us to relay; null: the far end has no Opus.</summary>
    public byte? RelayPayloadType { get; init; }

    /// <summary>Milliseconds of audio in each packet that we make: 10 to 60 in steps of 10. What is relayed keeps its own.</summary>
    public int PtimeMs { get; init; } = 20;

    /// <summary>The payload type we send it with; null is the codec's static one.</summary>
    public byte? PayloadType { get; init; }

    /// <summary>Payload types we accept, at most 16; null is the one we send.</summary>
    public IReadOnlyList<PayloadMapping>? Accepted { get; init; }

    /// <summary>The payload type of telephone-event (RFC 4733), both ways; null when the far end has none.</summary>
    public byte? TelephoneEventPayloadType { get; init; }

    /// <summary>The payload type of telephone-event in packets to us, where it differs.</summary>
    public byte? AcceptedTelephoneEventPayloadType { get; init; }

    public MediaDirection Direction { get; init; }

    /// <summary>Keys for SRTP; null is plain RTP.</summary>
    public SrtpParameters? Srtp { get; init; }
}

/// <summary>Why a prompt ended.</summary>
public enum PlayEnd : byte
{
    /// <summary>Its last frame was sent.</summary>
    Finished = 0,

    /// <summary>Something else was played, or the leg was bridged.</summary>
    Replaced,
    Stopped,
    LegClosed,
}

/// <summary>
/// A leg's events, called on its reactor thread. Time stamps are those of the engine's <see cref="TimeProvider"/>. What these methods throw is
/// counted (<see cref="MediaEngine.ObserverFaults"/>) and goes no further.
/// </summary>
public interface IMediaLegObserver
{
    /// <summary>A digit (0-9, *, #, A-D) has ended.</summary>
    void OnDigit(MediaLeg leg, char digit, int durationMs) { }

    /// <summary>What <see cref="MediaLeg.Play"/> started has ended.</summary>
    void OnPlayEnded(MediaLeg leg, long playId, PlayEnd reason) { }

    /// <summary>The digits of <see cref="MediaLeg.SendDigits"/> are all sent.</summary>
    void OnDigitsSent(MediaLeg leg) { }

    /// <summary>The first packet from the far end was accepted.</summary>
    void OnMediaStarted(MediaLeg leg, long timestamp) { }

    /// <summary>The first packet since the leg was bridged has been sent.</summary>
    void OnFirstPacketAfterBridge(MediaLeg leg, long timestamp) { }

    /// <summary>Nothing arrived for <see cref="MediaEngineOptions.MediaLostAfter"/>, although the far end should send. Once, until media resumes.</summary>
    void OnMediaLost(MediaLeg leg, TimeSpan silentFor) { }

    void OnMediaResumed(MediaLeg leg) { }
}

/// <summary>What is known about a frame of received audio.</summary>
[Flags]
public enum AudioFrameFlags : byte
{
    None = 0,

    /// <summary>No packet carried these samples: they are a repetition that fades, or zeros.</summary>
    Lost = 1,

    /// <summary>The far end says "silence here" (RFC 3389); the samples are zeros or noise at its level.</summary>
    ComfortNoise = 2,

    /// <summary>Before the call was answered.</summary>
    EarlyMedia = 4,

    /// <summary>No packet has arrived on this leg since its remote address was set.</summary>
    NoMediaYet = 8,

    /// <summary>A telephone-event (a digit) takes the place of audio.</summary>
    TelephoneEvent = 16,
}

/// <summary>20 ms of received audio: 160 samples at 8 kHz, valid during the call only.</summary>
public readonly ref struct AudioFrame(ReadOnlySpan<short> samples, uint rtpTimestamp, AudioFrameFlags flags, long index)
{
    public ReadOnlySpan<short> Samples { get; } = samples;

    /// <summary>The time stamp of the first sample; continued by 160 where a packet is missing.</summary>
    public uint RtpTimestamp { get; } = rtpTimestamp;

    public AudioFrameFlags Flags { get; } = flags;

    /// <summary>Frames since decoding began on this leg: the sample clock, without gaps.</summary>
    public long Index { get; } = index;
}

/// <summary>Hears a leg's received audio, one frame each 20 ms whether packets arrive or not, on the reactor thread. Must not block nor allocate.</summary>
public interface IAudioTap
{
    void OnFrame(MediaLeg leg, in AudioFrame frame);
}

/// <summary>Audio made on the fly: a simulated party. Called each 20 ms on the reactor thread; must not block nor allocate.</summary>
public interface IAudioSource
{
    /// <summary>Fills 160 samples at 8 kHz. False ends the source (the frame is not sent).</summary>
    bool NextFrame(Span<short> samples);
}

/// <summary>Counters of one leg. A consistent enough snapshot: each number is exact, they are not taken at one instant.</summary>
public readonly record struct MediaLegStatistics
{
    public long PacketsReceived { get; init; }
    public long BytesReceived { get; init; }
    public long PacketsSent { get; init; }
    public long BytesSent { get; init; }

    /// <summary>By sequence numbers, as RTCP counts.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Interarrival jitter, milliseconds (RFC 3550 appendix A.8).</summary>
    public double JitterMs { get; init; }

    /// <summary>Round trip by RTCP, milliseconds; 0 while unknown.</summary>
    public double RoundTripMs { get; init; }

    /// <summary>The far end's view of what we send: share lost in its last report, 0 to 1.</summary>
    public double RemoteFractionLost { get; init; }

    /// <summary>
    /// An estimate of the listening quality at our side, 1 to 4.5: the E-model of ITU-T G.107 reduced to delay, loss (Bpl 25.1 of G.113, packet loss
    /// concealment assumed) and jitter. 0 before the first packet.
    /// </summary>
    public double EstimatedMos { get; init; }

    /// <summary>The <see cref="TimeProvider"/> time stamp of the last accepted packet; 0 for none.</summary>
    public long LastPacketTimestamp { get; init; }

    /// <summary>Dropped: from an address that is not the leg's.</summary>
    public long ForeignSource { get; init; }
    public long WrongSsrc { get; init; }
    public long WrongPayloadType { get; init; }
    public long SequenceJumps { get; init; }
    public long Duplicates { get; init; }

    /// <summary>Dropped: shorter than its own header says, not version 2, or longer than a datagram that we take.</summary>
    public long Malformed { get; init; }

    /// <summary>Dropped: SRTP tag wrong, or replayed.</summary>
    public long SrtpRefused { get; init; }

    /// <summary>Dropped: the codec of one leg of the bridge cannot be turned into the other's.</summary>
    public long NotTranscodable { get; init; }

    /// <summary>The system refused to send.</summary>
    public long SendFailures { get; init; }
    public long RtcpReceived { get; init; }
    public long RtcpSent { get; init; }
}
