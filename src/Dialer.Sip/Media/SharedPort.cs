using System.Net;

namespace Dialer.Sip.Media;

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
        if (!leg.Destination.IsNone)
            _byRtp.TryAdd(leg.Destination, leg);
        if (!leg.RtcpDestination.IsNone)
            _byRtcp.TryAdd(leg.RtcpDestination, leg);
        _expected[leg] = (leg.Destination, leg.RtcpDestination);
    }

    public void Forget(LegCore leg)
    {
        if (!_expected.Remove(leg, out var old))
            return;
        if (_byRtp.TryGetValue(old.Rtp, out var owner) && owner == leg)
            _byRtp.Remove(old.Rtp);
        if (_byRtcp.TryGetValue(old.Rtcp, out owner) && owner == leg)
            _byRtcp.Remove(old.Rtcp);
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
                var from = _in.AddressOf(i);
                if (legs.TryGetValue(from, out var leg))
                    leg.OnDatagram(_in.Packets, MessageBatch.OffsetOf(i), _in.LengthOf(i), from, rtcp, reactor.NowNs);
                else
                    Unexpected++;
            }
            if (count < Batch)
                return;
        }
    }

    public bool Send(bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet)
    {
        if (rtcp)
            return SendNow(to, packet);
        _out.Add(_outCount++, to, packet, Sockets.Family);
        if (_outCount == Batch)
            Flush();
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
            if (count > 0)
                sent += count;
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
