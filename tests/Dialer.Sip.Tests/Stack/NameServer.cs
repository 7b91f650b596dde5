using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Tests.Stack;

/// <summary>A name server of ours on a socket: answers each question as it is told, from the bytes of the question.</summary>
internal sealed class NameServer : IDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener _tcp;
    private readonly Func<byte[], byte[]?> _answer;
    private int _asked;

    /// <param name="answer">The whole message; null: silence.</param>
    public NameServer(Func<byte[], byte[]?> answer, Func<byte[], byte[]>? overTcp = null)
    {
        _answer = answer;
        _udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _tcp = new TcpListener((IPEndPoint)_udp.LocalEndPoint!);
        _ = Task.Run(ServeAsync);
        if (overTcp is null)
            return;
        _tcp.Start();
        _ = Task.Run(() => ServeTcpAsync(overTcp));
    }

    public IPEndPoint EndPoint => (IPEndPoint)_udp.LocalEndPoint!;

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>The question with records behind it, each as it stands on the wire.</summary>
    public static byte[] Reply(byte[] query, params byte[][] records)
    {
        byte[] reply = [.. query, .. records.SelectMany(record => record)];
        reply[2] = 0x81;
        reply[6] = (byte)(records.Length >> 8);
        reply[7] = (byte)records.Length;
        return reply;
    }

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    private async Task ServeAsync()
    {
        byte[] buffer = new byte[512];
        try
        {
            while (true)
            {
                var asked = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                Interlocked.Increment(ref _asked);
                if (_answer(buffer[..asked.ReceivedBytes]) is { } answer)
                    await _udp.SendToAsync(answer, asked.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync(Func<byte[], byte[]> answer)
    {
        try
        {
            using var client = await _tcp.AcceptTcpClientAsync();
            var stream = client.GetStream();
            byte[] size = new byte[2];
            await stream.ReadExactlyAsync(size);
            byte[] query = new byte[(size[0] << 8) | size[1]];
            await stream.ReadExactlyAsync(query);
            byte[] reply = answer(query);
            await stream.WriteAsync(new byte[] { (byte)(reply.Length >> 8), (byte)reply.Length });
            await stream.WriteAsync(reply);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
