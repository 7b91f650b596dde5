using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>Queries and answers of RFC 1035, with the records of RFC 2782 and RFC 3403.</summary>
internal static class DnsMessage
{
    private const int MaxRecords = 64;
    private const int MaxPointers = 16;
    private const int MaxName = 255;

    /// <summary>Pointers let a short message name much: its names, written out, are at most so many times as long as itself.</summary>
    private const int MaxExpansion = 16;

    public static byte[] Query(ushort id, string name, DnsType type)
    {
        List<byte> bytes = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            byte[] text = Encoding.ASCII.GetBytes(label);
            if (text.Length is 0 or > 63)
                return [];
            bytes.Add((byte)text.Length);
            bytes.AddRange(text);
        }
        bytes.AddRange([0, (byte)((ushort)type >> 8), (byte)type, 0, 1]);
        return bytes.Count > 300 ? [] : [.. bytes];
    }

    /// <summary>False for an answer to another question, a truncated or a malformed one. A name that does not exist is an empty list.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> query, out List<DnsRecord> records, out bool truncated)
    {
        records = [];
        truncated = false;
        if (bytes.Length < query.Length || query.Length < 17 || !bytes[..2].SequenceEqual(query[..2]))
            return false;
        bool isAnswer = (bytes[2] & 0x80) != 0;
        truncated = (bytes[2] & 0x02) != 0;
        int code = bytes[3] & 0x0F;
        if (!isAnswer || truncated || code is not (0 or 3))
            return false;

        // The question must be ours (case may have been changed on the way).
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != 1 || !SipSyntax.EqualsIgnoreCase(bytes[12..query.Length], query[12..]))
            return false;
        int count = Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]), MaxRecords);
        int at = query.Length;
        int budget = MaxExpansion * bytes.Length;
        for (int i = 0; i < count; i++)
        {
            if (!TryReadRecord(bytes, ref at, ref budget, out var record))
                return false;
            if (record is not null)
                records.Add(record);
        }
        return true;
    }

    private static bool TryReadRecord(ReadOnlySpan<byte> bytes, ref int at, ref int budget, out DnsRecord? record)
    {
        record = null;
        if (!TryReadName(bytes, ref at, ref budget, out string name) || at + 10 > bytes.Length)
            return false;
        DnsType type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        uint ttl = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 8)..]);
        int start = at + 10;
        at = start + length;
        if (at > bytes.Length)
            return false;
        return TryReadData(bytes, start, length, new DnsRecord(name, type, ttl), ref budget, out record);
    }

    private static bool TryReadData(ReadOnlySpan<byte> bytes, int start, int length, DnsRecord head, ref int budget, out DnsRecord? record)
    {
        record = null;
        var data = bytes.Slice(start, length);
        int at = start;
        string target;
        switch (head.Type)
        {
            case DnsType.A:
            case DnsType.Aaaa:
                if (length != (head.Type == DnsType.A ? 4 : 16))
                    return false;
                record = head with { Address = new IPAddress(data) };
                return true;
            case DnsType.Cname:
                if (!TryReadName(bytes, ref at, ref budget, out target))
                    return false;
                record = head with { Target = target };
                return true;
            case DnsType.Srv:
                at += 6;
                if (length < 7 || !TryReadName(bytes, ref at, ref budget, out target))
                    return false;
                record = head with
                {
                    Order = BinaryPrimitives.ReadUInt16BigEndian(data),
                    Weight = BinaryPrimitives.ReadUInt16BigEndian(data[2..]),
                    Port = BinaryPrimitives.ReadUInt16BigEndian(data[4..]),
                    Target = target,
                };
                return true;
            case DnsType.Naptr:
                return TryReadNaptr(bytes, start, length, head, ref budget, out record);
            default:
                return true;
        }
    }

    private static bool TryReadNaptr(ReadOnlySpan<byte> bytes, int start, int length, DnsRecord head, ref int budget, out DnsRecord? record)
    {
        record = null;
        int at = start + 4;
        int end = start + length;
        if (length < 8 || !TryReadText(bytes, ref at, end, out string flags) || !TryReadText(bytes, ref at, end, out string service)
            || !TryReadText(bytes, ref at, end, out _) || !TryReadName(bytes, ref at, ref budget, out string target))
        {
            return false;
        }
        record = head with
        {
            Order = BinaryPrimitives.ReadUInt16BigEndian(bytes[start..]),
            Weight = BinaryPrimitives.ReadUInt16BigEndian(bytes[(start + 2)..]),
            Flags = flags.ToUpperInvariant(),
            Service = service.ToUpperInvariant(),
            Target = target,
        };
        return true;
    }

    private static bool TryReadText(ReadOnlySpan<byte> bytes, ref int at, int end, out string text)
    {
        text = "";
        if (at >= end || at + 1 + bytes[at] > end)
            return false;
        text = Encoding.ASCII.GetString(bytes.Slice(at + 1, bytes[at]));
        at += 1 + bytes[at];
        return true;
    }

    /// <summary>A name with its compression pointers; each must point backwards, and there may be only a few.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> bytes, ref int at, ref int budget, out string name)
    {
        name = "";
        Span<char> text = stackalloc char[MaxName + 1];
        int written = 0;
        int position = at;
        int pointers = 0;
        while (position < bytes.Length)
        {
            int length = bytes[position];
            ScanSteps.Add(1 + (length & 0x3F));
            if (length == 0)
            {
                if (pointers == 0)
                    at = position + 1;
                name = written == 0 ? "" : new string(text[..(written - 1)]);
                return (budget -= written) >= 0;
            }
            if ((length & 0xC0) == 0xC0)
            {
                if (position + 1 >= bytes.Length || ++pointers > MaxPointers)
                    return false;
                int target = ((length & 0x3F) << 8) | bytes[position + 1];
                if (target >= position)
                    return false;
                if (pointers == 1)
                    at = position + 2;
                position = target;
                continue;
            }
            if ((length & 0xC0) != 0 || position + 1 + length > bytes.Length || written + length + 1 > text.Length)
                return false;
            foreach (byte octet in bytes.Slice(position + 1, length))
                text[written++] = octet < 0x80 ? char.ToLowerInvariant((char)octet) : '?';
            text[written++] = '.';
            position += 1 + length;
        }
        return false;
    }
}
