using System.Net;
using System.Runtime.InteropServices;

namespace Dialer.Sip.Media;

/// <summary>
/// A socket per leg over one request queue (io_uring): each socket has one standing request to receive, and a turn costs two system calls,
/// whatever the number of packets: one that fetches what has arrived and one that sends. Where the kernel has no such queue, <see cref="EpollWire"/>
/// does the same with two calls a packet.
/// </summary>
internal sealed unsafe class RingWire : IMediaWire
{
    private const int Requests = 256, Completions = 4096, Buffers = 1024;
    private const int AddressBytes = 28;

    /// <summary>Before a datagram the kernel writes its own header (16 octets) and the source.</summary>
    private const int ReceiveHeaderBytes = 16;
    private const int DatagramOffset = ReceiveHeaderBytes + AddressBytes;

    /// <summary>Completions handled in one turn; the rest waits for the next.</summary>
    private const int MaxPerPoll = 2 * Completions;

    private const int MaxCancelTurns = 64, MaxEnters = 1000;
    private const uint RtcpTag = 1, SendTag = 2, CancelTag = 3, TagMask = 3;
    private const int TagBits = 2;

    private readonly int _bufferBytes;
    private readonly IoRing _ring;
    private readonly LinuxSleeper _sleeper = new();
    private readonly byte[] _received = GC.AllocateArray<byte>(Buffers * MediaReactor.PacketBufferBytes, pinned: true);
    private readonly byte[] _toSend = GC.AllocateArray<byte>(Requests * MediaReactor.PacketBufferBytes, pinned: true);
    private readonly byte[] _destinations = GC.AllocateArray<byte>(Requests * AddressBytes, pinned: true);
    private readonly LinuxNative.MessageHeader[] _header = GC.AllocateArray<LinuxNative.MessageHeader>(1, pinned: true);
    private readonly byte* _receivedStart, _toSendStart, _destinationsStart;
    private readonly LinuxNative.MessageHeader* _headerStart;
    private readonly Stack<int> _freeKeys = new();
    private Watched[] _legs = new Watched[64];
    private int _nextKey;

    private struct Watched
    {
        public LegCore? Leg;

        /// <summary>Standing requests of which the last completion has not come.</summary>
        public int Standing;
        public bool Leaving;
    }

    private RingWire(IoRing ring, int bufferBytes)
    {
        _ring = ring;
        _bufferBytes = bufferBytes;
        _receivedStart = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_received, 0);
        _toSendStart = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_toSend, 0);
        _destinationsStart = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_destinations, 0);
        _header[0].NameLength = AddressBytes;
        _headerStart = (LinuxNative.MessageHeader*)Marshal.UnsafeAddrOfPinnedArrayElement(_header, 0);
    }

    /// <summary>Null where the kernel has no such queues, or does not let us have one.</summary>
    public static RingWire? TryCreate(int bufferBytes)
    {
        if (IoRing.TryCreate(Requests, Completions) is not { } ring)
            return null;
        var wire = new RingWire(ring, bufferBytes);
        if (ring.ProvideBuffers(wire._receivedStart, Buffers, MediaReactor.PacketBufferBytes))
            return wire;
        wire.Dispose();
        return null;
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
        _legs[key] = new Watched { Leg = leg };
        leg.WireKey = key;
        Listen(key, rtcp: false);
        if (leg.Sockets.Rtcp is not null)
            Listen(key, rtcp: true);
    }

    private void Listen(int key, bool rtcp)
    {
        var request = NextRequest();
        request->Operation = IoRing.OpReceiveMessage;
        request->Flags = IoRing.SelectBuffer;
        request->Priority = IoRing.Multishot;
        request->Descriptor = _legs[key].Leg!.DescriptorOf(rtcp);
        request->Address = (ulong)_headerStart;
        request->Length = 1;
        request->Tag = TagOf(key, rtcp ? RtcpTag : 0);
        _legs[key].Standing++;
    }

    private static ulong TagOf(int key, uint kind) => ((ulong)key << TagBits) | kind;

    private IoRing.Request* NextRequest()
    {
        var request = _ring.Next();
        for (int tries = 0; request is null; tries++)
        {
            if (tries > MaxEnters)
                throw new InvalidOperationException("The system takes no more requests.");
            _ring.Enter(fetch: true);
            request = _ring.Next();
        }
        return request;
    }

    /// <summary>A standing request holds its socket, and its port: it must be gone before the port is given back.</summary>
    public void Detach(LegCore leg)
    {
        int key = leg.WireKey;
        _legs[key].Leaving = true;
        Cancel(key, 0);
        if (leg.Sockets.Rtcp is not null)
            Cancel(key, RtcpTag);
        for (int turn = 0; turn < MaxCancelTurns && _legs[key].Standing > 0; turn++)
        {
            _ring.Enter(fetch: true);
            TakeCompletions(leg.Reactor);
        }
        _legs[key] = default;
        _freeKeys.Push(key);
    }

    private void Cancel(int key, uint kind)
    {
        var request = NextRequest();
        request->Operation = IoRing.OpCancel;
        request->Flags = IoRing.SkipSuccess;
        request->Descriptor = -1;
        request->Address = TagOf(key, kind);
        request->Tag = CancelTag;
    }

    public void Poll(MediaReactor reactor)
    {
        _ring.Enter(fetch: true);

        // What was ordered before a packet was sent to us holds for it: a bridge does not lose its first one.
        reactor.DrainCommands();
        TakeCompletions(reactor);
    }

    private void TakeCompletions(MediaReactor reactor)
    {
        for (int i = 0; i < MaxPerPoll && _ring.TryTake(out var completion); i++)
        {
            uint kind = (uint)(completion.Tag & TagMask);
            int key = (int)(completion.Tag >> TagBits);
            if (kind == SendTag && _legs[key].Leg is { } sender)
                sender.Counters.SendFailures++;
            if (kind <= RtcpTag)
                TakeReceived(reactor, completion, key, kind == RtcpTag);
        }
    }

    private void TakeReceived(MediaReactor reactor, in IoRing.Completion completion, int key, bool rtcp)
    {
        if ((completion.Flags & IoRing.HasMore) == 0)
        {
            // Out of buffers, or an ICMP error: neither ends a leg.
            _legs[key].Standing--;
            if (!_legs[key].Leaving)
                Listen(key, rtcp);
        }
        if ((completion.Flags & IoRing.HasBuffer) == 0)
            return;
        ushort buffer = completion.Buffer;
        if (completion.Result >= DatagramOffset && !_legs[key].Leaving)
            Deliver(reactor, _legs[key].Leg!, buffer, rtcp);
        _ring.GiveBack(buffer, _receivedStart + (buffer * MediaReactor.PacketBufferBytes), MediaReactor.PacketBufferBytes);
    }

    private void Deliver(MediaReactor reactor, LegCore leg, ushort buffer, bool rtcp)
    {
        int start = buffer * MediaReactor.PacketBufferBytes;

        // struct io_uring_recvmsg_out: the lengths of name, control data and payload.
        int* lengths = (int*)(_receivedStart + start);
        var from = WireAddress.FromSockaddr(_received.AsSpan(start + ReceiveHeaderBytes, Math.Min(lengths[0], AddressBytes)));
        leg.OnDatagram(_received, start + DatagramOffset, lengths[2], from, rtcp, reactor.NowNs);
    }

    public bool Send(LegCore leg, bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet)
    {
        var request = NextRequest();

        // Free again once the kernel has taken the request: it sends then, or refuses (DontWait).
        int slot = _ring.PlaceOf(request);
        byte* start = _toSendStart + (slot * MediaReactor.PacketBufferBytes), address = _destinationsStart + (slot * AddressBytes);
        packet.CopyTo(new Span<byte>(start, MediaReactor.PacketBufferBytes));
        request->Operation = IoRing.OpSend;
        request->Flags = IoRing.SkipSuccess;
        request->Descriptor = leg.DescriptorOf(rtcp);
        request->Address = (ulong)start;
        request->Length = (uint)packet.Length;
        request->MessageFlags = LinuxNative.DontWait;
        request->Destination = address;
        request->DestinationBytes = (ushort)to.WriteLinuxSockaddr(new Span<byte>(address, AddressBytes), leg.Sockets.Family);
        request->Tag = TagOf(leg.WireKey, SendTag);
        return true;
    }

    public void Flush()
    {
        if (_ring.Pending > 0)
            _ring.Enter(fetch: false);
    }

    public void Wait(long nanoseconds) => _sleeper.Wait(nanoseconds);

    public void Wake() => _sleeper.Wake();

    public void Dispose()
    {
        _ring.Dispose();
        _sleeper.Dispose();
    }
}
