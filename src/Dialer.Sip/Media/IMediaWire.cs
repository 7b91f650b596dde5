using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Media;

/// <summary>Datagrams in and out for the legs of one reactor. Everything but <see cref="TryBind"/> and <see cref="Wake"/> runs on the reactor's thread.</summary>
internal interface IMediaWire : IDisposable
{
    /// <summary>Binds a leg's sockets. From any thread.</summary>
    bool TryBind(IPAddress local, int port, bool rtcpMux, out LegSockets? sockets, out SocketError error);

    void Attach(LegCore leg);

    void Detach(LegCore leg);

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

/// <summary>The sockets of one leg.</summary>
internal sealed class LegSockets(Socket rtp, Socket? rtcp) : IDisposable
{
    public Socket Rtp { get; } = rtp;

    /// <summary>Null when RTCP shares the RTP port.</summary>
    public Socket? Rtcp { get; } = rtcp;

    public AddressFamily Family => Rtp.AddressFamily;

    /// <summary>Binds both ports or none.</summary>
    public static bool TryBind(IPAddress local, int port, bool rtcpMux, int bufferBytes, out LegSockets? sockets, out SocketError error)
    {
        sockets = null;
        Socket? rtp = null, rtcp = null;
        try
        {
            rtp = Bind(local, port, bufferBytes);
            if (!rtcpMux) rtcp = Bind(local, port + 1, 8 * 1024);
            sockets = new(rtp, rtcp);
            error = SocketError.Success;
            return true;
        }
        catch (SocketException refused)
        {
            rtp?.Dispose();
            rtcp?.Dispose();
            error = refused.SocketErrorCode;
            return false;
        }
    }

    private static Socket Bind(IPAddress local, int port, int bufferBytes)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = bufferBytes;
            socket.SendBufferSize = bufferBytes;
            socket.Bind(new IPEndPoint(local, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Rtp.Dispose();
        Rtcp?.Dispose();
    }
}
