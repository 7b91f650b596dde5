using System.Net;
using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>What an SDP answer (or offer) settled about the far end.</summary>
public sealed record RemoteMedia
{
    /// <summary>Where RTP goes.</summary>
    public required IPEndPoint Rtp { get; init; }

    /// <summary>
    /// Where the signalling comes from: behind a NAT, where the SDP names an address that means nothing here, media most likely come from
    /// there. Null: not known.
    /// </summary>
    public IPAddress? SignallingHost { get; init; }

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
