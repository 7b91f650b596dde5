using System.Buffers.Binary;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Media;

/// <summary>Reads and writes compound RTCP packets.</summary>
internal static class RtcpPacket
{
    private const byte SenderReport = 200, ReceiverReport = 201, SourceDescription = 202, Goodbye = 203;
    private const int MaxParts = 16;

    /// <summary>
    /// Walks a compound packet; keeps the report block about <paramref name="ourSsrc"/>. False when a length runs past the datagram or the first part is no report.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, uint ourSsrc, out RtcpDigest digest)
    {
        digest = default;
        for (int part = 0; part < MaxParts && packet.Length > 0; part++)
        {
            ScanSteps.Add(4);
            if (packet.Length < 4 || packet[0] >> 6 != 2)
                return false;
            int length = (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1) * 4;
            if (length > packet.Length)
                return false;
            byte type = packet[1];
            if (part == 0 && type is not (SenderReport or ReceiverReport))
                return false;
            if (type is SenderReport or ReceiverReport && !ReadReport(packet[..length], type, ourSsrc, ref digest))
                return false;
            if (type == Goodbye)
                digest.Bye = true;
            packet = packet[length..];
        }
        return true;
    }

    private static bool ReadReport(ReadOnlySpan<byte> part, byte type, uint ourSsrc, ref RtcpDigest digest)
    {
        int offset = type == SenderReport ? 28 : 8;
        int blocks = part[0] & 0x1F;
        if (part.Length < offset + (blocks * 24))
            return false;
        digest.SenderSsrc = BinaryPrimitives.ReadUInt32BigEndian(part[4..]);
        if (type == SenderReport)
        {
            digest.HasSenderReport = true;
            digest.SenderReportNtp = BinaryPrimitives.ReadUInt32BigEndian(part[10..]);
        }
        for (int i = 0; i < blocks; i++, offset += 24)
        {
            var block = part.Slice(offset, 24);
            ScanSteps.Add(block.Length);
            uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(block);
            if (ssrc != ourSsrc)
                continue;
            int lost = (BinaryPrimitives.ReadInt32BigEndian(block[4..]) << 8) >> 8;
            digest.Block = new(
                ssrc,
                block[4],
                lost,
                BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
                BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
                BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
                BinaryPrimitives.ReadUInt32BigEndian(block[20..]));
            digest.HasBlock = true;
        }
        return true;
    }

    /// <summary>Writes a sender or receiver report with at most one block, a CNAME, and a BYE where asked. Returns the length, at most 108.</summary>
    public static int Write(Span<byte> packet, uint ssrc, in RtcpSenderInfo? sender, in RtcpReportBlock? block, ReadOnlySpan<byte> canonicalName, bool bye)
    {
        int offset = sender is null ? 8 : 28;
        packet[0] = (byte)(0x80 | (block is null ? 0 : 1));
        packet[1] = sender is null ? ReceiverReport : SenderReport;
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        if (sender is { } info)
        {
            BinaryPrimitives.WriteUInt64BigEndian(packet[8..], info.Ntp);
            BinaryPrimitives.WriteUInt32BigEndian(packet[16..], info.RtpTimestamp);
            BinaryPrimitives.WriteUInt32BigEndian(packet[20..], (uint)info.Packets);
            BinaryPrimitives.WriteUInt32BigEndian(packet[24..], (uint)info.PayloadBytes);
        }
        if (block is { } about)
        {
            WriteBlock(packet[offset..], about);
            offset += 24;
        }
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((offset / 4) - 1));
        offset += WriteName(packet[offset..], ssrc, canonicalName);
        if (!bye)
            return offset;
        packet[offset] = 0x81;
        packet[offset + 1] = Goodbye;
        BinaryPrimitives.WriteUInt16BigEndian(packet[(offset + 2)..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(packet[(offset + 4)..], ssrc);
        return offset + 8;
    }

    private static void WriteBlock(Span<byte> packet, in RtcpReportBlock block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, block.Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(packet[4..], Math.Clamp(block.CumulativeLost, -0x800000, 0x7FFFFF) & 0xFFFFFF);
        packet[4] = block.FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], block.HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], block.Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], block.LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], block.DelaySinceLastSenderReport);
    }

    private static int WriteName(Span<byte> packet, uint ssrc, ReadOnlySpan<byte> name)
    {
        int length = 8 + 2 + name.Length + 1;
        length = (length + 3) & ~3;
        packet[..length].Clear();
        packet[0] = 0x81;
        packet[1] = SourceDescription;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet[8] = 1;
        packet[9] = (byte)name.Length;
        name.CopyTo(packet[10..]);
        return length;
    }
}
