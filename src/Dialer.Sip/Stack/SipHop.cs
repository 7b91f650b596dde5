using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Stack;

/// <summary>
/// One hop on the network: transport, address, port and, for a stream, the connection. A value, so that a received
/// datagram allocates nothing.
/// </summary>
/// <remarks>
/// High: IPv6: the first 8 bytes, big endian. IPv4: 0.
/// Low: IPv6: the last 8 bytes. IPv4: the address in the low 32 bits.
/// Connection: The stream's number within the endpoint; 0 for UDP or "any that fits".
/// </remarks>
public readonly record struct SipHop(SipTransport Transport, bool IsIPv6, ulong High, ulong Low, ushort Port, long Connection = 0)
{
    public static SipHop From(SipTransport transport, IPEndPoint endPoint, long connection = 0) =>
        From(transport, endPoint.Address, endPoint.Port, connection);

    public static SipHop From(SipTransport transport, IPAddress address, int port, long connection = 0)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4
            ? new SipHop(transport, false, 0, BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)port, connection)
            : new SipHop(transport, true, BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (ushort)port, connection);
    }

    internal static SipHop FromSocketAddress(SocketAddress address)
    {
        ReadOnlySpan<byte> bytes = address.Buffer.Span;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (address.Family == AddressFamily.InterNetwork)
        {
            return new SipHop(SipTransport.Udp, false, 0, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port);
        }
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        bool mapped = high == 0 && low >> 32 == 0xFFFF;
        return mapped
            ? new SipHop(SipTransport.Udp, false, 0, low & 0xFFFFFFFF, port)
            : new SipHop(SipTransport.Udp, true, high, low, port);
    }

    internal void WriteTo(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], Port);
        if (address.Family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)Low);
            return;
        }
        bytes[4..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], IsIPv6 ? High : 0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], IsIPv6 ? Low : 0xFFFF_0000_0000UL | Low);
    }

    public IPAddress Address
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            if (!IsIPv6)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Low);
                return new IPAddress(bytes[..4]);
            }
            BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
            return new IPAddress(bytes);
        }
    }

    public IPEndPoint EndPoint => new(Address, Port);

    public bool IsReliable => Transport != SipTransport.Udp;

    /// <summary>Address and port are equal, whatever the connection.</summary>
    internal bool SameAddress(in SipHop other) => IsIPv6 == other.IsIPv6 && High == other.High && Low == other.Low;

    public override string ToString() => $"{Transport.ToString().ToLowerInvariant()}:{EndPoint}";
}
