using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Media;

/// <summary>
/// A socket per leg under one epoll, polled once a tick, so that one system call finds the packets of a millisecond.
/// One datagram per socket and round is taken: a flood at one leg cannot starve the others, its surplus is dropped by the kernel.
/// </summary>
internal sealed unsafe class EpollWire : IMediaWire
{
    private const int EventsPerRound = 256;
    private const int RoundsPerPoll = 4;
    private const int AddressBytes = 28;

    private readonly int _bufferBytes;
    private readonly int _epoll;
    private readonly LinuxSleeper _sleeper = new();
    private readonly byte[] _events = GC.AllocateArray<byte>(EventsPerRound * 16, pinned: true);
    private readonly byte[] _packet = GC.AllocateArray<byte>(MediaReactor.PacketBufferBytes, pinned: true);
    private readonly byte[] _address = GC.AllocateArray<byte>(AddressBytes, pinned: true);
    private LegCore?[] _legs = new LegCore?[64];
    private readonly Stack<int> _freeKeys = new();
    private int _nextKey;

    public EpollWire(int bufferBytes)
    {
        _bufferBytes = bufferBytes;
        _epoll = LinuxNative.epoll_create1(LinuxNative.EpollCloseOnExec);
        if (_epoll < 0)
            throw new InvalidOperationException("The system gives no epoll descriptor.");
    }

    public MediaRefusal Open(PortPool ports, IPAddress local, bool rtcpMux, out LegSockets? sockets) =>
        LegSockets.TryBind(ports, local, rtcpMux, _bufferBytes, out sockets);

    public void Release(LegSockets sockets, PortPool ports) => sockets.GiveBack(ports);

    public void Expect(LegCore leg)
    {
    }

    public void Attach(LegCore leg)
    {
        int key = _freeKeys.TryPop(out int reused) ? reused : _nextKey++;
        if (key >= _legs.Length)
            Array.Resize(ref _legs, _legs.Length * 2);
        _legs[key] = leg;
        leg.WireKey = key;
        Watch(leg.Sockets.Rtp, (ulong)key << 1);
        if (leg.Sockets.Rtcp is { } rtcp)
            Watch(rtcp, ((ulong)key << 1) | 1);
    }

    private void Watch(Socket socket, ulong data)
    {
        byte* entry = stackalloc byte[16];
        *(uint*)entry = LinuxNative.EpollIn;
        *(ulong*)(entry + LinuxNative.EpollDataOffset) = data;
        if (LinuxNative.epoll_ctl(_epoll, LinuxNative.EpollCtlAdd, (int)socket.Handle, entry) != 0)
            throw new InvalidOperationException("epoll refused a media socket.");
    }

    public void Detach(LegCore leg)
    {
        Unwatch(leg.Sockets.Rtp);
        if (leg.Sockets.Rtcp is { } rtcp)
            Unwatch(rtcp);
        _legs[leg.WireKey] = null;
        _freeKeys.Push(leg.WireKey);
    }

    private void Unwatch(Socket socket)
    {
        byte* entry = stackalloc byte[16];
        _ = LinuxNative.epoll_ctl(_epoll, LinuxNative.EpollCtlDelete, (int)socket.Handle, entry);
    }

    public void Poll(MediaReactor reactor)
    {
        fixed (byte* events = _events)
        {
            for (int round = 0; round < RoundsPerPoll; round++)
            {
                int count = LinuxNative.epoll_wait(_epoll, events, EventsPerRound, 0);
                for (int i = 0; i < count; i++)
                    Receive(reactor, *(ulong*)(events + (i * LinuxNative.EpollEventBytes) + LinuxNative.EpollDataOffset));
                if (count < EventsPerRound)
                    return;
            }
        }
    }

    private void Receive(MediaReactor reactor, ulong data)
    {
        var leg = _legs[(int)(data >> 1)];
        if (leg is null)
            return;
        bool rtcp = (data & 1) != 0;
        fixed (byte* packet = _packet, address = _address)
        {
            int addressLength = AddressBytes;
            byte* start = packet + MediaReactor.Headroom;
            nint length = LinuxNative.recvfrom(
                leg.DescriptorOf(rtcp), start, MediaReactor.MaxDatagram + 1, LinuxNative.DontWait, address, &addressLength);
            if (length < 0)
                return;
            var from = WireAddress.FromSockaddr(new ReadOnlySpan<byte>(address, addressLength));
            leg.OnDatagram(_packet, MediaReactor.Headroom, (int)length, from, rtcp, reactor.NowNs);
        }
    }

    public bool Send(LegCore leg, bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet)
    {
        byte* address = stackalloc byte[AddressBytes];
        int length = to.WriteLinuxSockaddr(new Span<byte>(address, AddressBytes), leg.Sockets.Family);
        fixed (byte* start = packet)
            return LinuxNative.sendto(leg.DescriptorOf(rtcp), start, packet.Length, LinuxNative.DontWait, address, length) == packet.Length;
    }

    public void Flush()
    {
    }

    public void Wait(long nanoseconds) => _sleeper.Wait(nanoseconds);

    public void Wake() => _sleeper.Wake();

    public void Dispose()
    {
        _ = LinuxNative.close(_epoll);
        _sleeper.Dispose();
    }
}
