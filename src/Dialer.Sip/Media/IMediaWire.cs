using System.Net;

namespace Dialer.Sip.Media;

/// <summary>Datagrams in and out for the legs of one reactor. All but <see cref="Open"/>, <see cref="Release"/> and <see cref="Wake"/> runs on the reactor's thread.</summary>
internal interface IMediaWire : IDisposable
{
    /// <summary>Sockets for a new leg. From any thread.</summary>
    MediaRefusal Open(PortPool ports, IPAddress local, bool rtcpMux, out LegSockets? sockets);

    /// <summary>Takes back what <see cref="Open"/> gave. From any thread.</summary>
    void Release(LegSockets sockets, PortPool ports);

    void Attach(LegCore leg);

    void Detach(LegCore leg);

    /// <summary>The leg's far end is known, or another one.</summary>
    void Expect(LegCore leg);

    /// <summary>Hands every datagram that has arrived (up to a bound) to <see cref="LegCore.OnDatagram"/>.</summary>
    void Poll(MediaReactor reactor);

    /// <summary>False when the system refused.</summary>
    bool Send(LegCore leg, bool rtcp, in WireAddress to, ReadOnlySpan<byte> packet);

    /// <summary>Sends what <see cref="Send"/> has gathered, if it gathers.</summary>
    void Flush();

    /// <summary>Sleeps for so long at most, or until <see cref="Wake"/>; -1 is "until woken".</summary>
    void Wait(long nanoseconds);

    void Wake();
}
