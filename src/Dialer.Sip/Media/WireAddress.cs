using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Media;

/// <summary>An address and port as a value, so that comparing the source of each packet allocates nothing. IPv4 is held mapped (::ffff:a.b.c.d).</summary>
internal readonly record struct WireAddress(ulong High, ulong Low, ushort Port)
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    public bool IsV4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    public bool IsNone => Port == 0;

    public bool SameHost(in WireAddress other) => High == other.High && Low == other.Low;

    public static WireAddress V4(uint address, ushort port) => new(0, MappedPrefix | address, port);

    public static WireAddress From(IPEndPoint endpoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endpoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (ushort)endpoint.Port);
    }

    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        var address = new IPAddress(bytes);
        return new IPEndPoint(IsV4 ? address.MapToIPv4() : address, Port);
    }

    /// <summary>From a native sockaddr_in (16 octets) or sockaddr_in6 (28); the family field is not read, its layout varies between systems.</summary>
    public static WireAddress FromSockaddr(ReadOnlySpan<byte> sockaddr)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(sockaddr[2..]);
        return sockaddr.Length < 28
            ? V4(BinaryPrimitives.ReadUInt32BigEndian(sockaddr[4..]), port)
            : new(BinaryPrimitives.ReadUInt64BigEndian(sockaddr[8..]), BinaryPrimitives.ReadUInt64BigEndian(sockaddr[16..]), port);
    }

    /// <summary>Writes a Linux sockaddr for a socket of the given family and returns its length: 16 or 28.</summary>
    public int WriteLinuxSockaddr(Span<byte> sockaddr, AddressFamily socketFamily)
    {
        if (socketFamily == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(sockaddr, 2);
            BinaryPrimitives.WriteUInt16BigEndian(sockaddr[2..], Port);
            BinaryPrimitives.WriteUInt32BigEndian(sockaddr[4..], (uint)Low);
            BinaryPrimitives.WriteUInt64LittleEndian(sockaddr[8..], 0);
            return 16;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(sockaddr, 10);
        BinaryPrimitives.WriteUInt16BigEndian(sockaddr[2..], Port);
        BinaryPrimitives.WriteUInt32LittleEndian(sockaddr[4..], 0);
        BinaryPrimitives.WriteUInt64BigEndian(sockaddr[8..], High);
        BinaryPrimitives.WriteUInt64BigEndian(sockaddr[16..], Low);
        BinaryPrimitives.WriteUInt32LittleEndian(sockaddr[24..], 0);
        return 28;
    }

    public override string ToString() => IsNone ? "none" : ToEndPoint().ToString();
}
