using System.Net;
using System.Net.Sockets;
using Dialer.Sip.Media;

namespace Dialer.Sip.Tests.Media;

/// <summary>A far end with a bare socket: sends what packets it likes, in what order it likes.</summary>
internal sealed class RawParty : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public RawParty(string address = "127.0.0.1")
    {
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        _socket.ReceiveTimeout = 10_000;
    }

    public IPEndPoint Endpoint => (IPEndPoint)_socket.LocalEndPoint!;

    public uint Ssrc { get; set; } = 0x1234;

    public static byte[] Packet(ushort sequence, uint timestamp, uint ssrc, byte payloadType = 8, params byte[] payload)
    {
        if (payload.Length == 0)
            payload = Enumerable.Repeat(G711.ALawSilence, 160).ToArray();
        byte[] packet = new byte[12 + payload.Length];
        RtpHeader.Write(packet, payloadType, false, sequence, timestamp, ssrc);
        payload.CopyTo(packet, 12);
        return packet;
    }

    public void Send(MediaLeg to, ushort sequence, byte payloadType = 8, params byte[] payload) =>
        _socket.SendTo(Packet(sequence, (uint)sequence * 160, Ssrc, payloadType, payload), to.LocalRtp);

    public void SendBytes(MediaLeg to, byte[] packet) => _socket.SendTo(packet, to.LocalRtp);

    /// <summary>The next packet to this party; throws after 10 s.</summary>
    public byte[] Receive()
    {
        byte[] buffer = new byte[2048];
        int length = _socket.Receive(buffer);
        return buffer[..length];
    }

    public void Dispose() => _socket.Dispose();
}
