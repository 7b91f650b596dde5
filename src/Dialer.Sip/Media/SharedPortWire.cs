using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Dialer.Sip.Media;

/// <summary>
/// One RTP and one RTCP port for all legs of a reactor on one local address. Packets arrive and leave in batches, one system call for up to 64. A
/// packet's leg is found by its source; a packet from a source that no leg expects is dropped, and counted in <see cref="Unexpected"/>.
/// </summary>
internal sealed class SharedPortWire(int bufferBytesPerLeg) : IMediaWire
{
    private const int MaxLocalAddresses = 16;
    private const int ExpectedLegs = 64;

    private readonly LinuxSleeper _sleeper = new();
    private readonly Lock _lock = new();
    private volatile SharedPort[] _shared = [];

    /// <summary>Packets from a source that no leg expects.</summary>
    public long Unexpected => _shared.Sum(port => port.Unexpected);

    public MediaRefusal Open(PortPool ports, IPAddress local, bool rtcpMux, out LegSockets? sockets)
    {
        lock (_lock)
        {
            SharedPort? shared = Array.Find(_shared, port => port.Local.Equals(local));
            if (shared is not null)
            {
                sockets = shared.Sockets;
                return MediaRefusal.None;
            }
            sockets = null;
            if (_shared.Length >= MaxLocalAddresses) return MediaRefusal.NoSocket;
            MediaRefusal refusal = LegSockets.TryBind(ports, local, rtcpMux: false, bufferBytesPerLeg * ExpectedLegs, out sockets);
            if (refusal == MediaRefusal.None) _shared = [.. _shared, new SharedPort(local, sockets!)];
            return refusal;
        }
    }

    /// <summary>The shared port outlives its legs.</summary>
    public void Release(LegSockets sockets, PortPool ports)
    {
    }

    public void Attach(LegCore leg) => leg.WireState = Array.Find(_shared, port => port.Sockets == leg.Sockets);

    public void Detach(LegCore leg) => ((SharedPort)leg.WireState!).Forget(leg);

    public void Expect(LegCore leg) => ((SharedPort)leg.WireState!).Expect(leg);

    public void Poll(MediaReactor reactor)
    {
        foreach (SharedPort port in _shared) port.Poll(reactor);
    }

    public bool Send(LegCore leg, bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet) => ((SharedPort)leg.WireState!).Send(rtcp, to, packet);

    public void Flush()
    {
        foreach (SharedPort port in _shared) port.Flush();
    }

    public void Wait(long nanoseconds) => _sleeper.Wait(nanoseconds);

    public void Wake() => _sleeper.Wake();

    public void Dispose()
    {
        foreach (SharedPort port in _shared)
        {
            port.Sockets.Rtp.Dispose();
            port.Sockets.Rtcp?.Dispose();
        }
        _sleeper.Dispose();
    }
}

/// <summary>The shared sockets of one local address, with their batches.</summary>
internal sealed unsafe class SharedPort
{
    private const int Batch = 64;
    private const int BatchesPerPoll = 16;
    private const int AddressBytes = 28;

    private readonly Dictionary<WireAddress, LegCore> _byRtp = [];
    private readonly Dictionary<WireAddress, LegCore> _byRtcp = [];
    private readonly Dictionary<LegCore, (WireAddress Rtp, WireAddress Rtcp)> _expected = [];
    private readonly MessageBatch _in = new(Batch, AddressBytes);
    private readonly MessageBatch _out = new(Batch, AddressBytes);
    private int _outCount;
    private long _refused;

    public SharedPort(IPAddress local, LegSockets sockets)
    {
        Local = local;
        Sockets = sockets;
        _rtp = (int)sockets.Rtp.Handle;
        _rtcp = (int)sockets.Rtcp!.Handle;
    }

    private readonly int _rtp, _rtcp;

    public IPAddress Local { get; }
    public LegSockets Sockets { get; }
    public long Unexpected { get; private set; }

    /// <summary>Packets that the system did not take from a batch.</summary>
    public long Refused => _refused;

    public void Expect(LegCore leg)
    {
        Forget(leg);
        // The first leg that expects a source keeps it: two far ends behind one address and port cannot be told apart.
        if (!leg.Destination.IsNone) _byRtp.TryAdd(leg.Destination, leg);
        if (!leg.RtcpDestination.IsNone) _byRtcp.TryAdd(leg.RtcpDestination, leg);
        _expected[leg] = (leg.Destination, leg.RtcpDestination);
    }

    public void Forget(LegCore leg)
    {
        if (!_expected.Remove(leg, out (WireAddress Rtp, WireAddress Rtcp) old)) return;
        if (_byRtp.TryGetValue(old.Rtp, out LegCore? owner) && owner == leg) _byRtp.Remove(old.Rtp);
        if (_byRtcp.TryGetValue(old.Rtcp, out owner) && owner == leg) _byRtcp.Remove(old.Rtcp);
    }

    public void Poll(MediaReactor reactor)
    {
        PollOne(reactor, _rtp, _byRtp, rtcp: false);
        PollOne(reactor, _rtcp, _byRtcp, rtcp: true);
    }

    private void PollOne(MediaReactor reactor, int descriptor, Dictionary<WireAddress, LegCore> legs, bool rtcp)
    {
        for (int batch = 0; batch < BatchesPerPoll; batch++)
        {
            _in.PrepareToReceive();
            int count = LinuxNative.recvmmsg(descriptor, _in.Messages, Batch, LinuxNative.DontWait, null);
            for (int i = 0; i < count; i++)
            {
                WireAddress from = _in.AddressOf(i);
                if (legs.TryGetValue(from, out LegCore? leg)) leg.OnDatagram(_in.Packets, MessageBatch.OffsetOf(i), _in.LengthOf(i), from, rtcp, reactor.NowNs);
                else Unexpected++;
            }
            if (count < Batch) return;
        }
    }

    public bool Send(bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet)
    {
        if (rtcp) return SendNow(to, packet);
        _out.Add(_outCount++, to, packet, Sockets.Family);
        if (_outCount == Batch) Flush();
        return true;
    }

    private bool SendNow(in WireAddress to, ReadOnlySpan<byte> packet)
    {
        byte* address = stackalloc byte[AddressBytes];
        int length = to.WriteLinuxSockaddr(new Span<byte>(address, AddressBytes), Sockets.Family);
        fixed (byte* start = packet)
            return LinuxNative.sendto(_rtcp, start, packet.Length, LinuxNative.DontWait, address, length) == packet.Length;
    }

    public void Flush()
    {
        int sent = 0;
        while (sent < _outCount)
        {
            int count = LinuxNative.sendmmsg(_rtp, _out.Messages + sent, (uint)(_outCount - sent), LinuxNative.DontWait);
            if (count > 0) sent += count;
            else
            {
                // The first of the rest was refused (no buffer, no route): it is lost, as on any network; the others go on.
                _refused++;
                sent++;
            }
        }
        _outCount = 0;
    }
}

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
        var packets = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(Packets, 0);
        var addresses = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_addresses, 0);
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
        for (int i = 0; i < _count; i++) _messages[i].Header.NameLength = (uint)_addressBytes;
    }

    public void Add(int index, in WireAddress to, ReadOnlySpan<byte> packet, AddressFamily family)
    {
        packet.CopyTo(Packets.AsSpan(OffsetOf(index)));
        _vectors[index].Length = (nuint)packet.Length;
        _messages[index].Header.NameLength = (uint)to.WriteLinuxSockaddr(_addresses.AsSpan(index * _addressBytes, _addressBytes), family);
    }
}
