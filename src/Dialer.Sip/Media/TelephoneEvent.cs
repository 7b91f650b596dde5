using System.Buffers.Binary;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Media;

/// <summary>The payload of a telephone-event packet (RFC 4733 section 2.3).</summary>
internal readonly record struct TelephoneEvent(byte Code, bool End, byte Volume, ushort Duration)
{
    public const int Length = 4;
    private const string Digits = "0123456789*#ABCD";

    public static bool TryRead(ReadOnlySpan<byte> payload, out TelephoneEvent telephoneEvent)
    {
        telephoneEvent = default;
        ScanSteps.Add(Length);
        if (payload.Length < Length)
            return false;
        telephoneEvent = new(payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    public void Write(Span<byte> payload)
    {
        payload[0] = Code;
        payload[1] = (byte)((End ? 0x80 : 0) | Volume);
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }

    /// <summary>Null for an event that is no key of a telephone (flash, fax and line events).</summary>
    public char? Digit => Code < Digits.Length ? Digits[Code] : null;

    public static bool TryCodeOf(char digit, out byte code)
    {
        int index = Digits.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal);
        code = (byte)Math.Max(index, 0);
        return index >= 0;
    }
}
