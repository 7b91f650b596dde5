using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Media;

/// <summary>
/// A socket per leg on .NET alone: each socket has one receive pending, whose completions queue up for the reactor's next
/// millisecond. At the queue's bound datagrams are dropped.
/// </summary>
internal sealed class ManagedWire(int bufferBytes) : IMediaWire
{
    private const int QueueCapacity = 2048;
    private readonly SemaphoreSlim _wakeup = new(0);
    private readonly Lock _lock = new();
    private bool _disposed;
    private readonly Queue<Datagram> _arrived = new();
    private readonly Stack<Datagram> _spare = new();
    private readonly byte[] _packet = GC.AllocateArray<byte>(MediaReactor.PacketBufferBytes, pinned: true);

    private sealed class Datagram
    {
        public readonly byte[] Buffer = new byte[MediaReactor.PacketBufferBytes];
        public LegCore? Leg;
        public int Length;
        public bool Rtcp;
        public WireAddress From;
    }

    private sealed class Destination
    {
        public WireAddress Address;
        public SocketAddress? Native;
    }

    private sealed class State : IDisposable
    {
        public readonly CancellationTokenSource Stop = new();
        public readonly Destination Rtp = new();
        public readonly Destination Rtcp = new();

        public void Dispose() => Stop.Dispose();
    }

    public MediaRefusal Open(PortPool ports, IPAddress local, bool rtcpMux, out LegSockets? sockets) =>
        LegSockets.TryBind(ports, local, rtcpMux, bufferBytes, out sockets);

    public void Release(LegSockets sockets, PortPool ports) => sockets.GiveBack(ports);

    public void Expect(LegCore leg)
    {
    }

    public void Attach(LegCore leg)
    {
        var state = new State();
        leg.WireState = state;
        leg.Sockets.Rtp.Blocking = false;
        _ = ReceiveAll(leg, leg.Sockets.Rtp, rtcp: false, state.Stop.Token);
        if (leg.Sockets.Rtcp is { } socket)
        {
            socket.Blocking = false;
            _ = ReceiveAll(leg, socket, rtcp: true, state.Stop.Token);
        }
    }

    public void Detach(LegCore leg)
    {
        var state = (State)leg.WireState!;
        state.Stop.Cancel();
        state.Dispose();
    }

    private async Task ReceiveAll(LegCore leg, Socket socket, bool rtcp, CancellationToken stop)
    {
        var from = new SocketAddress(socket.AddressFamily);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(MediaReactor.MaxDatagram + 1, pinned: true);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                int length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from, stop).ConfigureAwait(false);
                Queue(leg, rtcp, buffer.AsSpan(0, length), WireAddress.FromSockaddr(from.Buffer.Span[..from.Size]));
            }
            catch (SocketException)
            {
                // An ICMP "port unreachable" shows here on some systems, an over-long datagram on others: neither ends a leg.
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Queue(LegCore leg, bool rtcp, ReadOnlySpan<byte> packet, in WireAddress from)
    {
        lock (_lock)
        {
            if (_arrived.Count >= QueueCapacity)
                return;
            var datagram = _spare.TryPop(out var spare) ? spare : new();
            packet.CopyTo(datagram.Buffer);
            datagram.Leg = leg;
            datagram.Length = packet.Length;
            datagram.Rtcp = rtcp;
            datagram.From = from;
            _arrived.Enqueue(datagram);
        }
    }

    public void Poll(MediaReactor reactor)
    {
        for (int i = 0; i < QueueCapacity; i++)
        {
            LegCore leg;
            int length;
            bool rtcp;
            WireAddress from;
            lock (_lock)
            {
                if (!_arrived.TryDequeue(out var datagram))
                    return;
                (leg, length, rtcp, from) = (datagram.Leg!, datagram.Length, datagram.Rtcp, datagram.From);
                datagram.Buffer.AsSpan(0, length).CopyTo(_packet.AsSpan(MediaReactor.Headroom));
                datagram.Leg = null;
                _spare.Push(datagram);
            }
            leg.OnDatagram(_packet, MediaReactor.Headroom, length, from, rtcp, reactor.NowNs);
        }
    }

    public bool Send(LegCore leg, bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet)
    {
        var state = (State)leg.WireState!;
        var destination = rtcp ? state.Rtcp : state.Rtp;
        if (destination.Native is null || destination.Address != to)
        {
            var endpoint = to.ToEndPoint();
            if (leg.Sockets.Family == AddressFamily.InterNetworkV6)
                endpoint = new(endpoint.Address.MapToIPv6(), endpoint.Port);
            destination.Native = endpoint.Serialize();
            destination.Address = to;
        }
        try
        {
            var socket = rtcp ? leg.Sockets.Rtcp! : leg.Sockets.Rtp;
            return socket.SendTo(packet, SocketFlags.None, destination.Native) == packet.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Flush()
    {
    }

    public void Wait(long nanoseconds)
    {
        // Whole milliseconds are what the portable wait knows; it rounds up, so the clock's lateness is up to one more.
        if (nanoseconds < 0)
            _wakeup.Wait();
        else
            _wakeup.Wait(TimeSpan.FromTicks(Math.Max(1, nanoseconds / 100)));
        while (_wakeup.CurrentCount > 0)
            _wakeup.Wait(0);
    }

    public void Wake()
    {
        lock (_lock)
        {
            if (!_disposed)
                _wakeup.Release();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _wakeup.Dispose();
        }
    }
}
