using System.Buffers.Binary;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Media;

/// <summary>The fixed header of an RTP packet (RFC 3550 section 5.1) and where its payload lies.</summary>
internal readonly record struct RtpHeader(byte PayloadType, bool Marker, ushort Sequence, uint Timestamp, uint Ssrc, int PayloadOffset, int PayloadLength)
{
    public const int Length = 12;

    /// <summary>Parses without trusting any length field: every offset is checked against the datagram. False means "not RTP, drop it".</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        ScanSteps.Add(Length);
        if (!TryMeasure(packet, out int offset))
            return false;
        int length = packet.Length - offset;
        if ((packet[0] & 0x20) != 0)
        {
            int padding = packet[^1];
            if (padding == 0 || padding > length)
                return false;
            length -= padding;
        }
        header = new(
            (byte)(packet[1] & 0x7F),
            (packet[1] & 0x80) != 0,
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            offset,
            length);
        return true;
    }

    /// <summary>The length of the header with its CSRC list and extension; needed before decryption, when padding is still ciphered.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> packet, out int headerLength)
    {
        headerLength = 0;
        if (packet.Length < Length || packet[0] >> 6 != 2)
            return false;
        int offset = Length + ((packet[0] & 0x0F) * 4);
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < offset + 4)
                return false;
            offset += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]) * 4);
        }
        if (packet.Length < offset)
            return false;
        headerLength = offset;
        return true;
    }

    public static void Write(Span<byte> packet, byte payloadType, bool marker, ushort sequence, uint timestamp, uint ssrc)
    {
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }

    /// <summary>RFC 5761 section 4: on a multiplexed port, packet types 192 to 223 are RTCP.</summary>
    public static bool LooksLikeRtcp(ReadOnlySpan<byte> packet) => packet.Length >= 8 && packet[1] is >= 192 and <= 223;
}
