using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Media;

/// <summary>The sockets of one leg, or of many on a shared port.</summary>
internal sealed class LegSockets(Socket rtp, Socket? rtcp, int port)
{
    private const int MaxPortTries = 64;
    private const int RtcpBufferBytes = 8 * 1024;

    public Socket Rtp { get; } = rtp;

    /// <summary>Null when RTCP shares the RTP port.</summary>
    public Socket? Rtcp { get; } = rtcp;

    public int Port { get; } = port;

    public AddressFamily Family { get; } = rtp.AddressFamily;

    /// <summary>Takes a port from the pool and binds it with its neighbour, or neither.</summary>
    public static MediaRefusal TryBind(PortPool ports, IPAddress local, bool rtcpMux, int bufferBytes, out LegSockets? sockets)
    {
        sockets = null;
        for (int attempt = 0; attempt < MaxPortTries; attempt++)
        {
            if (!ports.TryTake(out int port))
                return attempt == 0 ? MediaRefusal.NoPortFree : MediaRefusal.PortsTakenByOthers;
            var error = TryBind(local, port, rtcpMux, bufferBytes, out sockets);
            if (error == SocketError.Success)
                return MediaRefusal.None;
            ports.GiveBack(port);
            if (error == SocketError.AddressNotAvailable)
                return MediaRefusal.AddressNotLocal;
            if (error is not (SocketError.AddressAlreadyInUse or SocketError.AccessDenied))
                return MediaRefusal.NoSocket;
        }
        return MediaRefusal.PortsTakenByOthers;
    }

    private static SocketError TryBind(IPAddress local, int port, bool rtcpMux, int bufferBytes, out LegSockets? sockets)
    {
        sockets = null;
        Socket? rtp = null, rtcp = null;
        try
        {
            rtp = Bind(local, port, bufferBytes);
            if (!rtcpMux)
                rtcp = Bind(local, port + 1, RtcpBufferBytes);
            sockets = new(rtp, rtcp, port);
            return SocketError.Success;
        }
        catch (SocketException refused)
        {
            rtp?.Dispose();
            rtcp?.Dispose();
            return refused.SocketErrorCode;
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

    public void GiveBack(PortPool ports)
    {
        Rtp.Dispose();
        Rtcp?.Dispose();
        ports.GiveBack(Port);
    }
}
