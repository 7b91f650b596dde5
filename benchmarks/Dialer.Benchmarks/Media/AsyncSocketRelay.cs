using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Dialer.Benchmarks.Media;

/// <summary>The rival that anyone would write first: a socket per leg, an asynchronous loop per socket, SSRC rewritten, sent on asynchronously.</summary>
internal sealed class AsyncSocketRelay : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket[] _sockets;

    public AsyncSocketRelay(int[] remotes, out int[] ports)
    {
        _sockets = [.. remotes.Select(_ => Bind())];
        ports = [.. _sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        for (int i = 0; i < _sockets.Length; i++)
        {
            int peer = i ^ 1;
            _ = Relay(_sockets[i], _sockets[peer], new IPEndPoint(IPAddress.Loopback, remotes[peer]).Serialize(), (uint)i, _stop.Token);
        }
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static async Task Relay(Socket from, Socket to, SocketAddress destination, uint ssrc, CancellationToken stop)
    {
        byte[] buffer = GC.AllocateArray<byte>(2048, pinned: true);
        var source = new SocketAddress(AddressFamily.InterNetwork);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                int length = await from.ReceiveFromAsync(buffer, SocketFlags.None, source, stop).ConfigureAwait(false);
                if (length < 12)
                    continue;
                BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(8), ssrc);
                await to.SendToAsync(buffer.AsMemory(0, length), SocketFlags.None, destination, stop).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The run is over.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var socket in _sockets)
            socket.Dispose();
        _stop.Dispose();
    }
}
