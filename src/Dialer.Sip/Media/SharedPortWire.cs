using System.Net;

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
            var shared = Array.Find(_shared, port => port.Local.Equals(local));
            if (shared is not null)
            {
                sockets = shared.Sockets;
                return MediaRefusal.None;
            }
            sockets = null;
            if (_shared.Length >= MaxLocalAddresses)
                return MediaRefusal.NoSocket;
            var refusal = LegSockets.TryBind(ports, local, rtcpMux: false, bufferBytesPerLeg * ExpectedLegs, out sockets);
            if (refusal == MediaRefusal.None)
                _shared = [.. _shared, new SharedPort(local, sockets!)];
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
        foreach (var port in _shared)
            port.Poll(reactor);
    }

    public bool Send(LegCore leg, bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet) => ((SharedPort)leg.WireState!).Send(rtcp, to, packet);

    public void Flush()
    {
        foreach (var port in _shared)
            port.Flush();
    }

    public void Wait(long nanoseconds) => _sleeper.Wait(nanoseconds);

    public void Wake() => _sleeper.Wake();

    public void Dispose()
    {
        foreach (var port in _shared)
        {
            port.Sockets.Rtp.Dispose();
            port.Sockets.Rtcp?.Dispose();
        }
        _sleeper.Dispose();
    }
}
