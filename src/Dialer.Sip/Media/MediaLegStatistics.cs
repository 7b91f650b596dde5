namespace Dialer.Sip.Media;

/// <summary>Counters of one leg. A consistent enough snapshot: each number is exact, they are not taken at one instant.</summary>
public readonly record struct MediaLegStatistics
{
    public long PacketsReceived { get; init; }
    public long BytesReceived { get; init; }
    public long PacketsSent { get; init; }
    public long BytesSent { get; init; }

    /// <summary>By sequence numbers, as RTCP counts.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Arrived after their moment had passed, and unheard where audio is decoded: received for RTCP, lost for the ear.</summary>
    public long PacketsLate { get; init; }

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
