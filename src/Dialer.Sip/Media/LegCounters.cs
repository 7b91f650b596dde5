namespace Dialer.Sip.Media;

/// <summary>Written by the reactor, read by anyone. Aligned 64-bit counters are read whole.</summary>
internal sealed class LegCounters
{
    public long PacketsReceived, BytesReceived, PacketsSent, BytesSent, LastPacketNs;
    public long ForeignSource, WrongSsrc, WrongPayloadType, SequenceJumps, Duplicates, Malformed, SrtpRefused, NotTranscodable, SendFailures;
    public long RtcpReceived, RtcpSent, Lost, Late;
    public double JitterMs, RoundTripMs, RemoteFractionLost;
}
