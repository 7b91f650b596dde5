using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Dialer.Sip.Stack;

/// <summary>
/// One stream: a reader and a writer of its own, off the reactor thread. What it reads is handed to the reactor, a few
/// messages at a time; what the reactor sends waits in a bounded queue.
/// </summary>
internal sealed class SipConnection : IDisposable
{
    /// <summary>Messages sent but not yet written. A peer that reads slower than this is cut off.</summary>
    private const int MaxQueued = 1024;

    /// <summary>Messages read but not yet handled; then reading stops until the reactor has caught up.</summary>
    private const int MaxInFlight = 32;

    private readonly StreamTransport _owner;
    private readonly Channel<(byte[] Bytes, ulong Key)> _outgoing = Channel.CreateBounded<(byte[], ulong)>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly SemaphoreSlim _inFlight = new(MaxInFlight, MaxInFlight);
    private readonly CancellationTokenSource _closing = new();
    private Stream? _stream;
    private WebSocket? _webSocket;
    private int _closed;

    public SipConnection(StreamTransport owner, long id, SipHop remote, bool isInbound)
    {
        _owner = owner;
        Id = id;
        Remote = remote with { Connection = id };
        IsInbound = isInbound;
        Place = new LinkedListNode<SipConnection>(this);
    }

    public long Id { get; }

    /// <summary>The far end, with this connection's number.</summary>
    public SipHop Remote { get; }

    public bool IsInbound { get; }

    /// <summary>Among the streams that others opened, where it is one of them.</summary>
    public LinkedListNode<SipConnection> Place { get; }

    /// <summary>A whole message came on it. On the reactor thread.</summary>
    public bool HasSpoken { get; set; }

    private bool IsWebSocket => Remote.Transport is SipTransport.Ws or SipTransport.Wss;

    private bool IsTls => Remote.Transport is SipTransport.Tls or SipTransport.Wss;

    /// <summary>Requests of ours whose answers may still be due here; the oldest is forgotten first.</summary>
    private const int MaxRemembered = 256;

    private readonly Queue<ulong> _sent = new();

    /// <summary>On the reactor thread.</summary>
    public IEnumerable<ulong> RecentRequests => _sent;

    /// <summary>On the reactor thread. False: the queue is full, so the connection is given up.</summary>
    public bool TrySend(byte[] bytes, ulong key)
    {
        if (key != 0)
        {
            if (_sent.Count >= MaxRemembered)
                _sent.Dequeue();
            _sent.Enqueue(key);
        }
        if (_outgoing.Writer.TryWrite((bytes, key)))
            return true;
        Close();
        return false;
    }

    /// <summary>What is queued is still written, then the stream ends.</summary>
    public void CloseAfterFlush() => _outgoing.Writer.TryComplete();

    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
            return;
        _outgoing.Writer.TryComplete();
        _closing.Cancel();
        _owner.Forget(this);
    }

    /// <summary>Shakes hands, then reads and writes until either side ends it. Never throws.</summary>
    public async Task RunAsync(Func<CancellationToken, Task<Socket>> open, string serverName)
    {
#pragma warning disable CA1031 // The wall: whatever a stream does wrong ends this stream only.
        Socket? socket = null;
        try
        {
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token))
            {
                patience.CancelAfter(StreamTransport.HandshakeTimeoutMs);
                socket = await open(patience.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                await ShakeHandsAsync(socket, serverName, patience.Token).ConfigureAwait(false);
            }
            var writing = WriteAsync();
            await ReadAsync().ConfigureAwait(false);
            CloseAfterFlush();
            await writing.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (Volatile.Read(ref _closed) == 0)
                _owner.NoteFailure(this, failure);
        }
        finally
        {
            Close();
            FailQueued();
            _webSocket?.Dispose();
            if (_stream is not null)
                await _stream.DisposeAsync().ConfigureAwait(false);
            socket?.Dispose();
        }
#pragma warning restore CA1031
    }

    private async Task ShakeHandsAsync(Socket socket, string serverName, CancellationToken cancel)
    {
        _stream = new NetworkStream(socket, ownsSocket: false);
        if (IsTls)
        {
            SslStream tls = new(_stream, leaveInnerStreamOpen: false);
            _stream = tls;
            if (IsInbound)
                await tls.AuthenticateAsServerAsync(_owner.ServerTls(), cancel).ConfigureAwait(false);
            else
                await tls.AuthenticateAsClientAsync(_owner.ClientTls(serverName), cancel).ConfigureAwait(false);
        }
        if (!IsWebSocket)
            return;
        _webSocket = IsInbound
            ? await WebSocketHandshake.AcceptAsync(_stream, cancel).ConfigureAwait(false)
            : await WebSocketHandshake.ConnectAsync(_stream, serverName, cancel).ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach ((byte[] bytes, ulong key) in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                try
                {
                    if (_webSocket is not null)
                        await _webSocket.SendAsync(bytes, WebSocketMessageType.Text, true, _closing.Token).ConfigureAwait(false);
                    else
                        await _stream!.WriteAsync(bytes, _closing.Token).ConfigureAwait(false);
                }
                catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException or WebSocketException or InvalidOperationException)
                {
                    _owner.TellSendFailed(key);
                    throw;
                }
            }
        }
        finally
        {
            Close();
        }
    }

    private void FailQueued()
    {
        while (_outgoing.Reader.TryRead(out var left))
            _owner.TellSendFailed(left.Key);
    }

    private Task ReadAsync() => _webSocket is null ? ReadStreamAsync(_stream!) : ReadWebSocketAsync(_webSocket);

    private async Task ReadStreamAsync(Stream stream)
    {
        StreamFramer framer = new();
        while (true)
        {
            int count = await ReadPatientlyAsync(stream, framer).ConfigureAwait(false);
            if (count == 0)
                return;
            framer.Advance(count);
            if (!await TakeFramesAsync(framer).ConfigureAwait(false))
                return;
        }
    }

    /// <summary>A message that began must be whole in time; between messages the stream may rest longer.</summary>
    private async Task<int> ReadPatientlyAsync(Stream stream, StreamFramer framer)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        patience.CancelAfter(framer.HasPart ? _owner.MessageTimeoutMs : _owner.IdleTimeoutMs);

        // An idle stream holds no buffer: it waits with an empty one.
        if (!framer.HasPart)
            await stream.ReadAsync(Memory<byte>.Empty, patience.Token).ConfigureAwait(false);
        return await stream.ReadAsync(framer.Free(), patience.Token).ConfigureAwait(false);
    }

    private async Task<bool> TakeFramesAsync(StreamFramer framer)
    {
        while (true)
        {
            switch (framer.Next(out byte[] message))
            {
                case FrameStep.NeedMore:
                    return true;
                case FrameStep.Ping:
                    _outgoing.Writer.TryWrite(("\r\n"u8.ToArray(), 0));
                    break;
                case FrameStep.Message:
                    await HandOverAsync(message).ConfigureAwait(false);
                    break;
                case FrameStep.Broken:
                    _owner.HandOverBroken(this, framer.Head, framer.Refusal);
                    await Task.Delay(StreamTransport.LingerMs, _closing.Token).ConfigureAwait(false);
                    return false;
            }
        }
    }

    private async Task HandOverAsync(byte[] message)
    {
        await _inFlight.WaitAsync(_closing.Token).ConfigureAwait(false);
        _owner.HandOver(this, message, _inFlight);
    }

    private async Task ReadWebSocketAsync(WebSocket webSocket)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length > SipMessage.MaxLength)
                    return;
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            patience.CancelAfter(length > 0 ? _owner.MessageTimeoutMs : _owner.IdleTimeoutMs);
            var result = await webSocket.ReceiveAsync(buffer.AsMemory(length), patience.Token).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
                return;
            length += result.Count;
            if (!result.EndOfMessage)
                continue;
            if (length > 0)
                await HandOverAsync(buffer.AsSpan(0, length).ToArray()).ConfigureAwait(false);
            length = 0;
        }
    }

    public void Dispose()
    {
        _closing.Dispose();
        _inFlight.Dispose();
    }
}
