using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Dialer.Sip.Media;

/// <summary>Preallocated, pinned buffers of one recvmmsg or sendmmsg call.</summary>
internal sealed unsafe class MessageBatch
{
    private readonly int _count;
    private readonly int _addressBytes;
    private readonly byte[] _addresses;
    private readonly LinuxNative.MessageVector[] _messages;
    private readonly LinuxNative.IoVector[] _vectors;

    public MessageBatch(int count, int addressBytes)
    {
        _count = count;
        _addressBytes = addressBytes;
        Packets = GC.AllocateArray<byte>(count * MediaReactor.PacketBufferBytes, pinned: true);
        _addresses = GC.AllocateArray<byte>(count * addressBytes, pinned: true);
        _messages = GC.AllocateArray<LinuxNative.MessageVector>(count, pinned: true);
        _vectors = GC.AllocateArray<LinuxNative.IoVector>(count, pinned: true);
        byte* packets = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(Packets, 0);
        byte* addresses = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_addresses, 0);
        var vectors = (LinuxNative.IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(_vectors, 0);
        for (int i = 0; i < count; i++)
        {
            _vectors[i] = new() { Base = packets + OffsetOf(i), Length = MediaReactor.MaxDatagram + 1 };
            _messages[i].Header = new() { Name = addresses + (i * addressBytes), NameLength = (uint)addressBytes, Vectors = vectors + i, VectorCount = 1 };
        }
    }

    public byte[] Packets { get; }

    public LinuxNative.MessageVector* Messages => (LinuxNative.MessageVector*)Marshal.UnsafeAddrOfPinnedArrayElement(_messages, 0);

    public static int OffsetOf(int index) => (index * MediaReactor.PacketBufferBytes) + MediaReactor.Headroom;

    public int LengthOf(int index) => (int)_messages[index].Received;

    public WireAddress AddressOf(int index) => WireAddress.FromSockaddr(_addresses.AsSpan(index * _addressBytes, (int)_messages[index].Header.NameLength));

    /// <summary>The kernel has written the address lengths of the last call.</summary>
    public void PrepareToReceive()
    {
        for (int i = 0; i < _count; i++)
            _messages[i].Header.NameLength = (uint)_addressBytes;
    }

    public void Add(int index, in WireAddress to, ReadOnlySpan<byte> packet, AddressFamily family)
    {
        packet.CopyTo(Packets.AsSpan(OffsetOf(index)));
        _vectors[index].Length = (nuint)packet.Length;
        _messages[index].Header.NameLength = (uint)to.WriteLinuxSockaddr(_addresses.AsSpan(index * _addressBytes, _addressBytes), family);
    }
}
